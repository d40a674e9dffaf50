import { parseArn } from "../../model/arn";
import type { Side } from "../value";
import { type PlanObject, readText } from "./objects";

/** By what an object of a plan is made. */
export interface Origin {
  /** The account that the provider configuration works in. */
  account: string | undefined;
  /** The provider configuration's key in its plan. */
  provider: string | undefined;
}

/** The account that an object is in: by its own ARN, else by the provider configuration that makes it. */
export function accountOf(object: PlanObject, side: Side, made: () => Partial<Origin>): string | undefined {
  return parseArn(readText(object, side, "arn") ?? "")?.account ?? made().account;
}
