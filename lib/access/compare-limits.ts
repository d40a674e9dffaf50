import { compareAccess, type Verdict } from "../iam/compare";
import { parsePolicy } from "../iam/parse";
import type { PolicySet } from "../iam/request";

const EVERYTHING = parsePolicy(
  { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] },
  "identity",
).policy;

/**
 * How two sets of policies compare in what they limit: what they deny, the boundary, the session policy. By what would become
 * of somebody who may do everything beside them, so that it holds for policies of which nobody knows what they say.
 */
export function compareLimits(before: PolicySet, after: PolicySet): Verdict {
  return compareAccess(besideEverything(before), besideEverything(after)).verdict;
}

function besideEverything(set: PolicySet): PolicySet {
  if (EVERYTHING === undefined) throw new Error("a policy that allows everything is one");
  return { ...set, identity: [...set.identity, { policy: EVERYTHING, name: "everything" }] };
}
