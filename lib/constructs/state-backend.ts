import { CloudBackend, LocalBackend, NamedCloudWorkspace, S3Backend, type TerraformStack } from "cdktf";
import type { State } from "../model/stack";
import { literal } from "./literal";

/** Terraform runs in `<output>/stacks/<stack>`: three folders below the declaration. */
const UP_TO_DECLARATION = "../../../";

/** Tells Terraform where the stack's state is, and the oldest Terraform that can keep it there. */
export function stateBackend(stack: TerraformStack, state: State): void {
  let oldest = "1.5.0";
  if (state.kind === "s3") {
    const backend = new S3Backend(stack, {
      bucket: state.bucket,
      region: state.region,
      key: literal(state.key),
      encrypt: true,
      ...(state.kmsKeyId === undefined ? {} : { kmsKeyId: literal(state.kmsKeyId) }),
      ...(state.dynamodbTable === undefined ? {} : { dynamodbTable: literal(state.dynamodbTable) }),
    });
    if (state.useLockfile) {
      oldest = "1.10.0";
      backend.addOverride("use_lockfile", true);
    }
  } else if (state.kind === "cloud") {
    new CloudBackend(stack, {
      organization: literal(state.organization),
      workspaces: new NamedCloudWorkspace(
        literal(state.workspace),
        state.project === undefined ? undefined : literal(state.project),
      ),
      ...(state.hostname === undefined ? {} : { hostname: literal(state.hostname) }),
    });
  } else {
    new LocalBackend(stack, { path: literal(UP_TO_DECLARATION + state.path) });
  }
  stack.addOverride("terraform.required_version", `>= ${oldest}`);
}
