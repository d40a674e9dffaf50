import type { Call, Operation } from "../operation";
import type { QueryInput } from "../query-input";
import type { XmlElement } from "../query-protocol";
import type { World } from "../world";

/** What an operation of IAM works on. */
export interface IamRequest {
  world: World;
  call: Call;
  account: string;
  /** ISO 8601. */
  now: string;
  input: QueryInput;
}

/** An operation whose input has been read: what it acts on, and how it is carried out. */
export interface BoundOperation extends Pick<Operation, "resources"> {
  /** @returns the members of the operation's result; undefined when it has none. */
  run(): XmlElement | undefined;
}

/** An operation that does something and has no result. */
export function withoutResult(resources: readonly string[], run: () => undefined): BoundOperation {
  return { resources, run };
}

/** Reads the input of one action. It changes nothing: only `run` does. */
export type IamOperation = (request: IamRequest) => BoundOperation;

/** `arn:aws:iam::123456789012:role/path/name`. */
export function iamArn(request: IamRequest, resource: string): string {
  return `arn:${request.call.partition}:iam::${request.account}:${resource}`;
}
