import type { State } from "../model/stack";
import type { StateDeclaration } from "./schema/state";

/** Where the state of one stack lies. Without a declaration: a file beside the declaration, as CDKTF has it. */
export function resolveState(declared: StateDeclaration | undefined, stack: string): State {
  if (declared?.s3 !== undefined) {
    const { bucket, region, prefix, useLockfile, dynamodbTable, kmsKeyId } = declared.s3;
    return {
      kind: "s3",
      bucket,
      region,
      key: `${prefix ?? "pod-identity"}/${stack}.tfstate`,
      useLockfile: useLockfile ?? true,
      ...(dynamodbTable === undefined ? {} : { dynamodbTable }),
      ...(kmsKeyId === undefined ? {} : { kmsKeyId }),
    };
  }
  if (declared?.cloud !== undefined) {
    const { organization, hostname, project, workspacePrefix } = declared.cloud;
    return {
      kind: "cloud",
      organization,
      workspace: `${workspacePrefix ?? ""}${stack}`,
      ...(hostname === undefined ? {} : { hostname }),
      ...(project === undefined ? {} : { project }),
    };
  }
  const folder = (declared?.local?.path ?? ".").replace(/\/+$/, "");
  return { kind: "local", path: `${folder === "." || folder === "" ? "" : `${folder}/`}terraform.${stack}.tfstate` };
}
