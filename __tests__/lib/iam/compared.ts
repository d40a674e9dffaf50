import type { AccessLevel } from "../../../lib/iam/catalog";
import { type Comparison, compareAccess } from "../../../lib/iam/compare";
import type { AccessEntry } from "../../../lib/iam/compare/access-entries";
import type { Region, UnclearRegion } from "../../../lib/iam/compare/change";
import { ACCESS_LEVELS, KnownActions } from "../../../lib/iam/compare/known-actions";
import { type PolicyKind, parsePolicy } from "../../../lib/iam/parse";
import type { SourcedPolicy } from "../../../lib/iam/policy";
import type { PolicySet } from "../../../lib/iam/request";

/** A small AWS: three services with all levels. */
const LEVELS: Readonly<Record<AccessLevel, readonly string[]>> = {
  read: ["s3:GetObject", "s3:GetObjectAcl", "s3:GetBucketPolicy", "sqs:ReceiveMessage", "iam:GetRole"],
  list: ["s3:ListBucket", "s3:ListAllMyBuckets", "sqs:ListQueues", "iam:ListRoles"],
  write: ["s3:PutObject", "s3:DeleteObject", "sqs:SendMessage", "sqs:DeleteMessage", "iam:PassRole", "iam:CreateRole"],
  tagging: ["s3:PutObjectTagging", "sqs:TagQueue", "iam:TagRole"],
  permissions: ["s3:PutBucketPolicy", "sqs:AddPermission", "iam:PutRolePolicy"],
};

export const KNOWN = new KnownActions(
  ACCESS_LEVELS.flatMap((level) => LEVELS[level].map((id) => ({ id, level }))),
  true,
);

export type Written = Readonly<Record<string, unknown>>;

/** A statement in short: actions, resources and conditions as in JSON. */
export function allow(action: string | string[], resource: string | string[] = "*", condition?: Written): Written {
  return {
    Effect: "Allow",
    Action: action,
    Resource: resource,
    ...(condition === undefined ? {} : { Condition: condition }),
  };
}

export function deny(action: string | string[], resource: string | string[] = "*", condition?: Written): Written {
  return { ...allow(action, resource, condition), Effect: "Deny" };
}

export interface WrittenSet {
  identity: readonly Written[];
  boundary?: readonly Written[];
  session?: readonly Written[];
  version?: string;
}

export function policySet(written: WrittenSet | readonly Written[]): PolicySet {
  const { identity, boundary, session, version } = isList(written) ? { identity: written } : written;
  return {
    identity: identity.length === 0 ? [] : [sourced(identity, "identity", version)],
    ...(boundary === undefined ? {} : { boundary: sourced(boundary, "boundary", version) }),
    ...(session === undefined ? {} : { session: sourced(session, "session", version) }),
  };
}

function isList(written: WrittenSet | readonly Written[]): written is readonly Written[] {
  return Array.isArray(written);
}

function sourced(statements: readonly Written[], kind: PolicyKind, version = "2012-10-17"): SourcedPolicy {
  const { policy, problems } = parsePolicy({ Version: version, Statement: statements }, kind);
  if (policy === undefined) throw new Error(`not a policy: ${JSON.stringify(problems)}`);
  return { name: kind, policy };
}

export function compared(before: WrittenSet | readonly Written[], after: WrittenSet | readonly Written[]): Comparison {
  return compareAccess(policySet(before), policySet(after), { actions: KNOWN });
}

/** An entry as one line: `read: s3:GetObject, sqs:* (level) on arn… except … when … unless …`. */
export function line({ level, everything, services, region }: AccessEntry<Region | UnclearRegion>): string {
  const actions = everything
    ? "*"
    : services
        .map(({ service, extent, actions: names }) =>
          extent === "some" ? names.join(", ") : extent === "service" ? `${service}:*` : `${service}:* (level)`,
        )
        .join(", ");
  return `${level}: ${actions} ${regionText(region)}`;
}

export function regionText({ resource, within, except, when, unless }: Region): string {
  const conditions = (list: Region["when"]) =>
    list.map(({ operator, key, values }) => `${operator} ${key} ${values.join("|")}`).join(" & ");
  return [
    `on ${[resource, ...within].join(" and ")}`,
    ...(except.length === 0 ? [] : [`except ${except.join(", ")}`]),
    ...(when.length === 0 ? [] : [`when ${conditions(when)}`]),
    ...unless.map((list) => `unless ${conditions(list)}`),
  ].join(" ");
}

export function lines(entries: readonly AccessEntry<Region | UnclearRegion>[]): string[] {
  return entries.map(line);
}
