import { glob, matches } from "../iam/match";
import { type Finding, findingId, type Pointer, type Severity } from "../model/finding";
import { allIdentities } from "../model/identities";
import type { Acknowledgement } from "../model/identity";
import type { StackModel } from "../model/stack";
import { nearest } from "../suggest";
import { acknowledgement } from "./acknowledgement";
import type { RuleText } from "./rule";

/** Findings as they are to be told, and those that are not, with what acknowledges them. */
export interface Settled {
  findings: Finding[];
  acknowledged: { finding: Finding; by: Acknowledgement }[];
}

/**
 * Findings on permissions as their readers settled them: what an identity acknowledges is apart, what a platform sets
 * has its severity. An acknowledgement that matches nothing, or has ended, is a finding itself.
 * @param rules those that the findings are of
 * @param today `YYYY-MM-DD`; where left out no acknowledgement has ended
 */
export function settle(
  findings: readonly Finding[],
  rules: readonly RuleText[],
  stacks: readonly StackModel[],
  today: string | undefined,
): Settled {
  const known = new Map<string, Known>();
  for (const { stack, identity } of allIdentities(stacks)) {
    const { acknowledgements = [], at, role } = identity;
    // What a role permits that stands already is known to the review of plans alone, where they give it policies.
    const isSeen = role.kind === "own";
    known.set(keyOf(at), { at, acknowledgements, levels: stack.ruleLevels ?? {}, isSeen });
  }
  const about = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = finding.identity === undefined ? "" : keyOf(finding.identity);
    about.set(key, [...(about.get(key) ?? []), finding]);
  }
  const settled: Settled = { findings: [...(about.get("") ?? [])], acknowledged: [] };
  for (const [key, { at, acknowledgements, levels, isSeen }] of known) {
    const own = about.get(key) ?? [];
    const inForce = acknowledgements.filter((one) => !hasEnded(one, today));
    const broken = acknowledgements.flatMap((one) => judgeOne(one, own, rules, today, at, isSeen));
    for (const finding of [...own, ...broken].flatMap((one) => atLevel(one, levels, rules))) {
      const by = finding.rule === acknowledgement.id ? undefined : inForce.find((one) => isOf(one, finding));
      if (by === undefined) settled.findings.push(finding);
      else settled.acknowledged.push({ finding, by });
    }
  }
  return settled;
}

interface Known {
  at: Pointer;
  acknowledgements: readonly Acknowledgement[];
  levels: Levels;
  /** Whether the rules see all that the identity's role permits. */
  isSeen: boolean;
}

type Levels = Readonly<Record<string, Severity | "off">>;

function keyOf({ source, path }: Pointer): string {
  return JSON.stringify([source, path]);
}

function hasEnded({ until }: Acknowledgement, today: string | undefined): boolean {
  return until !== undefined && today !== undefined && until < today;
}

/** Whether an acknowledgement is of a finding: the same rule, and what its brackets say matches what the finding is about. */
function isOf({ rule }: Acknowledgement, finding: Finding): boolean {
  const id = findingId(finding);
  if (rule === id) return true;
  const [, name, pattern] = /^([^[]*)\[(.*)\]$/s.exec(rule) ?? [];
  return name === finding.rule && pattern !== undefined && matches(glob(pattern), finding.about ?? "");
}

function judgeOne(
  one: Acknowledgement,
  own: readonly Finding[],
  rules: readonly RuleText[],
  today: string | undefined,
  identity: Pointer,
  isSeen: boolean,
): Finding[] {
  const base = {
    rule: "acknowledgement",
    about: one.rule,
    severity: acknowledgement.severity,
    identity,
    found: one.rule,
  };
  const [name = ""] = one.rule.split("[");
  const isRule = rules.some(({ id }) => id === name);
  if (!own.some((finding) => isOf(one, finding)) && (isSeen || !isRule)) {
    const ids = own.map(findingId);
    const ofRule = own.filter((finding) => finding.rule === name).map(findingId);
    const meant = ofRule[0] ?? nearest(one.rule, ids);
    const rule = isRule
      ? undefined
      : nearest(
          name,
          rules.map(({ id }) => id),
        );
    return [
      {
        ...base,
        at: one.at,
        message: isRule ? "acknowledges a finding that is not there" : "is not of a rule that can be acknowledged",
        allowed:
          ids.length === 0 ? "nothing: this identity has no findings on permissions" : ids.slice(0, 5).join(", "),
        fix:
          meant !== undefined
            ? `did you mean \`${meant}\`?`
            : rule !== undefined
              ? `did you mean \`${rule}\`?`
              : "remove it",
      },
    ];
  }
  if (!hasEnded(one, today)) return [];
  const message = `acknowledged a finding until ${one.until}, and that day has passed`;
  return [{ ...base, at: one.at, message, fix: "mend what the finding says, or look at it again and move `until`" }];
}

const ORDER: readonly Severity[] = ["info", "warning", "error"];

/**
 * A level of the finding's own id holds as it is. One of its rule sets the most: what is milder than its rule (a policy of
 * AWS's, which cannot be changed) is not made worse.
 */
function atLevel(finding: Finding, levels: Levels, rules: readonly RuleText[]): Finding[] {
  const own = levels[findingId(finding)];
  if (own === "off") return [];
  if (own !== undefined) return [{ ...finding, severity: own }];
  const level = levels[finding.rule];
  if (level === "off") return [];
  if (level === undefined) return [finding];
  const standard = rules.find(({ id }) => id === finding.rule)?.severity ?? acknowledgement.severity;
  const isMilder = ORDER.indexOf(finding.severity) < ORDER.indexOf(standard);
  const keeps = isMilder && ORDER.indexOf(finding.severity) < ORDER.indexOf(level);
  return [keeps ? finding : { ...finding, severity: level }];
}
