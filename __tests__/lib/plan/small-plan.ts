import type { PlanDocument } from "../../../lib/plan/document";
import type { Plan, ResourceChange } from "../../../lib/plan/format";

export type Values = Readonly<Record<string, unknown>>;

/** What a test says of one resource: the rest is made up. */
export interface Written {
  before?: Values;
  after?: Values;
  /** Attributes that are known only after apply. */
  unknown?: readonly string[] | Values;
  sensitive?: readonly string[];
  actions?: readonly string[];
  deposed?: string;
  previous?: string;
  /** By attribute: what the configuration refers to. */
  refers?: Readonly<Record<string, readonly string[]>>;
  constants?: Values;
  provider?: string;
  /** The configuration repeats it. */
  forEach?: readonly string[] | true;
}

/** Resources by their addresses. */
export type Resources = Readonly<Record<string, Written>>;

/** A resource as `resource_changes` tells it: created, deleted, updated or left alone by its sides. */
export function changeOf(address: string, written: Written): ResourceChange {
  const { module, mode, type, name, index } = takenApart(address);
  const { before, after, unknown = [], sensitive = [], deposed, previous } = written;
  const marks = Object.fromEntries(sensitive.map((attribute) => [attribute, true]));
  const later = Array.isArray(unknown) ? Object.fromEntries(unknown.map((one) => [one, true])) : unknown;
  return {
    address,
    ...(previous === undefined ? {} : { previous_address: previous }),
    ...(module === "" ? {} : { module_address: module }),
    mode,
    type,
    name,
    ...(index === undefined ? {} : { index }),
    ...(deposed === undefined ? {} : { deposed }),
    change: {
      actions: written.actions ?? [actionOf(before, after)],
      before: before ?? null,
      after: after ?? null,
      after_unknown: later,
      before_sensitive: marks,
      after_sensitive: marks,
    },
  };
}

function actionOf(before: Values | undefined, after: Values | undefined): string {
  if (before === undefined) return "create";
  if (after === undefined) return "delete";
  return JSON.stringify(before) === JSON.stringify(after) ? "no-op" : "update";
}

function takenApart(address: string) {
  const found = /^(?:(module\..+)\.)?(data\.)?([a-z\d_]+)\.([\w-]+)(?:\[("?)([^\]]*?)\5\])?$/.exec(address);
  const [, module = "", data, type = "", name = "", quote, key] = found ?? [];
  const index = key === undefined ? undefined : quote === "" ? Number(key) : key;
  return { module, mode: data === undefined ? ("managed" as const) : ("data" as const), type, name, index };
}

/** A plan of the root module. */
export function planOf(resources: Resources, more: Partial<Plan> = {}): Plan {
  const root = Object.entries(resources).filter(([address]) => takenApart(address).module === "");
  const written = new Map(root.map(([address, one]) => [address.replace(/\[.*\]$/, ""), one]));
  return {
    format_version: "1.2",
    complete: true,
    resource_changes: Object.entries(resources).map(([address, one]) => changeOf(address.replace(/#.*$/, ""), one)),
    configuration: {
      provider_config: {
        aws: {
          expressions: {
            region: { constant_value: "us-east-1" },
            allowed_account_ids: { constant_value: ["492000000148"] },
          },
        },
        "aws.eu": { expressions: { region: { constant_value: "eu-west-1" } } },
      },
      root_module: { resources: [...written].map(([address, one]) => configured(address, one)) },
    },
    ...more,
  };
}

export function configured(address: string, { refers = {}, constants = {}, provider = "aws", forEach }: Written) {
  const { mode, type, name } = takenApart(address);
  const attributes = new Set([...Object.keys(refers), ...Object.keys(constants)]);
  const expressions = [...attributes].map((attribute) => {
    const constant = attribute in constants ? { constant_value: constants[attribute] } : {};
    return [attribute, { ...constant, ...(attribute in refers ? { references: refers[attribute] } : {}) }];
  });
  return {
    address,
    mode,
    type,
    name,
    provider_config_key: provider,
    expressions: Object.fromEntries(expressions),
    ...(forEach === undefined ? {} : { for_each_expression: forEach === true ? {} : { references: forEach } }),
  };
}

export function documentOf(plan: Plan, stack = "api", files?: Readonly<Record<string, string>>): PlanDocument {
  const configuration =
    files === undefined ? {} : { configuration: { modules: new Map([["", new Map(Object.entries(files))]]) } };
  return { file: `${stack}.json`, stack, plan, ...configuration };
}

export const ACCOUNT = "492000000148";
export const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/api`;

/** Addresses of the role, its inline policy and its association. */
export const ROLE = "aws_iam_role.api";
export const POLICY = "aws_iam_role_policy.api";
export const ASSOCIATION = "aws_eks_pod_identity_association.api";

/** What an expression refers to that is the role's ARN. */
export const ROLE_ARN_REFERS = [`${ROLE}.arn`, ROLE];

/** A policy's text that allows one action. */
export function policyText(action: string): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: action, Resource: "*" }] });
}

export function trustText(condition?: Values, service = "pods.eks.amazonaws.com"): string {
  const Statement = [
    {
      Effect: "Allow",
      Principal: { Service: service },
      Action: ["sts:AssumeRole", "sts:TagSession"],
      ...(condition === undefined ? {} : { Condition: condition }),
    },
  ];
  return JSON.stringify({ Version: "2012-10-17", Statement });
}

export function roleId(name = "api"): string {
  return `AROAEXAMPLE00${name.toUpperCase().replace(/[^A-Z0-9]/g, "")}`;
}

/** The values of a role that stands. */
export function roleValues(name = "api", more: Values = {}): Values {
  return {
    arn: `arn:aws:iam::${ACCOUNT}:role/${name}`,
    id: name,
    unique_id: roleId(name),
    name,
    path: "/",
    assume_role_policy: trustText(),
    tags_all: {},
    ...more,
  };
}

/** The values of an inline policy that stands. */
export function inlinePolicyValues(role: string, policy: string, name = "api"): Values {
  return { id: `${role}:${name}`, role, name, policy };
}

/** The values of an association that stands. */
export function associationValues(account = "api", more: Values = {}): Values {
  return {
    association_arn: `arn:aws:eks:us-east-1:${ACCOUNT}:podidentityassociation/atlas-eks/a-${account}`,
    cluster_name: "atlas-eks",
    namespace: "backend",
    service_account: account,
    role_arn: ROLE_ARN,
    tags_all: { "managed-by": "tests" },
    ...more,
  };
}

/** A resource that stays as it is. */
export function standing(values: Values, more: Partial<Written> = {}): Written {
  return { before: values, after: values, ...more };
}

/** A role that is made: what AWS gives it is not known yet. */
export function newRole(name = "api", more: Values = {}): Written {
  const { arn: _, id: __, ...after } = roleValues(name, more);
  return { after, unknown: ["arn", "id", "unique_id", "inline_policy", "managed_policy_arns"] };
}

/** An association that is made for a role of the same plan. */
export function newAssociation(account: string, references: readonly string[], more: Values = {}): Written {
  const { association_arn: _, role_arn: __, ...after } = associationValues(account, more);
  return { after, unknown: ["association_arn", "role_arn"], refers: { role_arn: references } };
}
