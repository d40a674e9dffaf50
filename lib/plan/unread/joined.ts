import { isRecord } from "../../is-record";
import { placeholder, placeholderArn, placeholdersIn } from "../../model/placeholder";
import type { ResourceChange } from "../format";
import { expressionAt } from "../model/configuration";
import { isUnknownAt } from "../value";
import type { Seen } from "./seen";

/** Attributes by which one resource names another one. */
const JOINS: ReadonlyMap<string, readonly string[]> = new Map([
  ["aws_eks_pod_identity_association", ["role_arn", "target_role_arn"]],
  ["aws_iam_role_policy_attachment", ["policy_arn", "role"]],
  ["aws_iam_role_policy", ["role"]],
  ["aws_iam_role", ["permissions_boundary"]],
]);

/** JSON configurations, CDKTF's, are in the plan as they stand: one reference and nothing else needs no evaluation. */
const ALONE = /^\$\{[a-z_0-9]{1,100}\.[\w-]{1,300}\.[a-z_]{1,100}\}$/i;

function constantOf(expression: unknown): string {
  const value = isRecord(expression) ? expression.constant_value : undefined;
  return typeof value === "string" ? value : "";
}

/**
 * An attribute that names a role or a policy and is made of more than a reference, `replace(aws_iam_role.safe.arn, …)`: the plan
 * tells what an expression refers to, and not what it makes of it. Undefined where the configuration's text is not at hand.
 */
export function madeOfMore(resource: ResourceChange, plan: Seen): string | undefined {
  const { type, name, address, module_address: module = "" } = resource;
  const { document, known, policies, rebuilt, written } = plan;
  if (document.configuration === undefined) return undefined;
  return (JOINS.get(type) ?? []).find((attribute) => {
    if (!isUnknownAt(resource.change, "after", attribute)) return false;
    if (policies().cannotTell(document.stack, address)) return false;
    const { expressions } = written.resource({ module, local: `${type}.${name}` }) ?? {};
    if (ALONE.test(constantOf(expressionAt(expressions, attribute)))) return false;
    const value = rebuilt(address, attribute);
    if (typeof value !== "string") return true;
    const [part, ...others] = placeholdersIn(value);
    if (part === undefined) return !known().names(value) && !policies().has(value);
    return others.length > 0 || (value !== placeholder(part) && value !== placeholderArn(part));
  });
}
