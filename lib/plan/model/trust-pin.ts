import type { AnyDocument } from "../../iam/document";
import { isRecord } from "../../is-record";
import { POD_IDENTITY_PRINCIPAL } from "../../model/trust";

/** What a trust policy says of pods. */
interface TrustPin {
  /** Whether a statement lets in EKS Pod Identity, or may do so. */
  trustsPods: boolean;
  /** Whether each of those asks for a session tag of EKS. */
  pinned: boolean;
  /** The values asked for, over all statements. */
  clusters: string[];
  namespaces: string[];
}

/** Operators that hold only where the tag is in the request. */
const EXACT = /^(?:stringequals|stringlike|arnequals|arnlike|stringequalsignorecase)$/i;
const TAG = "aws:requesttag/";
const CLUSTER = `${TAG}eks-cluster-arn`;
const NAMESPACE = `${TAG}kubernetes-namespace`;

/** Leniently read, as it stands: a document that IAM would refuse is judged elsewhere. */
export function trustPin(trust: AnyDocument): TrustPin {
  const found: TrustPin = { trustsPods: false, pinned: true, clusters: [], namespaces: [] };
  const statements: readonly unknown[] = Array.isArray(trust.Statement) ? trust.Statement : [trust.Statement];
  for (const statement of statements) {
    if (!isRecord(statement) || statement.Effect === "Deny" || !namesPods(statement)) continue;
    found.trustsPods = true;
    if (!addTags(statement.Condition, found)) found.pinned = false;
  }
  found.pinned &&= found.trustsPods;
  return found;
}

function namesPods(statement: Readonly<Record<string, unknown>>): boolean {
  if (Object.hasOwn(statement, "NotPrincipal")) return true;
  const { Principal: principal } = statement;
  if (principal === "*") return true;
  if (!isRecord(principal)) return false;
  // To IAM both are the same: everybody, services too.
  if (textsOf(principal.AWS).includes("*")) return true;
  return textsOf(principal.Service).some((one) => one === POD_IDENTITY_PRINCIPAL || one === "*" || one.includes("${"));
}

/** Adds what a condition asks of tags; whether it asks for any. */
function addTags(condition: unknown, found: TrustPin): boolean {
  let asks = false;
  for (const [operator, keys] of isRecord(condition) ? Object.entries(condition) : []) {
    if (!EXACT.test(operator) || !isRecord(keys)) continue;
    for (const key in keys) {
      const tag = key.toLowerCase();
      if (!tag.startsWith(TAG)) continue;
      asks = true;
      if (tag === CLUSTER) found.clusters.push(...textsOf(keys[key]));
      if (tag === NAMESPACE) found.namespaces.push(...textsOf(keys[key]));
    }
  }
  return asks;
}

function textsOf(value: unknown): string[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.filter((one) => typeof one === "string");
}
