import { serviceAccountText } from "../model/identity";
import { hasPlaceholder } from "../model/placeholder";
import type { PlannedPod } from "./planned";

/** The pods of one service account in one cluster; several on a side where several plans, or addresses, bind it. */
export interface SamePods {
  before: readonly PlannedPod[];
  after: readonly PlannedPod[];
}

/**
 * Pods of both sides, those of one service account in one cluster together, over all plans. A cluster is told by its name,
 * and by its account and region as far as they are known: of a new association they may not be.
 */
export function samePods(before: readonly PlannedPod[], after: readonly PlannedPod[]): SamePods[] {
  const named = new Map<string, Place[]>();
  // Those whose place is known first: others join them.
  for (const isPlaced of [true, false]) {
    for (const [side, pods] of [["before", before] as const, ["after", after] as const]) {
      for (const pod of pods) if (hasPlace(pod) === isPlaced) placeOf(pod, named)[side].push(pod);
    }
  }
  return [...named.values()].flat().map(({ before, after }) => ({ before, after }));
}

interface Place {
  before: PlannedPod[];
  after: PlannedPod[];
  /** As far as one of its pods tells them. */
  account?: string;
  region?: string;
}

function placeOf(pod: PlannedPod, named: Map<string, Place[]>): Place {
  const key = JSON.stringify([nameKey(pod, pod.cluster.name), nameKey(pod, serviceAccountText(pod.serviceAccount))]);
  const places = named.get(key) ?? [];
  named.set(key, places);
  const { account, region } = pod.cluster;
  const own = { ...(isAccount(account) ? { account } : {}), ...(isRegion(region) ? { region } : {}) };
  const found = places.find((place) => agree(place.account, own.account) && agree(place.region, own.region));
  if (found !== undefined) return Object.assign(found, own);
  const made = { before: [], after: [], ...own };
  places.push(made);
  return made;
}

/** Whether two may be one, as far as they are known. */
function agree(one: string | undefined, other: string | undefined): boolean {
  return one === undefined || other === undefined || one === other;
}

/** What is known only after apply is the same within a stack alone. */
function nameKey(pod: PlannedPod, name: string): string {
  return hasPlaceholder(name) ? `${pod.stack} ${name}` : name;
}

function hasPlace({ cluster }: PlannedPod): boolean {
  return isAccount(cluster.account) && isRegion(cluster.region);
}

function isAccount(account: string): boolean {
  return /^\d{12}$/.test(account);
}

/** Whether a region is known. */
export function isRegion(region: string): boolean {
  return region !== "" && !hasPlaceholder(region);
}
