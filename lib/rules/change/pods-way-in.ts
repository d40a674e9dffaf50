import { isAllowed, type PreparedPolicies, preparePolicies } from "../../iam/evaluate";
import type { Condition, Policy, PolicyStatement } from "../../iam/policy";
import type { RequestContext } from "../../iam/request";
import type { Identity } from "../../model/identity";
import { hasPlaceholder } from "../../model/placeholder";
import { POD_IDENTITY_PRINCIPAL } from "../../model/trust";
import type { PlannedPod } from "../../plan/planned";
import { PIN_KEYS, type Trust, trustOf } from "./trust-doors";
import { isAnybody } from "./trust-principals";

/**
 * Whether the trust policy of a pod's role cannot let EKS Pod Identity in for it. False where a condition asks for what is
 * not known here, and where the role stands outside of the plans.
 */
export function isShutOut(pod: PlannedPod): boolean {
  const known = shutOut.get(pod) ?? judgedShutOut(pod);
  shutOut.set(pod, known);
  return known;
}

/** Whether the trust policy of a role lets EKS Pod Identity in for somebody, or cannot be read. */
export function letsPodsIn({ role }: Pick<Identity, "role">): boolean {
  const doors = role.kind === "own" ? trustOf(role.trust)?.doors : undefined;
  const mayBePods = (value: string) => value === POD_IDENTITY_PRINCIPAL || hasPlaceholder(value);
  return doors?.some(({ principal }) => isAnybody(principal) || mayBePods(principal.value)) ?? true;
}

const shutOut = new WeakMap<PlannedPod, boolean>();

type Pair = readonly [key: string, value: string];

function judgedShutOut(pod: PlannedPod): boolean {
  const { role, disableSessionTags } = pod.identity;
  if (role.kind !== "own") return false;
  const trust = trustOf(role.trust);
  if (trust === undefined) return false;
  const [cluster, namespace, name] = PIN_KEYS;
  const sent: readonly Pair[] = [
    [cluster, pod.cluster.arn],
    ["aws:requesttag/eks-cluster-name", pod.cluster.name],
    [namespace, pod.serviceAccount.namespace],
    [name, pod.serviceAccount.name],
  ];
  if (isPlainlyIn(trust, disableSessionTags ? [] : sent)) return false;
  // What is known only after apply may be whatever a condition asks for; tags that are not sent are known not to be.
  const isKnown = ([, value]: Pair) => !hasPlaceholder(value);
  const account: Pair = ["aws:sourceaccount", pod.account];
  const context: RequestContext = Object.fromEntries([
    ...(disableSessionTags ? sent.map(([key]) => [key, null] as const) : sent.filter(isKnown)),
    ...[account].filter(isKnown),
    ["aws:principalservicename", POD_IDENTITY_PRINCIPAL],
    ["aws:principalisawsservice", "true"],
  ]);
  const actions = disableSessionTags ? ["sts:AssumeRole"] : ["sts:AssumeRole", "sts:TagSession"];
  const widest = widestTrust(trust.policy, context);
  return actions.some((action) => {
    const request = { action, resource: role.arn, principal: SERVICE, context };
    return isAllowed(request, widest).outcome !== "allowed";
  });
}

const SERVICE = { type: "Service", name: POD_IDENTITY_PRINCIPAL } as const;

/** The trust that nearly every role has: one way in, pinned to the very tags. */
function isPlainlyIn({ doors, denials }: Trust, sent: readonly Pair[]): boolean {
  if (denials.length > 0) return false;
  return doors.some(
    ({ principal, actions, conditions }) =>
      principal.type === "Service" &&
      principal.value === POD_IDENTITY_PRINCIPAL &&
      actions.includes("sts:AssumeRole") &&
      (sent.length === 0 || actions.includes("sts:TagSession")) &&
      conditions.every(({ operator, key, values, set }) => {
        const value = sent.find(([tag]) => tag === key.toLowerCase())?.[1];
        return operator === "StringEquals" && set === undefined && value !== undefined && values.includes(value);
      }),
  );
}

/** The trust policy at its most generous, whatever those condition keys and variables are that nobody knows. */
function widestTrust(policy: Policy, context: RequestContext): PreparedPolicies {
  const isUnknown = ({ key, values }: Condition) =>
    !Object.hasOwn(context, key.toLowerCase()) || values.some((value) => value.includes("${"));
  const statements = policy.statements.flatMap((statement): PolicyStatement[] => {
    const known = statement.conditions.filter((condition) => !isUnknown(condition));
    if (known.length === statement.conditions.length) return [statement];
    return statement.effect === "Deny" ? [] : [{ ...statement, conditions: known }];
  });
  return preparePolicies({ identity: [], resource: { policy: { ...policy, statements }, name: "trust policy" } });
}
