import { counted } from "../counted";
import type { ResourceAction } from "../plan/resource-action";
import type { Review, ReviewCounts } from "../review/review";
import { listed, name, type Phrase } from "./phrase";

/** What plans do with resources, in words. */

const COUNTED: readonly (readonly [keyof ReviewCounts, string])[] = [
  ["create", "to create"],
  ["update", "to update"],
  ["replace", "to replace"],
  ["delete", "to delete"],
  ["forget", "to forget"],
  ["import", "to import"],
  ["move", "to move"],
];

/** `1 to create, 2 to replace`; a replacement counts once. */
export function resourceCounts(counts: ReviewCounts): string {
  const parts = COUNTED.filter(([key]) => counts[key] > 0).map(([key, words]) => `${counts[key]} ${words}`);
  return parts.length === 0 ? "no resource changes" : parts.join(", ");
}

/** Resources that go, or go and come again: no report leaves them out. */
export function removals(review: Review): ResourceAction[] {
  return review.plans.flatMap(({ actions }) => actions.filter(isRemoval));
}

function isRemoval({ kind, mode }: ResourceAction): boolean {
  return mode === "managed" && (kind === "delete" || kind === "replace" || kind === "forget");
}

/** All others that change, are read, moved or imported. */
export function otherActions(review: Review): ResourceAction[] {
  return review.plans.flatMap(({ actions }) =>
    actions.filter(
      (action) =>
        !isRemoval(action) &&
        (action.kind !== "no-op" || action.previousAddress !== undefined || action.importing !== undefined),
    ),
  );
}

/** As Terraform marks them. */
export function mark({ kind, order, previousAddress, importing }: ResourceAction): string {
  if (kind === "replace") return order === "delete first" ? "-/+" : "+/-";
  if (kind === "create") return "+";
  if (kind === "update") return "~";
  if (kind === "delete") return "-";
  if (kind === "forget") return ".";
  if (kind === "read") return "<=";
  return previousAddress !== undefined ? ">" : importing !== undefined ? "<" : " ";
}

/** Terraform's reasons in words; https://developer.hashicorp.com/terraform/internals/json-format lists them. */
const REASONS = new Map<string, string>([
  ["replace_because_tainted", "it is tainted"],
  ["replace_because_cannot_update", "it cannot be updated in place"],
  ["replace_by_request", "as asked for on the command line"],
  ["replace_by_triggers", "by replace_triggered_by"],
  ["delete_because_no_resource_config", "it is no longer in the configuration"],
  ["delete_because_no_module", "its module is no longer in the configuration"],
  ["delete_because_wrong_repetition", "its count or for_each has changed"],
  ["delete_because_count_index", "its index is out of count"],
  ["delete_because_each_key", "its key is no longer in for_each"],
  ["delete_because_no_move_target", "what it was moved to is not in the configuration"],
]);

/** Why a resource goes: `name and path force it; deleted first`. */
export function reasonPhrase({ kind, order, reason, replacedBy, deposed, said }: ResourceAction): Phrase {
  const parts: Phrase[] = [];
  if (said !== undefined) parts.push(["Terraform says ", name(said)]);
  if (replacedBy.length > 0)
    parts.push([...listed(replacedBy, 4, " and "), replacedBy.length === 1 ? " forces it" : " force it"]);
  else if (reason !== undefined) parts.push([REASONS.get(reason) ?? name(reason)]);
  if (kind === "replace" && order !== undefined) parts.push([ORDERS[order]]);
  if (kind === "forget") parts.push(["it stays in AWS, out of Terraform's hands"]);
  if (deposed !== undefined) parts.push(["left over from an earlier replacement, ", name(deposed)]);
  return parts.flatMap((part, index) => [index === 0 ? "" : "; ", ...part]);
}

const ORDERS: Record<NonNullable<ResourceAction["order"]>, string> = {
  "delete first": "deleted before it is created anew",
  "create first": "created anew before it is deleted",
  forget: "created anew, the old one is left standing",
};

/** What is said of the others: `policy changes`, `from aws_iam_role.old`. */
export function changedPhrase(action: ResourceAction): Phrase {
  const parts: Phrase[] = [];
  if (action.kind === "update" && action.changed.length > 0) parts.push(listed(action.changed, 4));
  if (action.sameMeaning !== undefined && action.sameMeaning.length > 0)
    parts.push(["written otherwise, same meaning: ", ...listed(action.sameMeaning, 4)]);
  if (action.said !== undefined) parts.push(["Terraform says ", name(action.said)]);
  if (action.previousAddress !== undefined) parts.push(["moved from ", name(action.previousAddress)]);
  if (action.importing !== undefined)
    parts.push(action.importing.id === undefined ? ["imported"] : ["imported: ", name(action.importing.id)]);
  if (action.kind === "update" && action.sensitive) parts.push(["sensitive"]);
  return parts.flatMap((part, index) => [index === 0 ? "" : "; ", ...part]);
}

const DONE: Record<ResourceAction["kind"], string> = {
  create: "created",
  update: "updated",
  replace: "replaced",
  delete: "deleted",
  forget: "forgotten",
  read: "read",
  "no-op": "unchanged",
};

export function doneWord({ kind }: ResourceAction): string {
  return DONE[kind];
}

/** All that is done to some of them: `created, updated or moved`. */
export function doneWords(actions: readonly ResourceAction[]): string {
  const done = DOINGS.filter(({ is }) => actions.some(is)).map(({ word }) => word);
  const last = done.pop() ?? "";
  return done.length === 0 ? last : `${done.join(", ")} or ${last}`;
}

const DOINGS: readonly { word: string; is: (action: ResourceAction) => boolean }[] = [
  ...(["create", "update", "read"] as const).map((kind) => ({
    word: DONE[kind],
    is: (action: ResourceAction) => action.kind === kind,
  })),
  { word: "moved", is: ({ previousAddress }) => previousAddress !== undefined },
  { word: "imported", is: ({ importing }) => importing !== undefined },
];

/** What else the plans say: drift, what is deferred, checks; a phrase a line. */
export function planLines(review: Review): Phrase[] {
  const several = review.plans.length > 1;
  return review.plans.flatMap((plan) => {
    const where: Phrase = several ? [" (", name(plan.stack), ")"] : [];
    return [
      ...(plan.errored ? [["Terraform could not finish the plan", ...where]] : []),
      ...(plan.complete === false && !plan.errored ? [["the plan is not complete", ...where]] : []),
      ...plan.checks.flatMap(({ address, status, problems }) => [
        [
          "check ",
          name(address),
          ": ",
          name(status),
          ...problems.flatMap((problem) => [", ", { sentence: problem }]),
          ...where,
        ],
      ]),
      ...plan.deferred.map(({ address, reason }) => ["deferred: ", name(address), ", ", name(reason), ...where]),
      ...plan.drift.map((action) => [
        `${action.kind === "delete" ? "deleted" : "changed"} outside of Terraform: `,
        name(action.address),
        ...(action.changed.length === 0 ? [] : [", ", ...listed(action.changed, 4)]),
        ...where,
      ]),
    ];
  });
}

export function unchangedText({ unchanged }: Review): string {
  return `${counted(unchanged.length, "service account")} with the same access as before`;
}
