import type { AnyDocument } from "../../iam/document";
import { managedPolicyDocument } from "../../iam/managed-policies";
import { parsePolicy } from "../../iam/parse";
import type { Policy, PolicyStatement } from "../../iam/policy";
import { policyOf } from "../../iam/policy-of";
import type { Pointer } from "../../model/finding";
import type { InlinePolicy, OwnRole } from "../../model/identity";
import { LATER } from "./later";
import { formOf, type PolicyForm } from "./policy-form";

/** A policy that a role holds and that is known here, opened up. */
export interface HeldPolicy {
  name: string;
  policy: Policy;
  form: PolicyForm;
  /** A policy of AWS's own: whoever declares a pod can leave it, but not change it. */
  aws: boolean;
  at: Pointer;
  placeOf: (statement: PolicyStatement) => Pointer;
}

/**
 * The policies of a role that are known here: its inline policies, AWS's managed policies, and customer managed ones whose
 * text is at hand. The others, and what a token stands for, are not among them.
 */
export function heldPolicies(role: OwnRole): readonly HeldPolicy[] {
  const standing = held.get(role);
  if (standing !== undefined) return standing;
  const made = openedUp(role);
  held.set(role, made);
  return made;
}

/** Every rule asks for them. */
const held = new WeakMap<OwnRole, readonly HeldPolicy[]>();

function openedUp(role: OwnRole): HeldPolicy[] {
  const inline = role.inlinePolicies.flatMap((one): HeldPolicy[] => {
    const policy = writtenPolicy(one.document);
    if (policy === undefined) return [];
    const placeOf = (statement: PolicyStatement) => placeIn(one, statement);
    return [{ name: one.name, policy, form: formOf(policy), aws: false, at: one.at, placeOf }];
  });
  const managed = role.managedPolicies.flatMap(({ arn, document, at }): HeldPolicy[] => {
    if (document !== undefined) {
      const policy = writtenPolicy(document);
      const name = arn.split("/").pop() ?? arn;
      return policy === undefined ? [] : [{ name, policy, form: formOf(policy), aws: false, at, placeOf: () => at }];
    }
    const found = awsManagedPolicy(arn);
    if (found === undefined) return [];
    return [{ ...found, aws: true, at, placeOf: () => at }];
  });
  return [...inline, ...managed];
}

/** An AWS managed policy by its ARN; undefined for any other. */
export function awsManagedPolicy(arn: string): Pick<HeldPolicy, "name" | "policy" | "form"> | undefined {
  const path = /^arn:[^:]+:iam::aws:policy\/(.+)$/.exec(arn)?.[1];
  if (path === undefined) return undefined;
  const standing = managed.get(path);
  if (standing !== undefined) return standing;
  const { policy } = parsePolicy(managedPolicyDocument(path), "identity");
  if (policy === undefined) return undefined;
  const opened = { name: path.split("/").pop() ?? path, policy, form: formOf(policy) };
  managed.set(path, opened);
  return opened;
}

const managed = new Map<string, Pick<HeldPolicy, "name" | "policy" | "form">>();

/** A policy by its document. */
export function writtenPolicy(document: AnyDocument): Policy | undefined {
  return policyOf(document, withoutTokens);
}

function withoutTokens(value: unknown): unknown {
  if (typeof value === "string") return value.replace(/[$#]\{TfToken\[[^\]]*\]\}/g, `${LATER}:::later`);
  if (Array.isArray(value)) return value.map(withoutTokens);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withoutTokens(part)]));
}

function placeIn(inline: InlinePolicy, { path }: PolicyStatement): Pointer {
  const index = typeof path[1] === "number" ? path[1] : 0;
  return inline.statements?.[index]?.at ?? inline.at;
}
