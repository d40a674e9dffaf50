import { hasPlaceholder, placeholdersIn } from "../../model/placeholder";
import { cdktfStackOf } from "../cdktf-stack";
import type { ResourceChange } from "../format";
import { expressionAt } from "../model/configuration";
import { isUnknownAt, valueAt } from "../value";
import type { Seen } from "./seen";

/** Of an inline policy: why it may take the place of another one of its role; undefined where it does not. */
export function twiceText(resource: ResourceChange, plan: Seen): string | undefined {
  const { type, address, change } = resource;
  if (type !== "aws_iam_role_policy" || plan.policies().cannotTell(plan.document.stack, address)) return undefined;
  if (isUnknownAt(change, "after", "name")) return mayBeTwice(resource, plan) ? MAYBE : undefined;
  const [role, name] = ["role", "name"].map((attribute) => valueAt(change, "after", [attribute]));
  if (role?.kind !== "known" || name?.kind !== "known") return undefined;
  return plan.policies().isTwice(String(role.value), String(name.value)) ? TWICE : undefined;
}

const TWICE = "is an inline policy of the name of another one of its role: which of both stands in the end is not told";
const MAYBE =
  "is an inline policy whose name is known only after apply: it may be that of another one of its role, whose place it would take";

/** A name that the provider makes is nobody else's; one that the configuration says may be. */
function mayBeTwice(resource: ResourceChange, plan: Seen): boolean {
  const others = plan.policies().beside(resource.address);
  if (others.length === 0 || !isNameWritten(resource, plan)) return false;
  const name = plan.rebuilt(resource.address, "name");
  return others.some((other) => {
    if (typeof name !== "string") return !hasPlaceholder(other) || isWritten(other, plan);
    const rival = hasPlaceholder(other) ? rebuiltName(other, plan) : other;
    return rival === undefined ? isWritten(other, plan) : mayBeSame(name, rival);
  });
}

function isNameWritten(
  { module_address: module = "", type, name }: ResourceChange,
  { written, document }: Seen,
): boolean {
  const block = written.resource({ module, local: `${type}.${name}` });
  // Where nothing of the configuration is at hand it may be written; CDKTF's own names are literal.
  if (block === undefined) return cdktfStackOf(document.configuration) === undefined;
  return expressionAt(block.expressions, "name") !== undefined;
}

/** Another policy of a name that is known only after apply: the model has `name of ADDRESS` for it. */
function laterAddress(other: string): string {
  return (placeholdersIn(other)[0] ?? "").replace(/^name of /, "");
}

function isWritten(other: string, plan: Seen): boolean {
  const address = laterAddress(other);
  const resource = plan.document.plan.resource_changes?.find((one) => one.address === address);
  return resource?.type === "aws_iam_role_policy" && isNameWritten(resource, plan);
}

function rebuiltName(other: string, plan: Seen): string | undefined {
  const value = plan.rebuilt(laterAddress(other), "name");
  return typeof value === "string" ? value : undefined;
}

/** Whether two texts may be one in the end, as far as what comes before and after their placeholders tells. */
function mayBeSame(one: string, other: string): boolean {
  const [first, second] = [ends(one), ends(other)];
  return (
    (first.start.startsWith(second.start) || second.start.startsWith(first.start)) &&
    (first.end.endsWith(second.end) || second.end.endsWith(first.end))
  );
}

function ends(text: string): { start: string; end: string } {
  const at = text.indexOf("${");
  return at < 0 ? { start: text, end: text } : { start: text.slice(0, at), end: text.slice(text.lastIndexOf("}") + 1) };
}
