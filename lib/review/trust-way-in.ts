import { isAllowed, type PreparedPolicies, preparePolicies } from "../iam/evaluate";
import type { Condition, Policy, PolicyStatement } from "../iam/policy";
import type { RequestContext } from "../iam/request";
import { parseArn } from "../model/arn";
import { hasPlaceholder, placeholderText } from "../model/placeholder";
import { POD_IDENTITY_PRINCIPAL } from "../model/trust";
import type { PlannedPod } from "../plan/planned";
import { type Trust, trustOf } from "../rules/change/trust-doors";

const CLUSTER = "aws:requesttag/eks-cluster-arn";
const NAMESPACE = "aws:requesttag/kubernetes-namespace";
const NAME = "aws:requesttag/kubernetes-service-account";

/**
 * Whether the trust policy of a pod's role cannot let EKS Pod Identity in for it. False where a condition asks for what is
 * not known here, and where the role stands outside of the plans.
 */
export function isShutOut(pod: PlannedPod): boolean {
  const known = shutOut.get(pod) ?? judgedShutOut(pod);
  shutOut.set(pod, known);
  return known;
}

const shutOut = new WeakMap<PlannedPod, boolean>();

function judgedShutOut(pod: PlannedPod): boolean {
  const { role, disableSessionTags } = pod.identity;
  if (role.kind !== "own") return false;
  const trust = trustOf(role.trust);
  if (trust === undefined) return false;
  const sent: readonly (readonly [string, string])[] = [
    [CLUSTER, pod.cluster.arn],
    ["aws:requesttag/eks-cluster-name", pod.cluster.name],
    [NAMESPACE, pod.serviceAccount.namespace],
    [NAME, pod.serviceAccount.name],
  ];
  if (isPlainlyIn(trust, disableSessionTags ? [] : sent)) return false;
  // Tags that are known only after apply may be whatever a condition asks for; tags that are not sent are known not to be.
  const tags = disableSessionTags
    ? sent.map(([key]) => [key, null] as const)
    : sent.filter(([, value]) => !hasPlaceholder(value));
  const context: RequestContext = Object.fromEntries([
    ...tags,
    ["aws:sourceaccount", pod.account],
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
function isPlainlyIn({ doors, denials }: Trust, sent: readonly (readonly [string, string])[]): boolean {
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

/** More values than these are counted. */
const MOST = 5;

/** Who may use a role, in short: `service account backend/api on cluster atlas-eks; arn:aws:iam::492000000148:role/ci`. */
export function trustText(pod: PlannedPod | undefined): string {
  const role = pod?.identity.role;
  if (pod === undefined || role?.kind !== "own") return "not known here";
  const trust = trustOf(role.trust);
  if (trust === undefined) return "cannot be read";
  const doors = trust.doors.filter(({ actions }) => actions.some((action) => action !== "sts:TagSession"));
  const texts = [...new Set(doors.map(doorText))];
  const others = trust.denials.length > 0 ? ["less what is denied"] : [];
  const shut = isShutOut(pod) ? ["EKS Pod Identity is not let in for this service account"] : [];
  const all = [...shut, ...(texts.length === 0 ? ["nobody"] : listed(texts)), ...others];
  return placeholderText(all.join("; "));
}

function doorText({ principal, conditions }: Trust["doors"][number]): string {
  if (principal.value !== POD_IDENTITY_PRINCIPAL || principal.type === "AWS") {
    const who = principal.value === "*" ? "everybody" : principal.value;
    return conditions.length === 0 ? who : `${who} under conditions`;
  }
  const valuesOf = (key: string) => {
    const values = conditions
      .filter((condition) => condition.key.toLowerCase() === key)
      .flatMap(({ values }) => values);
    return values.length === 0 ? undefined : [...new Set(values)].sort();
  };
  const found = valuesOf(CLUSTER);
  const clusters = found && listed(found).map(clusterName).join(", ");
  const namespaces = valuesOf(NAMESPACE);
  const names = valuesOf(NAME);
  const pins = [CLUSTER, NAMESPACE, NAME];
  const more = conditions.some(({ key }) => !pins.includes(key.toLowerCase())) ? " under more conditions" : "";
  if (clusters === undefined && namespaces === undefined && names === undefined) {
    return more === "" ? "any association of the account" : `associations of the account${more}`;
  }
  return `${accountsText(namespaces ?? ["*"], names ?? ["*"])} on ${clusters === undefined ? "any cluster" : `cluster ${clusters}`}${more}`;
}

/** Both conditions have to hold, so that every namespace goes with every name. */
function accountsText(namespaces: readonly string[], names: readonly string[]): string {
  // Of each no more are looked at than are shown: a trust policy may have thousands.
  const shown = namespaces.slice(0, MOST).flatMap((one) => names.slice(0, MOST).map((name) => `${one}/${name}`));
  const count = namespaces.length * names.length;
  const more = count > MOST ? [`${count - MOST} more`] : [];
  return `service account${count === 1 ? "" : "s"} ${[...shown.slice(0, MOST), ...more].join(", ")}`;
}

function clusterName(arn: string): string {
  const resource = parseArn(arn)?.resource;
  return resource?.startsWith("cluster/") ? resource.slice("cluster/".length) : arn;
}

function listed(texts: readonly string[]): string[] {
  return texts.length <= MOST ? [...texts] : [...texts.slice(0, MOST), `${texts.length - MOST} more`];
}
