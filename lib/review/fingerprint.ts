import { createHash } from "node:crypto";
import { compareTexts } from "../compare-texts";
import type { Identity } from "../model/identity";
import type { Planned, PlannedPod } from "../plan/planned";
import type { ResourceAction } from "../plan/resource-action";
import { roleText } from "../plan/role-name";
import { isShutOut } from "../rules/change/pods-way-in";
import { isLeftAlone, type JudgedChange } from "./access-changes";
import { ownMark } from "./held-access";
import type { Indexed, IndexedSide } from "./indexed-plans";
import { markOf } from "./mark";
import type { PodChange } from "./pod-changes";
import { trustKey } from "./trust-change";

/**
 * What is applied is what was reviewed if both have one fingerprint: `pi1-` and the first 160 bits, in hexadecimal, of a
 * SHA-256 over who may do what before and after, but for those whom the plans leave alone, over every action on resources,
 * and over what the resources say that are reported and not read. Order, times, names of files and ids that AWS gives have
 * no part in it, and neither have other values: those of policies alone, in canonical form, and those of the tags of roles,
 * which conditions ask for. What is marked sensitive never gets this far: the models hold its place, `<policy of …>`. Where
 * such a text is the name or ARN of a role or policy of the plans, they know which one it names, and so does the
 * fingerprint.
 */
export function fingerprint(plans: readonly Planned[], judged: readonly JudgedChange[], indexed: Indexed): string {
  const lines = [
    ...plans.map(({ state: { stack, errored, complete } }) => line("stack", stack, errored, complete ?? null)),
    ...judged.flatMap((one) => (one.pod !== undefined && isLeftAlone(one.pod, indexed) ? [] : [subjectLine(one)])),
    ...sideLines("before", indexed.before, indexed.after),
    ...sideLines("after", indexed.after, indexed.before),
    ...plans.flatMap(planLines),
  ];
  const digest = createHash("sha256").update(lines.sort().join("\n")).digest("hex");
  return `pi1-${digest.slice(0, 40)}`;
}

function line(...parts: readonly unknown[]): string {
  return JSON.stringify(parts);
}

function subjectLine({ change, pod, before, after }: JudgedChange): string {
  const { subject, association, roleBefore = null, roleAfter = null } = change;
  const who =
    subject.kind === "role" ? [subject.role] : [subject.cluster, subject.region ?? "", subject.serviceAccount];
  const access = line("access", subject.kind, who, association, roleBefore, roleAfter, before.mark, after.mark);
  const sides = pod === undefined ? "" : sidesText(pod);
  return `${access.slice(0, -1)},[${sides}]]`;
}

/** Most pods are the same on both sides: then the text is that of one, twice. */
function sidesText({ before, after }: PodChange): string {
  const is = JSON.stringify(podKey(after));
  const isSame = before !== undefined && after !== undefined && isSameKey(before, after);
  return `${isSame ? is : JSON.stringify(podKey(before))},${is}`;
}

/** Whether all that the key of a pod is made from is the very same. */
function isSameKey(before: PlannedPod, after: PlannedPod): boolean {
  const [one, other] = [before.identity, after.identity];
  return (
    one.role === other.role &&
    one.target === undefined &&
    other.target === undefined &&
    one.disableSessionTags === other.disableSessionTags &&
    one.tags === other.tags &&
    before.stack === after.stack &&
    before.addon === after.addon &&
    before.account === after.account &&
    before.cluster.arn === after.cluster.arn &&
    before.cluster.name === after.cluster.name &&
    // Where the trust policy does not let it in, the key holds more.
    isShutOut(before) === isShutOut(after)
  );
}

/** What of an association and its role counts beside the policies. */
function podKey(pod: PlannedPod | undefined): unknown {
  if (pod === undefined) return null;
  const { identity, stack, addon } = pod;
  const { role, target, disableSessionTags } = identity;
  // Where they are not what the pod ends up with, its role's own policies count all the same: they let it get there.
  const own = target === undefined && !isShutOut(pod) ? "" : ownMark(identity);
  return [
    stack,
    addon ?? null,
    roleText(identity),
    role.arn,
    pod.cluster.arn,
    markOf(trustKey(identity)),
    own,
    target?.roleArn ?? null,
    disableSessionTags,
    tagsOf(identity),
  ];
}

/** The add-ons and roles of one side, but for roles that are left alone. */
function sideLines(side: string, { addons, roles }: IndexedSide, other: IndexedSide): string[] {
  const standing = new Set(other.roles);
  return [
    ...addons.map(({ stack, cluster, name, version }) => line("add-on", side, stack, cluster, name, version ?? "")),
    ...roles
      .filter((role) => !standing.has(role))
      .map(({ stack, identity }) =>
        line("role", side, stack, roleText(identity), markOf(trustKey(identity)), tagsOf(identity)),
      ),
  ];
}

function tagsOf({ tags }: Identity): [string, string][] {
  return Object.entries(tags).sort(([a], [b]) => compareTexts(a, b));
}

function planLines({ state, notAnalysable, unread = [] }: Planned): string[] {
  return [
    ...state.actions.map((action) => actionLine("action", action)),
    ...state.drift.map((action) => actionLine("drift", action)),
    ...state.deferred.map(({ address }) => line("deferred", state.stack, address)),
    ...notAnalysable.map(({ stack, side, address, attribute, part }) =>
      line("not analysable", stack, side, address, attribute, part),
    ),
    ...unread.map(({ address, digest }) => line("unread", state.stack, address, digest)),
  ];
}

function actionLine(what: string, action: ResourceAction): string {
  const { stack, address, mode, kind, order, said, previousAddress, deposed, importing, changed } = action;
  return line(
    what,
    stack,
    address,
    mode,
    [kind, order ?? null, said ?? null],
    previousAddress ?? null,
    deposed ?? null,
    importing === undefined ? null : [importing.id ?? null],
    changed.length > 1 ? [...changed].sort() : changed,
  );
}
