import { canonicalText } from "../iam/canonical";
import type { AnyDocument } from "../iam/document";
import type { Identity } from "../model/identity";
import type { PlannedPod } from "../plan/planned";
import { isShutOut } from "../rules/change/pods-way-in";
import { trustOf } from "../rules/change/trust-doors";
import type { PodChange } from "./pod-changes";
import type { AccessChange } from "./review";
import { trustText } from "./trust-way-in";

/** What the trust policy of a pod's role lets in, where that changes. */
export function trustChange({ before, after }: PodChange): AccessChange["trust"] {
  const shut = after !== undefined && isShutOut(after);
  if (before === undefined)
    return shut ? { before: "nobody: the role is not associated", after: trustText(after) } : undefined;
  if (after === undefined || isSameWayIn(before, after)) return undefined;
  const wasShut = isShutOut(before);
  if (shut === wasShut && trustKey(before.identity) === trustKey(after.identity)) return undefined;
  const [from, to] = [trustText(before), trustText(after)];
  return from === to ? undefined : { before: from, after: to };
}

/** Whether all that a way in depends on is the very same: so it is with nearly every pod that stays. */
function isSameWayIn(before: PlannedPod, after: PlannedPod): boolean {
  const [one, other] = [before.identity, after.identity];
  return (
    one.role.kind === "own" &&
    other.role.kind === "own" &&
    one.role.trust === other.role.trust &&
    one.role.arn === other.role.arn &&
    one.disableSessionTags === other.disableSessionTags &&
    before.account === after.account &&
    before.cluster.arn === after.cluster.arn &&
    before.cluster.name === after.cluster.name &&
    before.serviceAccount.namespace === after.serviceAccount.namespace &&
    before.serviceAccount.name === after.serviceAccount.name
  );
}

/** A trust policy in canonical form; that of a role outside of the plans is not known. */
export function trustKey({ role }: Identity): string {
  if (role.kind !== "own") return "";
  const known = trustKeys.get(role.trust);
  if (known !== undefined) return known;
  const trust = trustOf(role.trust);
  const key = trust === undefined ? "?" : canonicalText(trust.policy);
  trustKeys.set(role.trust, key);
  return key;
}

const trustKeys = new WeakMap<AnyDocument, string>();
