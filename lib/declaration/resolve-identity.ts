import { compareTexts } from "../compare-texts";
import { byKey, type ConditionBlock, type PolicyDocument, type Statement } from "../iam/document";
import { managedPolicyArn } from "../iam/managed-policies";
import type { Cluster } from "../model/cluster";
import { below, type Finding, keyOf, type Pointer } from "../model/finding";
import {
  type Acknowledgement,
  type ExistingRole,
  type Identity,
  type InlinePolicy,
  type OwnRole,
  type ServiceAccount,
  serviceAccountText,
} from "../model/identity";
import type { Partition } from "../model/partition";
import { hasToken, isStandIn } from "../model/token";
import { targetTrustPolicy, trustPolicy } from "../model/trust";
import { type PlacedDocument, type PlacedStatement, placedDocument } from "./placed-document";
import { expectations } from "./resolve-expectations";
import type { Conditions, StatementDeclaration } from "./schema/access";
import type { AddonIdentityDeclaration, IdentityDeclaration } from "./schema/identity";

/** The inline policy that holds an identity's `allow` and `deny`, and its grant on a target role. */
export const DECLARED_POLICY = "pod-identity";

/** What an identity takes from where it stands. */
export interface IdentitySurroundings {
  partition: Partition;
  account: string;
  clusters: readonly Cluster[];
  /** The role's name and path where the identity makes one. */
  roleName: string;
  rolePath: string;
  permissionsBoundary?: string | undefined;
  /** Where that boundary is written. */
  permissionsBoundaryAt?: Pointer | undefined;
  tags: Readonly<Record<string, string>>;
  /** Reads a policy file; has reported what is wrong where it gives undefined. */
  policyFile: (path: string, at: Pointer) => PlacedDocument | undefined;
}

type RoleDeclaration = Omit<AddonIdentityDeclaration, "serviceAccount"> &
  Pick<IdentityDeclaration, "targetRoleArn" | "disableSessionTags" | "sessionPolicy">;

/** An identity of a declaration as the model has it: defaults filled in, names, documents and ARNs computed. */
export function resolveIdentity(
  name: string,
  serviceAccounts: readonly ServiceAccount[],
  declared: RoleDeclaration,
  around: IdentitySurroundings,
  at: Pointer,
  findings: Finding[],
): Identity {
  const pinned = declared.trust !== "account";
  const disableSessionTags = declared.disableSessionTags ?? false;
  const pin = { clusters: around.clusters, serviceAccounts };
  const role: OwnRole | ExistingRole =
    declared.roleArn === undefined
      ? ownRole(declared, around, pinned ? pin : undefined, at, findings)
      : existingRole(declared, at, findings);
  const session = sessionPolicy(declared.sessionPolicy, around, at);
  return {
    name,
    role,
    clusters: around.clusters,
    serviceAccounts: [...serviceAccounts].sort((a, b) => (serviceAccountText(a) < serviceAccountText(b) ? -1 : 1)),
    pinned,
    disableSessionTags,
    ...(session === undefined ? {} : { sessionPolicy: session.document, sessionPolicyStatements: session.statements }),
    ...(declared.targetRoleArn === undefined
      ? {}
      : {
          target: {
            roleArn: declared.targetRoleArn,
            trust: targetTrustPolicy(role.arn, around.account, pin, !disableSessionTags),
          },
        }),
    tags: tagsInOrder({ ...around.tags, ...declared.tags }),
    ...(declared.expect === undefined ? {} : { expectations: expectations(declared.expect, below(at, "expect")) }),
    ...(declared.acknowledge === undefined ? {} : { acknowledgements: acknowledgements(declared.acknowledge, at) }),
    at,
  };
}

function acknowledgements(declared: NonNullable<RoleDeclaration["acknowledge"]>, at: Pointer): Acknowledgement[] {
  return declared.map(({ rule, reason, until }, index) => ({
    rule,
    reason,
    ...(until === undefined ? {} : { until }),
    at: below(at, "acknowledge", index),
  }));
}

/** Tags sorted by key, so that the order in which levels and keys are written has no say. */
export function tagsInOrder(tags: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).sort(byKey));
}

/** `namespace/name` taken apart; either may be a token. A stand-in is both. */
export function serviceAccountOf(text: string, at: Pointer): ServiceAccount {
  if (isStandIn(text)) return { namespace: text, name: text, at };
  const slash = text.indexOf("/");
  return { namespace: text.slice(0, slash), name: text.slice(slash + 1), at };
}

/** The statements of `allow` and `deny` in the policy language. */
function statements(
  allow: readonly StatementDeclaration[] | undefined,
  deny: readonly StatementDeclaration[] | undefined,
  at: Pointer,
): PlacedStatement[] {
  return [
    ...(allow ?? []).map((one, index) => ({ statement: statement("Allow", one), at: below(at, "allow", index) })),
    ...(deny ?? []).map((one, index) => ({ statement: statement("Deny", one), at: below(at, "deny", index) })),
  ];
}

export function statement(effect: "Allow" | "Deny", declared: StatementDeclaration): Statement {
  return {
    ...(declared.sid === undefined ? {} : { Sid: declared.sid }),
    Effect: effect,
    Action: declared.actions,
    Resource: declared.resources,
    ...(declared.when === undefined ? {} : { Condition: conditionBlock(declared.when) }),
  };
}

/** What an identity's role needs on its target role. With session tags disabled nothing is tagged. */
function targetGrant(targetRoleArn: string, sessionTags: boolean): Statement {
  return {
    Effect: "Allow",
    Action: sessionTags ? ["sts:AssumeRole", "sts:TagSession"] : ["sts:AssumeRole"],
    Resource: [targetRoleArn],
  };
}

function conditionBlock(conditions: Conditions): ConditionBlock {
  return Object.fromEntries(
    Object.entries(conditions).map(([operator, keys]) => [
      operator,
      Object.fromEntries(Object.entries(keys).map(([key, value]) => [key, Array.isArray(value) ? value : [value]])),
    ]),
  );
}

function existingRole(declared: RoleDeclaration, at: Pointer, findings: Finding[]): ExistingRole {
  const owned = [
    "policies",
    "allow",
    "deny",
    "policyFiles",
    "permissionsBoundary",
    "path",
    "description",
    "maxSessionDuration",
    "trust",
    "trustConditions",
  ] as const;
  for (const key of owned) {
    if (declared[key] === undefined) continue;
    if (key === "trust" && declared.disableSessionTags === true) continue;
    findings.push({
      rule: "existing-role",
      severity: "error",
      at: keyOf(at, key),
      message: `\`${key}\` cannot be set beside \`roleArn\`: an existing role is only associated, never changed`,
      fix: `remove \`${key}\`, or remove \`roleArn\` to have a role made`,
    });
  }
  return { kind: "existing", arn: declared.roleArn ?? "" };
}

function ownRole(
  declared: RoleDeclaration,
  around: IdentitySurroundings,
  pin: Parameters<typeof trustPolicy>[0],
  at: Pointer,
  findings: Finding[],
): OwnRole {
  const path = declared.path ?? around.rolePath;
  const boundary = declared.permissionsBoundary ?? around.permissionsBoundary;
  const boundaryAt = declared.permissionsBoundary === undefined ? around.permissionsBoundaryAt : undefined;
  const conditions = declared.trustConditions === undefined ? {} : conditionBlock(declared.trustConditions);
  const trust = trustPolicy(pin, conditions);
  findings.push(...impossible(trust, conditions, at));
  return {
    kind: "own",
    name: around.roleName,
    path,
    arn: `arn:${around.partition}:iam::${around.account}:role${path}${around.roleName}`,
    ...(declared.description === undefined ? {} : { description: declared.description }),
    ...(declared.maxSessionDuration === undefined ? {} : { maxSessionDuration: declared.maxSessionDuration }),
    ...(boundary === undefined ? {} : { permissionsBoundary: boundaryArn(boundary, around) }),
    ...(boundaryAt === undefined ? {} : { permissionsBoundaryAt: boundaryAt }),
    trust,
    managedPolicies: managedPolicies(declared.policies ?? [], around, at, findings),
    inlinePolicies: inlinePolicies(declared, around, at),
  };
}

/** Conditions of its own that leave nothing of what the role is pinned to. */
function impossible(trust: PolicyDocument, own: ConditionBlock, at: Pointer): Finding[] {
  return Object.entries(trust.Statement[0]?.Condition ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys)
      .filter(([key, values]) => values.length === 0 && own[operator]?.[key] !== undefined)
      .map(([key]) => ({
        rule: "trust-conditions",
        severity: "error" as const,
        at: below(at, "trustConditions", operator, key),
        message: `leaves nothing of what the role is pinned to by \`${key}\`, so that nobody gets in`,
        allowed: "values of the identity's own clusters, namespaces and service accounts",
        fix: "remove the condition: the role is pinned already",
      })),
  );
}

/** Sorted by ARN, like all that is declared as a list and means a set. */
function managedPolicies(names: readonly string[], around: IdentitySurroundings, at: Pointer, findings: Finding[]) {
  const named = names.map((name, index) => {
    const place = below(at, "policies", index);
    if (name.startsWith("arn:") || hasToken(name)) return { arn: name, at: place };
    const known = managedPolicyArn(name, around.partition);
    if (known.fix !== undefined) {
      findings.push({
        rule: "unknown-managed-policy",
        severity: "error",
        at: place,
        message: "is not the name of an AWS managed policy",
        found: name,
        allowed: `an AWS managed policy known on ${known.date} by name, any other managed policy by its ARN`,
        fix: known.fix,
      });
    }
    return { arn: known.arn, at: place };
  });
  return named.sort((a, b) => compareTexts(a.arn, b.arn));
}

function inlinePolicies(declared: RoleDeclaration, around: IdentitySurroundings, at: Pointer): InlinePolicy[] {
  const made: InlinePolicy[] = [];
  const own = statements(declared.allow, declared.deny, at);
  if (declared.targetRoleArn !== undefined) {
    const grant = targetGrant(declared.targetRoleArn, declared.disableSessionTags !== true);
    own.push({ statement: grant, at: below(at, "targetRoleArn") });
  }
  if (own.length > 0) {
    const place =
      declared.allow !== undefined ? below(at, "allow") : declared.deny !== undefined ? below(at, "deny") : at;
    made.push({ name: DECLARED_POLICY, ...placedDocument(own), at: place });
  }
  for (const [index, path] of (declared.policyFiles ?? []).entries()) {
    const place = below(at, "policyFiles", index);
    const read = around.policyFile(path, place);
    if (read === undefined) continue;
    made.push({ name: (path.split(/[\\/]/).pop() ?? path).replace(/\.json$/, ""), ...read, at: place });
  }
  return made.sort((a, b) => compareTexts(a.name, b.name));
}

function sessionPolicy(
  declared: IdentityDeclaration["sessionPolicy"],
  around: IdentitySurroundings,
  at: Pointer,
): PlacedDocument | undefined {
  if (declared === undefined) return undefined;
  const place = below(at, "sessionPolicy");
  if (typeof declared === "string") return around.policyFile(declared, place);
  return placedDocument(statements(declared.allow, declared.deny, place));
}

function boundaryArn(boundary: string, around: IdentitySurroundings): string {
  if (boundary.startsWith("arn:") || hasToken(boundary)) return boundary;
  return `arn:${around.partition}:iam::${around.account}:policy/${boundary}`;
}
