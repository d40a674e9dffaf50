import type { Call, Operation } from "../operation";
import type { QueryInput, TextRule } from "../query-input";
import type { XmlElement } from "../query-protocol";
import type { World } from "../world";

/** What an operation of STS works on. */
export interface StsRequest {
  world: World;
  call: Call;
  input: QueryInput;
}

/** Reads the input of one action; `run` carries it out. */
export type StsOperation = (request: StsRequest) => Omit<Operation, "action" | "run"> & { run(): XmlElement };

/** The limits and patterns of STS's API model (https://docs.aws.amazon.com/STS/latest/APIReference/). */
export const ROLE_ARN: TextRule = {
  min: 20,
  max: 2048,
  pattern: String.raw`[\u0009\u000A\u000D\u0020-\u007E\u0085\u00A0-\uD7FF\uE000-\uFFFD]+`,
};
export const SESSION_NAME: TextRule = { min: 2, max: 64, pattern: String.raw`[\w+=,.@-]*` };
export const EXTERNAL_ID: TextRule = { min: 2, max: 1224, pattern: String.raw`[\w+=,.@:/-]*` };
export const SESSION_POLICY: TextRule = { min: 1, max: 2048 };
export const WEB_IDENTITY_TOKEN: TextRule = { min: 4, max: 20_000 };
