import type { AnyDocument } from "../../iam/document";
import { managedPolicyDocument } from "../../iam/managed-policies";
import { parsePolicy } from "../../iam/parse";
import type { Policy, PolicyStatement } from "../../iam/policy";
import type { Pointer } from "../../model/finding";
import type { InlinePolicy, OwnRole } from "../../model/identity";
import { hasPlaceholder } from "../../model/placeholder";
import { hasToken } from "../../model/token";

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
    return [{ name: one.name, policy, aws: false, at: one.at, placeOf: (statement) => placeIn(one, statement) }];
  });
  const managed = role.managedPolicies.flatMap(({ arn, document, at }): HeldPolicy[] => {
    if (document !== undefined) {
      const policy = writtenPolicy(document);
      const name = arn.split("/").pop() ?? arn;
      return policy === undefined ? [] : [{ name, policy, aws: false, at, placeOf: () => at }];
    }
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
  return text.includes(LATER) || hasPlaceholder(text);
}

/** A policy by its document, kept by it. */
export function writtenPolicy(document: AnyDocument): Policy | undefined {
  if (!parsed.has(document)) {
    const readable = holdsToken(document) ? withoutTokens(document) : document;
    parsed.set(document, parsePolicy(readable, "identity").policy);
  }
  return parsed.get(document);
}

const parsed = new WeakMap<AnyDocument, Policy | undefined>();

function holdsToken(value: unknown): boolean {
  if (typeof value === "string") return hasToken(value);
  if (Array.isArray(value)) return value.some(holdsToken);
  return value !== null && typeof value === "object" && Object.values(value).some(holdsToken);
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
