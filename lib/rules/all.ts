import type { Finding } from "../model/finding";
import type { StackModel } from "../model/stack";
import { agent } from "./agent";
import { arnAccount } from "./arn-account";
import { clusterSupport } from "./cluster-support";
import { duplicateAssociation } from "./duplicate-association";
import { duplicateName } from "./duplicate-name";
import { expectation } from "./expectation";
import { namespaceOwner } from "./namespace-owner";
import { oneAccount } from "./one-account";
import { policyLimits } from "./policy-limits";
import type { Rule } from "./rule";
import { sessionTags } from "./session-tags";
import { tags } from "./tags";

/** Every rule, in the order of the documentation. */
export const RULES: readonly Rule[] = [
  agent,
  arnAccount,
  clusterSupport,
  duplicateAssociation,
  duplicateName,
  expectation,
  namespaceOwner,
  oneAccount,
  policyLimits,
  sessionTags,
  tags,
];

/** What the rules find in all the stacks of one app. */
export function judge(stacks: readonly StackModel[]): Finding[] {
  return RULES.flatMap((rule) => rule.judge(stacks));
}
