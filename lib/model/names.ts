import { createHash } from "node:crypto";

/**
 * Names that last. They are a contract: a change to one replaces resources in somebody's account.
 *
 * - stack: `<service>`, or `<service>-<environment>` where the declaration has environments; `cluster-<key>` for a cluster
 * - role: `<service>-<identity>`, or `<service>-<environment>-<identity>`; for an add-on's identity
 *   `cluster-<key>-<addon>-<service account>`
 * - path of a role: `/pod-identity/<service>/`
 *
 * A role name over 64 characters (IAM's limit) is cut to 55 and ends in `-` and 8 hexadecimal digits of its SHA-256.
 */
export const ROLE_NAME_LIMIT = 64;

export function stackName(service: string, environment?: string): string {
  return environment === undefined ? service : `${service}-${environment}`;
}

export function clusterStackName(clusterKey: string): string {
  return `cluster-${clusterKey}`;
}

export function roleName(stack: string, identity: string): string {
  return cut(`${stack}-${identity}`);
}

export function rolePath(service: string): string {
  return `/pod-identity/${service}/`;
}

/** The external id that EKS sends to a target role when session tags are disabled; computable before anything exists. */
export function externalId(
  cluster: { region: string; account: string; name: string },
  serviceAccount: { namespace: string; name: string },
): string {
  return [cluster.region, cluster.account, cluster.name, serviceAccount.namespace, serviceAccount.name].join("/");
}

function cut(name: string): string {
  if (name.length <= ROLE_NAME_LIMIT) return name;
  const hash = createHash("sha256").update(name).digest("hex").slice(0, 8);
  return `${name.slice(0, ROLE_NAME_LIMIT - 9)}-${hash}`;
}
