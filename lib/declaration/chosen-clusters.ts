import { compareTexts } from "../compare-texts";
import type { Cluster } from "../model/cluster";
import { below, type Finding, type Pointer } from "../model/finding";
import { hasToken } from "../model/token";
import { didYouMean } from "../suggest";

/** The clusters of the stack that an identity is for: those that it names, or all. In the order of their keys. */
export function chosenClusters(
  keys: readonly string[] | undefined,
  clusters: readonly Cluster[],
  at: Pointer,
  findings: Finding[],
): Cluster[] {
  if (keys === undefined) return [...clusters];
  const known = new Map(clusters.map((cluster) => [cluster.key, cluster]));
  const chosen: Cluster[] = [];
  for (const [index, key] of keys.entries()) {
    if (hasToken(key)) continue;
    const place = below(at, "clusters", index);
    const cluster = known.get(key);
    if (cluster === undefined) findings.push(unknownCluster(key, [...known.keys()], place));
    else if (chosen.includes(cluster)) findings.push(repeatedCluster({ ...cluster, at: place }, cluster));
    else chosen.push(cluster);
  }
  return chosen.sort((a, b) => compareTexts(a.key, b.key));
}

function unknownCluster(key: string, known: readonly string[], at: Pointer): Finding {
  return {
    rule: "unknown-cluster",
    severity: "error",
    at,
    message: "is not a cluster of this stack",
    found: key,
    allowed: known.join(", "),
    fix: didYouMean(key, known) || "add it to the `clusters` of the service first",
  };
}

/** @param before where it stands already */
export function repeatedCluster(cluster: Cluster, before: Cluster): Finding {
  const same = cluster.key === before.key;
  return {
    rule: "repeated-cluster",
    severity: "error",
    at: cluster.at,
    message: same ? "is named twice" : `is the same cluster as \`${before.key}\`: ${cluster.arn}`,
    found: cluster.key,
    allowed: "each cluster once",
    fix: same ? "remove the repetition" : "remove one of the two",
  };
}
