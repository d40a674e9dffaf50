import { isRecord } from "../is-record";
import type { Pointer } from "../model/finding";
import { type CdktfStack, cdktfStackOf } from "./cdktf-stack";
import type { PlanDocument } from "./document";
import { driftFilter } from "./drift";
import type { Change, CheckResult, ResourceChange } from "./format";
import { planPathText } from "./path-text";
import type { ActionKind, PlanState, ResourceAction } from "./resource-action";
import { isSameDocument } from "./same-document";
import { type ChangedPath, changedPaths } from "./value";

/** What is to be said of a plan as a whole, and what it does with each object. */
export function planState({ file, stack, plan, configuration }: PlanDocument): PlanState {
  const made = cdktfStackOf(configuration);
  const isDrift = driftFilter(plan);
  return {
    stack,
    file,
    ...(plan.terraform_version === undefined ? {} : { terraformVersion: plan.terraform_version }),
    errored: plan.errored === true,
    ...(plan.complete === undefined ? {} : { complete: plan.complete }),
    deferred: (plan.deferred_changes ?? []).map(({ reason, resource_change }) => ({
      address: resource_change?.address ?? "",
      reason: reason ?? "",
    })),
    checks: (plan.checks ?? []).flatMap(openChecks),
    actions: (plan.resource_changes ?? []).filter(isOfNote).map((change) => actionOf(change, stack, made)),
    drift: (plan.resource_drift ?? [])
      // Objects that only moved are in the list of a refresh-only plan alone, and are no drift.
      .filter(({ change }) => !isNoOp(change))
      .map((change) => actionOf(change, stack, made, (path) => isDrift(change, path)))
      .filter(({ kind, changed }) => kind !== "update" || changed.length > 0),
  };
}

/** Everything but objects that stay as and where they are, and are known already. */
function isOfNote({ address, previous_address, change }: ResourceChange): boolean {
  return (
    !isNoOp(change) ||
    change.importing !== undefined ||
    (previous_address !== undefined && previous_address !== address)
  );
}

function isNoOp({ actions }: Change): boolean {
  return actions.length === 1 && actions[0] === "no-op";
}

type Kind = Pick<ResourceAction, "kind" | "order" | "said">;

function actionOf(
  resource: ResourceChange,
  stack: string,
  made: CdktfStack | undefined,
  counts?: (path: ChangedPath) => boolean,
): ResourceAction {
  const { address, type, mode, previous_address, deposed, action_reason, change } = resource;
  const { kind, order, said } = kindOf(change.actions);
  const { changed, sameMeaning, sensitive, unknown } = changesOf(change, kind, counts);
  const replacedBy = change.replace_paths?.map(planPathText) ?? NONE;
  const at = pointerOf(resource, made);
  const action: ResourceAction = { stack, address, type, mode, kind, replacedBy, changed, sensitive, unknown, at };
  if (order !== undefined) action.order = order;
  if (said !== undefined) action.said = said;
  if (previous_address !== undefined && previous_address !== address) action.previousAddress = previous_address;
  if (deposed !== undefined) action.deposed = deposed;
  if (change.importing !== undefined) action.importing = importedAs(change.importing);
  if (action_reason !== undefined) action.reason = action_reason;
  if (sameMeaning !== undefined) action.sameMeaning = sameMeaning;
  return action;
}

const NONE: readonly string[] = [];
const WHOLE: Pointer["path"] = [];

const KINDS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ["no-op", { kind: "no-op" }],
  ["create", { kind: "create" }],
  ["read", { kind: "read" }],
  ["update", { kind: "update" }],
  ["delete", { kind: "delete" }],
  ["forget", { kind: "forget" }],
  ["delete,create", { kind: "replace", order: "delete first" }],
  ["create,delete", { kind: "replace", order: "create first" }],
  ["create,forget", { kind: "replace", order: "forget" }],
]);

/**
 * A list of actions that nobody has heard of is taken for the worst of what it says, as the format advises its readers
 * to look for `delete` in it.
 */
function kindOf(actions: readonly string[]): Kind {
  const said = actions.length === 1 ? (actions[0] ?? "") : actions.join(",");
  return KINDS.get(said) ?? { kind: worstOf(new Set(actions)), said };
}

function worstOf(actions: ReadonlySet<string>): ActionKind {
  const ends = actions.has("delete") || actions.has("forget");
  if (ends && actions.has("create")) return "replace";
  if (ends) return actions.has("delete") ? "delete" : "forget";
  return actions.has("create") ? "create" : "update";
}

type Changes = Pick<ResourceAction, "changed" | "sensitive" | "unknown" | "sameMeaning">;

const NO_CHANGES: Changes = { changed: NONE, sensitive: false, unknown: false };

function changesOf(change: Change, kind: ActionKind, counts?: (path: ChangedPath) => boolean): Changes {
  if (kind !== "update" && kind !== "replace") return NO_CHANGES;
  const all = changedPaths(change);
  const paths = counts === undefined ? all : all.filter(counts);
  const found = { changed: paths.map(({ path }) => planPathText(path)), sensitive: false, unknown: false };
  let sameMeaning: string[] | undefined;
  for (const { path, before, after, sensitive, unknown } of paths) {
    if (sensitive) found.sensitive = true;
    if (unknown) found.unknown = true;
    else if (isSameDocument(before, after)) sameMeaning = [...(sameMeaning ?? []), planPathText(path)];
  }
  return sameMeaning === undefined ? found : { ...found, sameMeaning };
}

/** Since Terraform 1.12 an import may have an identity instead of an id; a deferred one has neither yet. */
function importedAs({ id, identity }: NonNullable<Change["importing"]>): { id?: string } {
  if (id !== undefined && id !== "") return { id };
  if (!isRecord(identity)) return {};
  const parts = Object.entries(identity).flatMap(([key, value]) =>
    typeof value === "object" ? [] : [`${key}=${String(value)}`],
  );
  return parts.length === 0 ? {} : { id: parts.sort().join(", ") };
}

function pointerOf(
  { address, module_address, mode, type, name }: ResourceChange,
  made: CdktfStack | undefined,
): Pointer {
  const path =
    module_address === undefined ? made?.constructs.get(`${mode === "data" ? "data." : ""}${type}.${name}`) : undefined;
  return { source: path ?? address, path: WHOLE };
}

function openChecks({ address, status = "unknown", instances = [] }: CheckResult): PlanState["checks"] {
  const checked = address?.to_display ?? "";
  // Where the instances cannot be told, or what they say does not add up, the check speaks for itself.
  const open = instances.filter((instance) => instance.status !== "pass");
  if (open.length === 0) return status === "pass" ? [] : [{ address: checked, status, problems: [] }];
  return open.map((instance) => ({
    address: instance.address?.to_display ?? checked,
    status: instance.status ?? "unknown",
    problems: (instance.problems ?? []).flatMap(({ message }) => (message === undefined ? [] : [message])),
  }));
}
