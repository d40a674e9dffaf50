import type { AnyDocument } from "../../iam/document";
import { POD_IDENTITY_PRINCIPAL } from "../../model/trust";
import { isRecord } from "../shape";

/** What a trust policy says of pods. */
interface TrustPin {
  /** Whether a statement lets in EKS Pod Identity, or may do so. */
  trustsPods: boolean;
  /** Whether each of those asks for a session tag of EKS. */
  pinned: boolean;
  /** The values asked for, over all statements. */
  clusters: readonly string[];
  namespaces: readonly string[];
}

/** Operators that hold only where the tag is in the request. */
const EXACT = /^(?:stringequals|stringlike|arnequals|arnlike|stringequalsignorecase)$/i;
const TAG = "aws:requesttag/";

const known = new WeakMap<AnyDocument, TrustPin>();

/** Leniently read, as it stands: a document that IAM would refuse is judged elsewhere. */
export function trustPin(trust: AnyDocument): TrustPin {
  const standing = known.get(trust);
  if (standing !== undefined) return standing;
  const statements: readonly unknown[] = Array.isArray(trust.Statement) ? trust.Statement : [trust.Statement];
  const opening = statements.filter(isRecord).filter((one) => one.Effect !== "Deny" && namesPods(one));
  const asked = opening.map(tagsAsked);
  const made = {
    trustsPods: opening.length > 0,
    pinned: opening.length > 0 && asked.every((tags) => tags.size > 0),
    clusters: asked.flatMap((tags) => tags.get("eks-cluster-arn") ?? []),
    namespaces: asked.flatMap((tags) => tags.get("kubernetes-namespace") ?? []),
  };
  known.set(trust, made);
  return made;
}

function namesPods(statement: Readonly<Record<string, unknown>>): boolean {
  if (Object.hasOwn(statement, "NotPrincipal")) return true;
  const { Principal: principal } = statement;
  if (principal === "*") return true;
  if (!isRecord(principal)) return false;
  return textsOf(principal.Service).some((one) => one === POD_IDENTITY_PRINCIPAL || one === "*" || one.includes("${"));
}

function tagsAsked(statement: Readonly<Record<string, unknown>>): Map<string, string[]> {
  const tags = new Map<string, string[]>();
  for (const [operator, keys] of isRecord(statement.Condition) ? Object.entries(statement.Condition) : []) {
    if (!EXACT.test(operator) || !isRecord(keys)) continue;
    for (const [key, values] of Object.entries(keys)) {
      const name = key.toLowerCase();
      if (name.startsWith(TAG)) tags.set(name.slice(TAG.length), textsOf(values));
    }
  }
  return tags;
}

function textsOf(value: unknown): string[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.filter((one) => typeof one === "string");
}
