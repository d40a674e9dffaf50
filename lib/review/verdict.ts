import { counted } from "../counted";
import { few } from "../few";
import { placeholderText } from "../model/placeholder";
import type { Planned } from "../plan/planned";
import { losesAll } from "./loses-all";
import { resourceCounts } from "./resource-counts";
import type { AccessChange, ReviewCounts, ReviewFinding, ReviewVerdict } from "./review";

/** What a reviewer decides from. */
export function reviewVerdict(
  plans: readonly Planned[],
  access: readonly AccessChange[],
  findings: readonly ReviewFinding[],
): ReviewVerdict {
  const fresh = findings.filter(({ status }) => status === "new");
  const of = (verdict: AccessChange["verdict"]) => access.filter((change) => change.verdict === verdict).length;
  const counts: ReviewCounts = {
    gain: of("broadened"),
    lose: of("narrowed"),
    both: of("both"),
    unclear: of("cannot tell"),
    errors: fresh.filter(({ severity }) => severity === "error").length,
    warnings: fresh.filter(({ severity }) => severity === "warning").length,
    ...resourceCounts(plans),
  };
  const errored = plans.filter(({ state }) => state.errored).map(({ state }) => state.stack);
  const resources = counts.create + counts.update + counts.replace + counts.delete + counts.forget;
  return {
    level: isUntold(access, fresh) || errored.length > 0 ? "cannot tell" : levelOf(counts),
    changes: access.length + resources + counts.import + counts.move > 0,
    text: sentence(access, fresh, counts, errored),
    counts,
  };
}

/** Whether something could not be analysed. Policies that stand outside of the plans are warned of, and are no such thing. */
function isUntold(access: readonly AccessChange[], fresh: readonly ReviewFinding[]): boolean {
  const untold = ({ verdict, unclear }: AccessChange) =>
    verdict === "cannot tell" && unclear.gained.length + unclear.lost.length > 0;
  return countOf(fresh, "not-analysable") > 0 || access.some(untold);
}

function countOf(fresh: readonly ReviewFinding[], wanted: string): number {
  return fresh.filter(({ rule }) => rule === wanted).length;
}

function levelOf({ errors, warnings }: ReviewCounts): ReviewVerdict["level"] {
  return errors > 0 ? "error" : warnings > 0 ? "warning" : "fine";
}

/** `2 service accounts gain access, 1 loses all access; 1 association is replaced; 1 error.` */
function sentence(
  access: readonly AccessChange[],
  fresh: readonly ReviewFinding[],
  counts: ReviewCounts,
  errored: readonly string[],
): string {
  const replaced = access.filter(({ association }) => association === "replaced").length;
  const unread = countOf(fresh, "unread-access");
  const isAll = errored.length + unread + countOf(fresh, "not-analysable") === 0;
  const parts = [
    ...(errored.length === 0 ? [] : [`Terraform could not finish the plan of ${names(errored)}`]),
    accessPart(access, isAll),
    ...(unread === 0 ? [] : [`${counted(unread, "other change")} may give or take access`]),
    ...(replaced === 0 ? [] : [`${counted(replaced, "association")} ${replaced === 1 ? "is" : "are"} replaced`]),
    ...resourcesPart(access, counts, errored.length === 0),
    ...findingsPart(counts),
  ];
  const text = parts.join("; ");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

interface Outcome {
  one: string;
  many: string;
  is: (change: AccessChange) => boolean;
}

const OUTCOMES: readonly Outcome[] = [
  { one: "gains access", many: "gain access", is: ({ verdict }) => verdict === "broadened" },
  {
    one: "gains some access and loses other",
    many: "gain some access and lose other",
    is: ({ verdict }) => verdict === "both",
  },
  {
    one: "loses all access",
    many: "lose all access",
    is: (change) => change.verdict === "narrowed" && losesAll(change),
  },
  {
    one: "loses access",
    many: "lose access",
    is: (change) => change.verdict === "narrowed" && !losesAll(change),
  },
  {
    one: "may gain or lose access, which cannot be told",
    many: "may gain or lose access, which cannot be told",
    is: ({ verdict }) => verdict === "cannot tell",
  },
];

/** `isAll`: whether there is no more to know of. */
function accessPart(access: readonly AccessChange[], isAll: boolean): string {
  const all = OUTCOMES.map(({ one, many, is }) => ({ one, many, those: access.filter(is) }));
  const found = all.filter(({ those }) => those.length > 0);
  if (found.length === 0) {
    return isAll ? "no service account gains or loses access" : "no service account is known to gain or lose access";
  }
  const mixed = access.some(({ subject }) => subject.kind === "role");
  return found
    .map(({ one, many, those }, index) => {
      const who = index === 0 || mixed ? subjects(those) : `${those.length}`;
      return `${who} ${those.length === 1 ? one : many}`;
    })
    .join(", ");
}

function subjects(those: readonly AccessChange[]): string {
  const roles = those.filter(({ subject }) => subject.kind === "role").length;
  const accounts = those.length - roles;
  const texts = [
    ...(accounts === 0 ? [] : [counted(accounts, "service account")]),
    ...(roles === 0 ? [] : [`${counted(roles, "role")} without an association`]),
  ];
  return texts.join(" and ");
}

/** Where access changes that is what to decide on, and the resources have a part of the report of their own. */
function resourcesPart(access: readonly AccessChange[], counts: ReviewCounts, isFinished: boolean): string[] {
  const isQuiet = access.every(({ verdict, association }) => verdict === "equivalent" && association !== "replaced");
  if (!isQuiet) return [];
  const changed = counts.create + counts.update + counts.replace + counts.delete + counts.forget;
  if (changed === 0) return isFinished ? ["no resource changes"] : [];
  return [`${counted(changed, "resource")} ${changed === 1 ? "changes" : "change"}`];
}

function findingsPart({ errors, warnings }: ReviewCounts): string[] {
  const texts = [
    ...(errors === 0 ? [] : [counted(errors, "error")]),
    ...(warnings === 0 ? [] : [counted(warnings, "warning")]),
  ];
  return texts.length === 0 ? [] : [texts.join(", ")];
}

/** More stacks than these are counted. */
const MOST_NAMES = 3;

function names(stacks: readonly string[]): string {
  return few(stacks.map(placeholderText), MOST_NAMES);
}
