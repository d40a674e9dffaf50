import { createHash } from "node:crypto";
import type { Identity } from "../model/identity";
import type { Planned, PlannedPod } from "../plan/planned";
import type { ResourceAction } from "../plan/resource-action";
import { type JudgedChange, trustKey } from "./access-changes";
import { type Held, ownText } from "./held-access";
import { compareTexts, type Indexed, type IndexedSide } from "./indexed-plans";
import { roleText } from "./pod-changes";
import { isShutOut } from "./trust-way-in";

/**
 * What is applied is what was reviewed if both have one fingerprint: `pi1-` and the first 160 bits, in hexadecimal, of a
 * SHA-256 over who may do what before and after and over every action on resources. Order, times, names of files and ids
 * that AWS gives have no part in it, and neither have values: those of policies alone, in canonical form, and those of the
 * tags of roles, which conditions ask for.
 */
export function fingerprint(plans: readonly Planned[], judged: readonly JudgedChange[], indexed: Indexed): string {
  const digests = new Digests();
  const lines = [
    ...plans.map(({ state: { stack, errored, complete } }) => line("stack", stack, errored, complete ?? null)),
    ...judged.map((one) => subjectLine(one, digests)),
    ...(["before", "after"] as const).flatMap((side) => sideLines(side, indexed[side], digests)),
    ...plans.flatMap(planLines),
  ];
  const digest = createHash("sha256").update(lines.sort().join("\n")).digest("hex");
  return `pi1-${digest.slice(0, 40)}`;
}

function line(...parts: readonly unknown[]): string {
  return JSON.stringify(parts);
}

/** A longer text stands as its own digest: many pods may share it. */
const LONG = 2000;

class Digests {
  private readonly known = new Map<string, string>();

  of(text: string): string {
    if (text.length < LONG) return text;
    const known = this.known.get(text) ?? createHash("sha256").update(text).digest("base64");
    this.known.set(text, known);
    return known;
  }
}

function subjectLine({ change, pod, before, after }: JudgedChange, digests: Digests): string {
  const { subject, association, roleBefore = null, roleAfter = null } = change;
  const who =
    subject.kind === "role" ? [subject.role] : [subject.cluster, subject.region ?? "", subject.serviceAccount];
  const held = ({ text }: Held) => digests.of(text);
  const sides = pod === undefined ? [] : [podKey(pod.before, digests), podKey(pod.after, digests)];
  return line("access", subject.kind, who, association, roleBefore, roleAfter, held(before), held(after), sides);
}

/** What of an association and its role counts beside the policies. */
function podKey(pod: PlannedPod | undefined, digests: Digests): unknown {
  if (pod === undefined) return null;
  const { identity, stack, addon } = pod;
  const { role, target, disableSessionTags } = identity;
  // Where they are not what the pod ends up with, its role's own policies count all the same: they let it get there.
  const own = target === undefined && !isShutOut(pod) ? "" : ownText(identity);
  return [
    stack,
    addon ?? null,
    roleText(identity),
    role.arn,
    pod.cluster.arn,
    digests.of(trustKey(identity)),
    digests.of(own),
    target?.roleArn ?? null,
    disableSessionTags,
    tagsOf(identity),
  ];
}

function sideLines(side: string, { addons, roles }: IndexedSide, digests: Digests): string[] {
  return [
    ...addons.map(({ stack, cluster, name, version }) => line("add-on", side, stack, cluster, name, version ?? "")),
    ...roles.map(({ stack, identity }) =>
      line("role", side, stack, roleText(identity), digests.of(trustKey(identity)), tagsOf(identity)),
    ),
  ];
}

function tagsOf({ tags }: Identity): [string, string][] {
  return Object.entries(tags).sort(([a], [b]) => compareTexts(a, b));
}

function planLines({ state, notAnalysable }: Planned): string[] {
  return [
    ...state.actions.map((action) => actionLine("action", action)),
    ...state.drift.map((action) => actionLine("drift", action)),
    ...state.deferred.map(({ address }) => line("deferred", state.stack, address)),
    ...notAnalysable.map(({ stack, side, address, attribute, part }) =>
      line("not analysable", stack, side, address, attribute, part),
    ),
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
