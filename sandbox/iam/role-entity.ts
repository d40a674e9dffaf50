import type { XmlElement } from "../query-protocol";
import { current, visible, write } from "./consistency";
import { checkTrustPolicy } from "./document";
import { limitExceeded, noSuchEntity } from "./errors";
import { findRole } from "./find-role";
import { type IamRequest, iamArn } from "./request";
import { QUOTA, ROLE_NAME } from "./rules";
import type { Role } from "./state";
import { tagList } from "./tags";

/** The role that a call names: its ARN for the gate, and the role as it is shown and as it is. */
export interface NamedRole {
  name: string;
  resources: readonly string[];
  /** What an answer shows. Throws AwsError NoSuchEntity. */
  shown(): Role;
  /** What a change starts from. Throws AwsError NoSuchEntity. */
  current(): Role;
}

/** Reads `RoleName`. */
export function namedRole(request: IamRequest): NamedRole {
  const { world, account } = request;
  const name = request.input.required("RoleName", ROLE_NAME);
  const key = name.toLowerCase();
  const found = (role: Role | undefined): Role => {
    if (role === undefined) throw noSuchEntity(`The role with name ${name} cannot be found.`);
    return role;
  };
  return {
    name,
    resources: [current(world, account, "roles", key)?.arn ?? iamArn(request, `role/${name}`)],
    shown: () => found(visible(world, account, "roles", key)),
    current: () => found(current(world, account, "roles", key)),
  };
}

export function replaceRole(request: IamRequest, role: Role): void {
  write(request.world, request.account, "roles", role.name.toLowerCase(), role);
}

/**
 * A trust policy that may be stored.
 *
 * @throws AwsError MalformedPolicyDocument; LimitExceeded over 2,048 characters.
 */
export function trustOf(request: IamRequest, document: string): string {
  checkTrustPolicy(document, (arn) => roleIsMissing(request, arn));
  if (document.length > QUOTA.trustCharacters) {
    throw limitExceeded(`Cannot exceed quota for ACLSizePerRole: ${QUOTA.trustCharacters}`);
  }
  return document;
}

/** A role is known to be missing where all roles are known: in the caller's account, and in those with roles here. */
function roleIsMissing(request: IamRequest, arn: string): boolean {
  const account = /^arn:[\w-]+:iam::(\d{12}):role\//.exec(arn)?.[1];
  if (account === undefined || findRole(request.world, arn) !== undefined) return false;
  return account === request.account || Object.keys(request.world.iam[account]?.roles ?? {}).length > 0;
}

/** A role as ListRoles shows it: without what takes a call of its own. */
export function listedRole(role: Role): XmlElement {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: role.created,
    AssumeRolePolicyDocument: encodeURIComponent(role.trust),
    Description: role.description,
    MaxSessionDuration: role.maxSessionDuration,
  };
}

export function roleElement(role: Role): XmlElement {
  return {
    ...listedRole(role),
    PermissionsBoundary:
      role.boundary === undefined
        ? undefined
        : { PermissionsBoundaryType: "Policy", PermissionsBoundaryArn: role.boundary },
    Tags: role.tags.length === 0 ? undefined : tagList(role.tags),
  };
}
