import { parseArn } from "../model/arn";
import { placeholderText } from "../model/placeholder";
import { POD_IDENTITY_PRINCIPAL } from "../model/trust";
import type { PlannedPod } from "../plan/planned";
import { isShutOut } from "../rules/change/pods-way-in";
import { PIN_KEYS, type Trust, trustOf } from "../rules/change/trust-doors";

const [CLUSTER, NAMESPACE, NAME] = PIN_KEYS;

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
  const more = conditions.some(({ key }) => !PIN_KEYS.some((pin) => pin === key.toLowerCase()))
    ? " under more conditions"
    : "";
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
