import { parse } from "yaml";
import { type EksContext, trustPolicyOf } from "./context";
import { accessDenied, invalidParameter } from "./errors";
import { isObject, type JsonInput } from "./rest-json";

interface Subject {
  clusterName: string;
  addonName: string;
}

const RESOLVE_CONFLICTS = ["OVERWRITE", "NONE", "PRESERVE"];

export function checkResolveConflicts(input: JsonInput, subject: Subject): void {
  const found = input.text("resolveConflicts");
  if (found === undefined || RESOLVE_CONFLICTS.includes(found)) return;
  throw invalidParameter(
    `The parameter resolveConflicts is not valid: found ${found}, allowed are ${RESOLVE_CONFLICTS.join(", ")}.`,
    subject,
  );
}

/** Configuration values are one object, in JSON or YAML. The schemas of the add-ons are not known here. */
export function checkAddonConfiguration(values: string, subject: Subject): void {
  if (values === "") return;
  let configuration: unknown;
  try {
    configuration = parse(values);
  } catch {
    configuration = undefined;
  }
  if (isObject(configuration)) return;
  throw invalidParameter(
    "ConfigurationValue provided in request is not supported: it is no JSON or YAML object",
    subject,
  );
}

export function checkAddonRole(context: EksContext, roleArn: string | undefined, subject: Subject): void {
  if (roleArn === undefined) return;
  const account = /^arn:aws[-a-z]*:iam::(\d{12}):role\/.+$/.exec(roleArn)?.[1];
  if (account === undefined) throw invalidParameter(`The role ARN is not valid: ${roleArn}`, subject);
  if (account !== context.account) throw accessDenied("Cross-account pass role is not allowed.");
  if (trustPolicyOf(context, roleArn) === undefined)
    throw invalidParameter("Role provided in the request does not exist.", subject);
}
