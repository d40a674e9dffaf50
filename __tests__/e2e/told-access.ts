import { action as actionOf } from "../../lib/iam/catalog";
import type { AccessEntry } from "../../lib/iam/compare/access-entries";
import { isAllowed, type PreparedPolicies, preparePolicies } from "../../lib/iam/evaluate";
import { parsePolicy } from "../../lib/iam/parse";
import type { AccessRequest } from "../../lib/iam/request";

type Condition = AccessEntry["region"]["when"][number];

/** Whether a request is among what an entry of a comparison says: a judgement by evaluation, not by comparison. */
export function isTold(entry: AccessEntry, request: AccessRequest): boolean {
  if (!namesAction(entry, request.action)) return false;
  return isIn(entry.region, request);
}

function namesAction({ level, everything, services }: AccessEntry, id: string): boolean {
  const known = actionOf(id);
  if (known === undefined || known.level !== level) return false;
  if (everything) return true;
  return services.some(
    ({ service, extent, actions }) =>
      service.toLowerCase() === known.service.toLowerCase() && (extent !== "some" || actions.includes(known.id)),
  );
}

/** Whether a request is in a region: each of its parts is asked of a policy that says this part alone. */
function isIn(region: AccessEntry["region"], request: AccessRequest): boolean {
  const isOn = (pattern: string) => allows({ Resource: pattern }, request);
  const holds = ({ operator, key, values }: Condition) => {
    // Resources with variables are said as a condition, as which no policy could say them.
    if (key === "Resource") return values.some(isOn) === (operator === "ArnLike");
    return allows({ Resource: "*", Condition: { [operator]: { [key]: values } } }, request);
  };
  return (
    [region.resource, ...region.within].every(isOn) &&
    !region.except.some(isOn) &&
    region.when.every(holds) &&
    !region.unless.some((conditions) => conditions.every(holds))
  );
}

const prepared = new Map<string, PreparedPolicies>();

function allows(rest: Record<string, unknown>, request: AccessRequest): boolean {
  const text = JSON.stringify(rest);
  const standing = prepared.get(text) ?? policiesOf(rest);
  prepared.set(text, standing);
  return isAllowed(request, standing).outcome === "allowed";
}

function policiesOf(rest: Record<string, unknown>): PreparedPolicies {
  const statement = { Effect: "Allow", Action: "*", ...rest };
  const { policy, problems } = parsePolicy({ Version: "2012-10-17", Statement: statement }, "identity");
  if (policy === undefined) throw new Error(`a part that no policy can say: ${JSON.stringify({ rest, problems })}`);
  return preparePolicies({ identity: [{ policy, name: "region" }] });
}
