import { type ConditionContext, judgeCondition } from "./condition";
import { isObject, readStatements, type Statement, textsOf } from "./document";

/** Who asks to become a role. */
export type TrustedPrincipal =
  /** A caller of an account: `arns` are all the names it answers to (a session's: its own and its role's). */
  | { kind: "AWS"; account: string; arns: readonly string[] }
  /** A service, `pods.eks.amazonaws.com`. */
  | { kind: "Service"; name: string }
  /** The holder of a web identity token: the ARN of the provider that issued it. */
  | { kind: "Federated"; provider: string };

export interface TrustRequest {
  /** `sts:AssumeRole`, `sts:AssumeRoleWithWebIdentity`, `sts:TagSession`. */
  action: string;
  principal: TrustedPrincipal;
  context: ConditionContext;
}

/**
 * Whether a role's trust policy consents: a statement allows it and none denies it. What cannot be judged (a condition
 * operator or key that the sandbox does not know) never allows and always denies.
 */
export function consents(trustPolicy: string, request: TrustRequest): boolean {
  let allowed = false;
  for (const statement of readStatements(trustPolicy)) {
    if (!coversAction(statement, request.action) || !coversPrincipal(statement.Principal, request.principal)) continue;
    const verdict = judgeCondition(statement.Condition, request.context, (key) => isKnown(key, request));
    if (statement.Effect === "Deny" && verdict !== "fails") return false;
    if (statement.Effect === "Allow" && verdict === "holds") allowed = true;
  }
  return allowed;
}

/** The keys that the sandbox can tell for every request to assume a role, present or not. */
const KNOWN_KEYS = new Set([
  "aws:multifactorauthpresent",
  "aws:principalaccount",
  "aws:principalarn",
  "aws:principalisawsservice",
  "aws:principalservicename",
  "aws:principaltype",
  "aws:sourceaccount",
  "aws:sourcearn",
  "aws:tagkeys",
  "aws:userid",
  "sts:externalid",
  "sts:rolesessionname",
  "sts:transitivetagkeys",
]);

function isKnown(key: string, { principal }: TrustRequest): boolean {
  if (KNOWN_KEYS.has(key) || key.startsWith("aws:requesttag/") || key.startsWith("aws:principaltag/")) return true;
  if (principal.kind !== "Federated") return false;
  const issuer = principal.provider.replace(/^.*:oidc-provider\//, "").toLowerCase();
  return key === "aws:federatedprovider" || key.startsWith(`${issuer}:`);
}

function coversAction(statement: Statement, action: string): boolean {
  const matches = (pattern: string): boolean =>
    new RegExp(
      `^${pattern
        .replace(/[^*?\w]/g, "\\$&")
        .replaceAll("*", ".*")
        .replaceAll("?", ".")}$`,
      "i",
    ).test(action);
  const covered = textsOf(statement.Action ?? []);
  if (statement.Action !== undefined) return covered?.some(matches) ?? false;
  const excepted = textsOf(statement.NotAction ?? []);
  return excepted !== undefined && excepted.length > 0 && !excepted.some(matches);
}

function coversPrincipal(principal: unknown, asking: TrustedPrincipal): boolean {
  if (principal === "*") return true;
  if (!isObject(principal)) return false;
  const names = textsOf(principal[asking.kind] ?? []) ?? [];
  if (asking.kind === "Service") return names.includes(asking.name);
  if (asking.kind === "Federated") return names.includes(asking.provider);
  return names.some((name) => {
    if (name === "*" || asking.arns.includes(name)) return true;
    return name === asking.account || /^arn:[\w-]+:iam::(\d{12}):root$/.exec(name)?.[1] === asking.account;
  });
}

/**
 * Puts together what is known of a request to assume a role: by key, its value or values. Keys may be in any case;
 * what is undefined is absent.
 */
export function conditionContext(
  values: Readonly<Record<string, string | readonly string[] | undefined>>,
  tags: { request?: Iterable<readonly [string, string]>; principal?: Iterable<readonly [string, string]> } = {},
): ConditionContext {
  const context = new Map<string, readonly string[]>();
  for (const [key, value] of Object.entries(values)) {
    if (value !== undefined) context.set(key.toLowerCase(), typeof value === "string" ? [value] : value);
  }
  const requestTags = [...(tags.request ?? [])];
  for (const [key, value] of requestTags) context.set(`aws:requesttag/${key.toLowerCase()}`, [value]);
  if (requestTags.length > 0)
    context.set(
      "aws:tagkeys",
      requestTags.map(([key]) => key),
    );
  for (const [key, value] of tags.principal ?? []) context.set(`aws:principaltag/${key.toLowerCase()}`, [value]);
  return context;
}
