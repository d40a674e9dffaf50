import { createHash } from "node:crypto";
import { isRecord } from "../../is-record";
import type { Plan, ResourceChange } from "../format";
import type { PlanWorld } from "../model/plan-world";
import type { Planned, UnreadChange } from "../planned";
import { valueAt } from "../value";
import { commandsOf } from "./commands";
import { doorsOf } from "./doors";
import { madeOfMore } from "./joined";
import { namesRole } from "./naming";
import type { Said, Seen } from "./seen";
import { seenOf } from "./seen-of";

/**
 * What plans change that may give or take access and that no model of theirs has: types of resource that are not read,
 * policies for roles outside of the plans, policies that no role of theirs has, roles that pods' roles may go on to, and
 * commands. One list for each plan, in the order of `planned`.
 */
export function unreadChanges(worlds: readonly PlanWorld[], planned: readonly Planned[]): UnreadChange[][] {
  return seenOf(worlds, planned).map((plan): UnreadChange[] => {
    const { document, known } = plan;
    const runs = commandsOf(document);
    const changes = (document.plan.resource_changes ?? []).filter(isOfNote);
    const invoked = invocations(document.plan);
    if (changes.length === 0) return invoked;
    const unread = changes.flatMap((resource): UnreadChange[] => {
      const said = resource.mode === "managed" ? saidOf(resource, plan) : [];
      const joined = madeOfMore(resource, plan);
      if (joined !== undefined) said.push({ what: `has \`${joined}\` ${MADE}`, grave: true });
      const command = runs(resource);
      if (command !== undefined)
        said.push({ what: `runs commands (\`${command.by}\`): what they change is not known here` });
      if (said.length === 0) return [];
      const what = said.map((one) => one.what).join("; ");
      const users = known().serviceAccountsOf(said.flatMap((one) => one.roles ?? []));
      const { address, type } = resource;
      const grave = said.some((one) => one.grave) ? ({ grave: true } as const) : {};
      return [
        { address, type, what, ...grave, serviceAccounts: users, digest: digestOf(resource, plan, command?.text) },
      ];
    });
    return [...unread, ...invoked];
  });
}

function saidOf(resource: ResourceChange, plan: Seen): Said[] {
  const doors = doorsOf(resource, plan);
  return doors.length > 0 || isModelled(resource) ? [...doors] : namesRole(resource, plan);
}

/** What the models are made of: roles and policies of pods name each other there. */
function isModelled({ type }: ResourceChange): boolean {
  return type.startsWith("aws_iam_") || type === "aws_eks_pod_identity_association" || type === "aws_eks_addon";
}

const MADE =
  "made of more than a reference, and known only after apply: what it names may be another than is shown here";

/** Terraform 1.14's actions: they do something, and leave no resource. */
function invocations({ action_invocations: all }: Plan): UnreadChange[] {
  return (Array.isArray(all) ? all : []).flatMap((one: unknown): UnreadChange[] => {
    if (!isRecord(one) || typeof one.address !== "string") return [];
    const { address, type } = one;
    const what = "is an action that Terraform invokes: what it changes is not known here";
    const digest = createHash("sha256").update(address).digest("hex").slice(0, 40);
    return [{ address, type: typeof type === "string" ? type : "action", what, serviceAccounts: [], digest }];
  });
}

/** Data is read only during the apply where it waits for something: then it may run what nobody has seen. */
function isOfNote({ change: { actions, importing } }: ResourceChange): boolean {
  return importing !== undefined || actions.length !== 1 || actions[0] !== "no-op";
}

/**
 * Of the values after apply, as far as they can be told before it, and of what is run; less what is sensitive: that has no part
 * in what is shown, not even as a digest.
 */
function digestOf({ address, change }: ResourceChange, plan: Seen, command: string | undefined): string {
  const { after, after_unknown: later } = change;
  const keys = new Set([
    ...(isRecord(after) ? Object.keys(after) : []),
    ...(isRecord(later) ? Object.keys(later) : []),
  ]);
  const kept = [...keys].sort().flatMap((key) => {
    const known = valueAt(change, "after", [key]);
    if (known.kind === "absent" || known.sensitive) return [];
    const value = known.kind === "known" ? known.value : plan.rebuilt(address, key);
    return value === undefined ? [] : [[key, value]];
  });
  const text = JSON.stringify(command === undefined ? kept : [kept, command]);
  return createHash("sha256").update(text).digest("hex").slice(0, 40);
}
