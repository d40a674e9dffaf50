import { entry } from "../../entry";
import { hasPlaceholder } from "../../model/placeholder";
import type { PlannedPod } from "../../plan/planned";
import type { ChangeFinding, ChangeRule } from "./change-rule";
import { namesOf } from "./planned-change";

export const roleShared: ChangeRule = {
  id: "role-shared",
  severity: "warning",
  what: "A role serves the service accounts of one namespace in one cluster.",
  why: "Who gets into one of the namespaces or clusters has the access of all; names repeat across clusters, and so does their trust.",
  source: "https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html",
  fix: "Give each namespace, or each cluster, an identity of its own.",
  judge: ({ plans }) => {
    const before = byRole(plans.flatMap((planned) => planned.before.pods));
    return [...byRole(plans.flatMap((planned) => planned.after.pods))].flatMap(([role, pods]) => {
      const stood = before.get(role) ?? [];
      return [
        ...spread(pods, stood, "namespaces", ({ serviceAccount }) => serviceAccount.namespace),
        ...spread(pods, stood, "clusters", clusterOf([...pods, ...stood])),
      ];
    });
  },
};

function spread(
  after: readonly PlannedPod[],
  before: readonly PlannedPod[],
  kind: "namespaces" | "clusters",
  of: (pod: PlannedPod) => string,
): ChangeFinding[] {
  const [first] = after;
  // Most roles have one pod: nothing to compare.
  if (first === undefined || after.length < 2) return [];
  const places = new Set(after.map(of).filter((place) => !hasPlaceholder(place)));
  if (places.size < 2 || new Set(before.map(of)).size > 1) return [];
  const { role } = first.identity;
  const shown = kind === "clusters" ? [...places].map((arn) => arn.split("/").pop() ?? arn) : [...places];
  return [
    {
      stack: first.role?.stack ?? first.stack,
      at: first.role?.identity.at ?? { source: first.address, path: [] },
      found: role.kind === "own" ? role.name : role.arn,
      message: `now serves service accounts of ${places.size} ${kind}: ${shown.sort().slice(0, 5).join(", ")}${places.size > 5 ? " and more" : ""}`,
      fix: `give each of the ${kind} an identity of its own, unless all of them may have the same access`,
      serviceAccounts: namesOf(after),
      ...(role.kind === "own" ? { role: role.name } : {}),
    },
  ];
}

/** Clusters by their ARNs; by their names where the region or account of one is known only after apply. */
function clusterOf(pods: readonly PlannedPod[]): (pod: PlannedPod) => string {
  const known = pods.every(({ cluster }) => !hasPlaceholder(cluster.arn));
  return known ? ({ cluster }) => cluster.arn : ({ cluster }) => cluster.name;
}

function byRole(pods: readonly PlannedPod[]): Map<string, PlannedPod[]> {
  const roles = new Map<string, PlannedPod[]>();
  for (const pod of pods) {
    const { role } = pod.identity;
    const name = role.kind === "own" ? role.name : (role.arn.split("/").pop() ?? role.arn);
    const key = hasPlaceholder(name) ? `${pod.stack} ${name}` : `${pod.account} ${name}`;
    entry(roles, key, () => []).push(pod);
  }
  return roles;
}
