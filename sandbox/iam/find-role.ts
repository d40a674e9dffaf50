import type { World } from "../world";
import { replicated } from "./consistency";
import type { Role } from "./state";

/**
 * The role of an ARN as other services see it (EKS when it is handed one, STS when it is to assume one): a role or a
 * change younger than the consistency window is not there yet. Undefined when the ARN is none of a role, or its path
 * is another than the role's.
 */
export function findRole(world: World, arn: string): Role | undefined {
  const [, account = "", name = ""] = /^arn:[\w-]+:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(arn) ?? [];
  const role = replicated(world, account, "roles", name.toLowerCase());
  return role?.arn === arn ? role : undefined;
}
