import { counted } from "../counted";
import type { AccessEntry, ServiceActions } from "../iam/compare/access-entries";
import type { ShownCondition } from "../iam/compare/atoms";
import type { Region } from "../iam/compare/change";
import { losesAll } from "../review/loses-all";
import type { AccessChange } from "../review/review";
import { listed, name, type Phrase, sentence, strong } from "./phrase";

/** How the access that changes is put into words, for every report. */

const LEVELS: Record<AccessEntry["level"], string> = {
  permissions: "permissions management",
  write: "write",
  tagging: "tagging",
  read: "read",
  list: "list",
  unknown: "unknown actions",
};

export function levelWord(level: AccessEntry["level"]): string {
  return LEVELS[level];
}

/** How much is said of one entry. */
export interface Depth {
  /** More actions of a service, and more values of a condition, than these are counted. */
  most: number;
  conditions: boolean;
}

export const FULL: Depth = { most: 6, conditions: true };
export const SHORT: Depth = { most: 2, conditions: false };

/** `read s3:GetObject on arn:aws:s3:::reports/* when aws:SourceVpc is vpc-0abc`. */
export function entryPhrase(entry: AccessEntry, depth: Depth): Phrase {
  return [strong(levelWord(entry.level)), " ", ...actionsPhrase(entry, depth), ...regionPhrase(entry.region, depth)];
}

function actionsPhrase({ everything, count, services, notable }: AccessEntry, { most }: Depth): Phrase {
  if (everything) return [`all ${count} actions of all services`, ...among(notable, most)];
  const shown = services.slice(0, most);
  const others = services.slice(most).reduce((sum, service) => sum + service.count, 0);
  const named = new Set(shown.flatMap(({ actions }) => (actions.length <= most ? actions : [])));
  return [
    ...shown.flatMap((service, index) => [index === 0 ? "" : ", ", ...serviceActions(service, most)]),
    ...(others === 0
      ? []
      : [` and ${counted(others, "action")} of ${counted(services.length - most, "more service")}`]),
    ...among(
      notable.filter((action) => !named.has(action)),
      most,
    ),
  ];
}

function serviceActions({ service, extent, count, actions }: ServiceActions, most: number): Phrase {
  if (actions.length > 0 && actions.length <= most) return listed(actions, most);
  return [`${extent === "some" ? "" : "all "}${count} `, name(service), count === 1 ? " action" : " actions"];
}

function among(notable: readonly string[], most: number): Phrase {
  return notable.length === 0 ? [] : [" (among them ", ...listed(notable, most), ")"];
}

/** `on arn:aws:s3:::reports/* except … within … when … unless …`. */
export function regionPhrase(region: Region, { most, conditions }: Depth): Phrase {
  const limits = [...region.when, ...region.unless.flat()].length + region.except.length + region.within.length;
  const where: Phrase = region.resource === "*" ? [" on ", strong("every resource")] : [" on ", name(region.resource)];
  if (!conditions) return [...where, ...(limits === 0 ? [] : [" (under conditions)"])];
  return [
    ...where,
    ...(region.except.length === 0 ? [] : [" except ", ...listed(region.except, most)]),
    ...(region.within.length === 0 ? [] : [" within ", ...listed(region.within, most, " and ")]),
    ...(region.when.length === 0 ? [] : [" when ", ...conditionsPhrase(region.when, most)]),
    ...region.unless.slice(0, most).flatMap((all) => [" unless ", ...conditionsPhrase(all, most)]),
    ...(region.unless.length > most ? [` and unless ${region.unless.length - most} more`] : []),
  ];
}

function conditionsPhrase(all: readonly ShownCondition[], most: number): Phrase {
  return all.flatMap((condition, index) => [index === 0 ? "" : " and ", ...conditionPhrase(condition, most)]);
}

/** Operators that are words as well; every other is shown by its name. */
const OPERATORS = new Map<string, string>([
  ["stringequals", "is"],
  ["stringnotequals", "is not"],
  ["stringlike", "is like"],
  ["stringnotlike", "is not like"],
  ["arnequals", "is like"],
  ["arnlike", "is like"],
  ["arnnotequals", "is not like"],
  ["arnnotlike", "is not like"],
  ["bool", "is"],
  ["ipaddress", "is in"],
  ["notipaddress", "is not in"],
]);

function conditionPhrase({ operator, key, values }: ShownCondition, most: number): Phrase {
  const several = operator.toLowerCase().includes("not") ? " and " : " or ";
  const lower = operator.toLowerCase();
  if (lower === "null" && values.length === 1) return [name(key), values[0] === "false" ? " is present" : " is absent"];
  const bare = lower.replace(/ifexists$/, "");
  const word = OPERATORS.get(bare);
  return [
    name(key),
    ...(word === undefined ? [" ", name(operator), " "] : [` ${word} `]),
    ...listed(values, most, several),
    word !== undefined && bare !== lower ? " or is absent" : "",
  ];
}

/** `12 write, 4 read`: what is left of entries where there is no room for them. */
export function levelCounts(entries: readonly AccessEntry[]): string {
  const counts = new Map<string, number>();
  for (const { level, count } of entries) counts.set(levelWord(level), (counts.get(levelWord(level)) ?? 0) + count);
  return [...counts].map(([level, count]) => `${count} ${level}`).join(", ");
}

/** Whom it is about: `backend/api`, or the role's name. */
export function subjectPhrase({ subject }: AccessChange): Phrase {
  return subject.kind === "role" ? ["role ", name(subject.role)] : [name(subject.serviceAccount)];
}

const VERDICTS: Record<AccessChange["verdict"], string> = {
  broadened: "broadened",
  narrowed: "narrowed",
  both: "broadened and narrowed",
  equivalent: "same access",
  "cannot tell": "cannot tell",
};

/** `loses all`, `new`, `broadened`. */
export function verdictWord(change: AccessChange): string {
  if (losesAll(change)) return "loses all";
  if (change.association === "created" && change.verdict === "broadened") return "new";
  return VERDICTS[change.verdict];
}

/** What happens to the association, with the names of the roles. */
export function associationPhrase(change: AccessChange): Phrase {
  const { association, targetBefore, targetAfter } = change;
  if (association === "kept" && targetAfter !== undefined && targetBefore === targetAfter) {
    return ["policies of target role ", name(targetAfter)];
  }
  return [...ownRolePhrase(change), ...targetPhrase(change)];
}

function targetPhrase({ association, targetBefore, targetAfter }: AccessChange): Phrase {
  if (targetBefore === targetAfter || targetBefore === undefined || association === "removed") {
    const target = targetAfter ?? targetBefore;
    return target === undefined ? [] : [", target role ", name(target)];
  }
  const now: Phrase = targetAfter === undefined ? [" is none any more"] : [" is now ", name(targetAfter)];
  return [", target role was ", name(targetBefore), ",", ...now];
}

function ownRolePhrase({ association, roleBefore, roleAfter, subject, trust }: AccessChange): Phrase {
  const before: Phrase = roleBefore === undefined ? [] : [" from role ", name(roleBefore)];
  const after: Phrase = roleAfter === undefined ? [] : [" to role ", name(roleAfter)];
  const same: Phrase = roleAfter === undefined ? [] : [", role ", name(roleAfter)];
  const moved = roleBefore !== roleAfter;
  switch (association) {
    case "created":
      return ["association created", ...same];
    case "removed":
      return ["association ", strong("removed"), ...(roleBefore === undefined ? [] : [", role ", name(roleBefore)])];
    case "replaced":
      return ["association ", strong("replaced"), ...(moved ? [...before, ...after] : same)];
    case "re-pointed":
      return ["association ", strong("re-pointed"), ...before, ...after];
    case "updated":
      return ["association updated", ...(moved ? [...before, ...after] : same)];
    case "kept":
      if (roleAfter === undefined) return ["role ", strong("destroyed"), ", ", name(roleBefore ?? "")];
      return [trust === undefined ? "policies of role " : "role ", name(roleAfter)];
    case "none":
      return [subject.kind === "role" ? "no association in these plans" : "no association"];
  }
}

export type Side = "gained" | "lost";

/** What is gained, or lost, an entry a line, at most `most`: sure ones, then those of which it cannot be told, then what AWS may add. */
export function changeLines(change: AccessChange, side: Side, depth: Depth, most = Number.POSITIVE_INFINITY): Phrase[] {
  const lines: Phrase[] = change[side].slice(0, most).map((entry) => entryPhrase(entry, depth));
  for (const entry of change.unclear[side].slice(0, most)) {
    lines.push(["perhaps ", ...entryPhrase(entry, depth), ...why(entry.region, depth)]);
  }
  for (const { patterns } of change.future[side].slice(0, most)) {
    lines.push(["whatever AWS adds to ", ...listed(patterns, depth.most)]);
  }
  return lines.slice(0, most);
}

export function countOfLines({ unclear, future, ...change }: AccessChange, side: Side): number {
  return change[side].length + unclear[side].length + future[side].length;
}

function why({ why }: { why: string }, { conditions }: Depth): Phrase {
  return conditions ? [" (cannot tell: ", sentence(why), ")"] : [];
}

/** What there is to say beside gains and losses, a phrase a line. */
export function asides({ unknown, trust }: AccessChange): Phrase[] {
  const policies = [...new Set([...unknown.before, ...unknown.after])];
  return [
    ...policies.map((policy) => ["not known here: ", sentence(policy)]),
    ...(trust === undefined
      ? []
      : [
          ["trust was: ", sentence(trust.before)],
          ["trust is now: ", sentence(trust.after)],
        ]),
  ];
}
