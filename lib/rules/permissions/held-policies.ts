import type { AnyDocument } from "../../iam/document";
import { managedPolicyDocument } from "../../iam/managed-policies";
import { parsePolicy } from "../../iam/parse";
import type { Policy, PolicyStatement } from "../../iam/policy";
import type { Pointer } from "../../model/finding";
import type { InlinePolicy, OwnRole } from "../../model/identity";

/** A policy that a role holds and that is known here, opened up. */
export interface HeldPolicy {
  name: string;
  policy: Policy;
  /** A policy of AWS's own: whoever declares a pod can leave it, but not change it. */
  aws: boolean;
  at: Pointer;
  placeOf: (statement: PolicyStatement) => Pointer;
}

/**
 * The policies of a role that are known here: its inline policies, and AWS's managed policies. Customer managed policies,
 * and what a token stands for, are not known and not among them.
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
    const policy = inlinePolicy(one.document);
    if (policy === undefined) return [];
    return [{ name: one.name, policy, aws: false, at: one.at, placeOf: (statement) => placeIn(one, statement) }];
  });
  const managed = role.managedPolicies.flatMap(({ arn, at }): HeldPolicy[] => {
    const found = awsManagedPolicy(arn);
    return found === undefined ? [] : [{ ...found, aws: true, at, placeOf: () => at }];
  });
  return [...inline, ...managed];
}

/** An AWS managed policy by its ARN; undefined for any other. */
export function awsManagedPolicy(arn: string): { name: string; policy: Policy } | undefined {
  const path = /^arn:[^:]+:iam::aws:policy\/(.+)$/.exec(arn)?.[1];
  if (path === undefined) return undefined;
  const standing = managed.get(path);
  if (standing !== undefined) return standing;
  const { policy } = parsePolicy(managedPolicyDocument(path), "identity");
  if (policy === undefined) return undefined;
  const opened = { name: path.split("/").pop() ?? path, policy };
  managed.set(path, opened);
  return opened;
}

const managed = new Map<string, { name: string; policy: Policy }>();

/** What stands in for a token, so that the rest of a document can be read. */
const LATER = "arn:known-later:";

/** Whether a part of a policy holds what is only known later. */
export function isLater(text: string): boolean {
  return text.includes(LATER);
}

function inlinePolicy(document: AnyDocument): Policy | undefined {
  if (!parsed.has(document)) parsed.set(document, parsePolicy(withoutTokens(document), "identity").policy);
  return parsed.get(document);
}

const parsed = new WeakMap<AnyDocument, Policy | undefined>();

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
