import type { PlannedPod } from "../../plan/planned";
import type { PlannedChange } from "./planned-change";

/** Pods that come to their target role in this very change: what it may do is reviewed as their access. */
export function targetArrivals({ pods }: PlannedChange): ReadonlySet<PlannedPod> {
  const arrived = new Set<PlannedPod>();
  for (const { before, after } of pods) {
    for (const pod of after) {
      if (pod.identity.target !== undefined && !before.some((stood) => isSameWay(stood, pod))) arrived.add(pod);
    }
  }
  return arrived;
}

/** Whether both go from the same role to the same target role. */
export function isSameWay({ identity: one }: PlannedPod, { identity: other }: PlannedPod): boolean {
  return one.target?.roleArn === other.target?.roleArn && one.role.arn === other.role.arn;
}
