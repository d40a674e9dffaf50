import type { ResourceChange } from "../format";
import { changes, namedIn } from "./attributes";
import type { Said, Seen } from "./seen";
import { LIMITS, RESOURCE_POLICIES } from "./unread-types";

/** A policy of a queue, a bucket, a key … that is about roles of pods. */
export function ofResourcePolicy(resource: ResourceChange, plan: Seen): Said[] {
  const changed = RESOURCE_POLICIES.filter((attribute) => changes(resource, attribute));
  if (changed.length === 0) return [];
  const named = changed.map((attribute) => namedIn(resource, attribute, plan));
  const roles = named.flatMap((one) => one.roles);
  const said: Said[] = [];
  if (roles.length > 0) said.push({ what: `has a policy that names a role of pods, ${NOT_READ}`, roles });
  else if (named.some(({ sessionTags }) => sessionTags))
    said.push({ what: `has a policy on session tags of pods, ${NOT_READ}` });
  const open = named.flatMap(({ anybody }) => anybody ?? []);
  if (open.length > 0 && !LIMITS.has(resource.type) && plan.known().ofPods().length > 0)
    said.push({ what: `has a policy that ${open.includes("in any case") ? LETS_ANYBODY_IN : LETS_MANY_IN}` });
  return said;
}

const NOT_READ = "and policies of resources are not looked at here";
const LETS_MANY_IN = "lets anybody in under conditions, roles of pods perhaps among them, and did not do so before";
export const LETS_ANYBODY_IN = "lets anybody in, roles of pods among them, and did not do so before";
