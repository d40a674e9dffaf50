import { below, type Finding, type Pointer } from "../model/finding";
import { allIdentities } from "../model/identities";
import type { StackModel } from "../model/stack";
import type { Rule } from "./rule";

const MOST = 50;

export const tags: Rule = {
  id: "tags",
  severity: "error",
  what: "A resource has at most 50 tags, the inherited ones counted, and no two keys that differ in letter case alone.",
  why: "IAM and EKS refuse more than 50 tags, and IAM takes keys that differ in letter case alone for one.",
  source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html",
  fix: "Remove tags, and write each key in one way everywhere.",
  judge: (stacks) =>
    once([
      ...allIdentities(stacks).flatMap(({ identity }) => judge(identity.tags, identity.at)),
      ...stacks.flatMap((stack) => (stack.kind === "cluster" ? judgeAddons(stack) : [])),
    ]),
};

/** A tag that many inherit is reported for the first of them alone. */
function once(findings: readonly Finding[]): Finding[] {
  const said = new Set<string>();
  return findings.filter(({ message, found }) => {
    const text = `${message} ${found}`;
    if (said.has(text)) return false;
    said.add(text);
    return true;
  });
}

function judgeAddons(stack: StackModel & { kind: "cluster" }): Finding[] {
  return [
    ...(stack.agent === undefined ? [] : judge(stack.agent.tags, below(stack.cluster.at, "agent"))),
    ...stack.addons.flatMap((addon) => judge(addon.tags, addon.at)),
  ];
}

/** What is wrong with a key or a value by itself is known where it is written: lib/declaration/schema/tags.ts. */
function judge(all: Readonly<Record<string, string>>, owner: Pointer): Finding[] {
  const at = below(owner, "tags");
  const findings: Finding[] = [];
  const keys = Object.keys(all);
  if (keys.length > MOST) {
    findings.push({
      rule: "tags",
      severity: "error",
      at,
      message: `has ${keys.length} tags, the inherited ones counted`,
      allowed: `at most ${MOST} tags a resource`,
      fix: "remove some",
    });
  }
  const seen = new Map<string, string>();
  for (const key of keys) {
    const twin = seen.get(key.toLowerCase());
    if (twin !== undefined) {
      findings.push({
        rule: "tags",
        severity: "error",
        at: { ...below(at, key), key: true },
        message: `is the same tag key as \`${twin}\` to IAM, which does not tell letter case apart`,
        found: key,
        allowed: "keys that differ in more than letter case",
        fix: "write the key in one way everywhere",
      });
    }
    seen.set(key.toLowerCase(), key);
  }
  return findings;
}
