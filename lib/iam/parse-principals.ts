import { isRecord } from "../is-record";
import { didYouMean } from "../suggest";
import { type DocumentProblem, entriesOf, shown } from "./document-problem";
import type { PolicyKind } from "./parse";
import type { Principal, Principals } from "./policy";

interface Known {
  type: Exclude<Principal["type"], "*">;
  pattern: RegExp;
  allowed: string;
  like: string;
}

const TYPES: readonly Known[] = [
  {
    type: "AWS",
    pattern:
      /^(\*|\d{12}|A[A-Z0-9]{15,127}|arn:aws[\w-]*:(iam|sts)::\d{12}:(root|(user|role|assumed-role|federated-user)\/[^*?]+))$/,
    allowed: "an account's id, the ARN of a role, user or session without wildcards, or `*`",
    like: "`arn:aws:iam::123456789012:role/reader`",
  },
  {
    type: "Service",
    pattern: /^(\*|[a-z0-9.-]+\.(amazonaws\.com|amazonaws\.com\.cn|amazon\.com|aws\.internal))$/,
    allowed: "a service's name",
    like: "`pods.eks.amazonaws.com`",
  },
  {
    type: "Federated",
    pattern: /^(arn:aws[\w-]*:iam::\d{12}:(oidc|saml)-provider\/.+|[a-z0-9.-]+\.[a-z]+)$/,
    allowed: "the ARN of an identity provider, or its domain",
    like: "`arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com`",
  },
  {
    type: "CanonicalUser",
    pattern: /^[0-9a-f]{64}$/,
    allowed: "64 hexadecimal digits",
    like: "the canonical id that S3 shows",
  },
];

/**
 * The value of Principal or NotPrincipal. Source: "AWS JSON policy elements: Principal",
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function parsePrincipals(
  value: unknown,
  path: (string | number)[],
  kind: PolicyKind,
  not: boolean,
): { principals: Principals; problems: DocumentProblem[] } {
  const none: Principals = { not, entries: [] };
  if (value === "*") return { principals: { not, entries: [{ type: "*", value: "*" }] }, problems: [] };
  const types = TYPES.filter(({ type }) => kind !== "trust" || type !== "CanonicalUser");
  const names = types.map(({ type }) => type);
  const allowed = `\`"*"\`, or a map of ${names.join(", ")}`;
  const fix = 'write it like `{ "Service": "pods.eks.amazonaws.com" }`';
  if (!isRecord(value)) {
    const problem = { path, message: "does not name principals", found: shown(value), allowed, fix };
    return { principals: none, problems: [problem] };
  }
  if (Object.keys(value).length === 0) {
    return { principals: none, problems: [{ path, message: "is empty", allowed, fix }] };
  }
  const entries: Principal[] = [];
  const problems: DocumentProblem[] = [];
  for (const [name, written] of Object.entries(value)) {
    const known = types.find(({ type }) => type === name);
    const at = [...path, name];
    if (known === undefined) {
      const meant = didYouMean(name, names) || fix;
      problems.push({
        path: at,
        message: "is not a kind of principal",
        found: shown(name),
        allowed: names.join(", "),
        fix: meant,
      });
      continue;
    }
    const list = entriesOf(written, at);
    if (list.length === 0)
      problems.push({ path: at, message: "is empty", allowed: known.allowed, fix: "add an entry" });
    for (const entry of list) {
      if (typeof entry.value === "string" && known.pattern.test(entry.value)) {
        entries.push({ type: known.type, value: entry.value });
        continue;
      }
      problems.push({
        path: entry.path,
        message: `is not a principal of the kind ${known.type}`,
        found: shown(entry.value),
        allowed: known.allowed,
        fix: `write it like ${known.like}`,
      });
    }
  }
  return { principals: { not, entries }, problems };
}
