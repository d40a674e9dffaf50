import type { TerraformResource } from "cdktf";

/** The plain address that `depends_on` takes, without the template marks of a reference. */
export function address(resource: TerraformResource): string {
  return `${resource.terraformResourceType}.${resource.friendlyUniqueId}`;
}
