import { isRecord } from "../../is-record";
import type { OwnRole } from "../../model/identity";
import type { ResourceChange } from "../format";
import { isSameValue, valueAt } from "../value";

/**
 * Whether a role's own `inline_policy` or `managed_policy_arns` after apply is not what the model has of it. Of a `dynamic`
 * block the plan's configuration tells nothing, so that it may look as if nobody had written it.
 */
export function differsFromModel(resource: ResourceChange, role: OwnRole): boolean {
  return newBlocks(resource).some((block) => !hasInline(role, block)) || lacksManaged(resource, role);
}

interface Block {
  name: string;
  policy: string;
}

function hasInline({ inlinePolicies }: OwnRole, { name, policy }: Block): boolean {
  // What cannot be read is told of by others.
  const alike = inlinePolicies.filter((one) => one.name === name);
  return alike.some(({ document }) => Object.keys(document).length === 0 || isSameValue(document, parsed(policy)));
}

function lacksManaged({ change }: ResourceChange, { managedPolicies }: OwnRole): boolean {
  const known = valueAt(change, "after", ["managed_policy_arns"]);
  const arns: readonly unknown[] = known.kind === "known" && Array.isArray(known.value) ? known.value : [];
  const had = valueAt(change, "before", ["managed_policy_arns"]);
  const stood: readonly unknown[] = had.kind === "known" && Array.isArray(had.value) ? had.value : [];
  // What stood and is taken away by another resource stays in the role's own list until it is read again.
  return arns.some((arn) => typeof arn === "string" && !stood.includes(arn) && !hasArn(managedPolicies, arn));
}

function hasArn(policies: OwnRole["managedPolicies"], arn: string): boolean {
  return policies.some((one) => one.arn === arn);
}

/** The blocks that are new, or say something new. */
function newBlocks({ change }: ResourceChange): Block[] {
  const stood = listOf(change.before);
  if (valueAt(change, "after", ["inline_policy"]).kind !== "known") return [];
  return listOf(change.after).filter((one) => !stood.some((other) => isSameValue(one, other)));
}

function listOf(values: unknown): Block[] {
  const list: unknown = isRecord(values) ? values.inline_policy : undefined;
  return (Array.isArray(list) ? list : []).flatMap((one: unknown): Block[] => {
    if (!isRecord(one) || typeof one.name !== "string" || typeof one.policy !== "string") return [];
    return one.policy === "" ? [] : [{ name: one.name, policy: one.policy }];
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
