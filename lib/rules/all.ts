import type { Finding } from "../model/finding";
import { allIdentities } from "../model/identities";
import type { StackModel } from "../model/stack";
import { agent } from "./agent";
import { arnAccount } from "./arn-account";
import { clusterSupport } from "./cluster-support";
import { duplicateAssociation } from "./duplicate-association";
import { duplicateName } from "./duplicate-name";
import { expectation } from "./expectation";
import { namespaceOwner } from "./namespace-owner";
import { oneAccount } from "./one-account";
import { PERMISSION_RULES } from "./permissions/all";
import { policyLimits } from "./policy-limits";
import type { Asked, Rule } from "./rule";
import { sessionTags } from "./session-tags";
import { settle } from "./settle";
import { tags } from "./tags";

/** Every rule on what cannot work, in the order of the documentation; PERMISSION_RULES are those on what is permitted. */
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

export interface JudgeOptions extends Asked {
  /** `YYYY-MM-DD`, by which acknowledgements end; where left out none has ended, so that synth knows no time. */
  today?: string;
}

/** What the rules find in all the stacks of one app, as platform and identities settled it. */
export function judge(stacks: readonly StackModel[], { today, notes = false }: JudgeOptions = {}): Finding[] {
  const asked = { notes: notes || stacks.some(speaksOfSingles) };
  const permissions = PERMISSION_RULES.flatMap((rule) => rule.judge(stacks, asked));
  const { findings: settled } = settle(permissions, PERMISSION_RULES, stacks, today);
  return [
    ...RULES.flatMap((rule) => rule.judge(stacks)),
    ...(notes ? settled : settled.filter(({ severity }) => severity !== "info")),
  ];
}

/** Whether a stack names single findings: they have to be found then, notes among them. */
export function speaksOfSingles(stack: StackModel): boolean {
  return (
    Object.keys(stack.ruleLevels ?? {}).some((id) => id.includes("[")) ||
    allIdentities([stack]).some(({ identity }) => (identity.acknowledgements ?? []).length > 0)
  );
}
