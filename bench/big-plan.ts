import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import path from "node:path";
import { type Fate, type Fill, namesOf, type Resource, resourcesOf } from "./big-plan/identity";
import { otherResources } from "./big-plan/other";

/** A plan of 100 MB with 20,000 resource changes: 5,000 identities of four resources each. */
export interface BigPlan {
  readonly title: string;
  readonly fill: Fill;
  readonly fateOf: (index: number) => Fate;
  /** Where left out, all are identities; else what is none is four other resources, with so many tags each. */
  readonly others?: { readonly isIdentity: (index: number) => boolean; readonly tags: number };
}

const IDENTITIES = 5000;

/** 100 MB, give or take 2 %. */
const BYTES = { wanted: 1e8, within: 2e6 };

export const BIG_PLANS: Readonly<Record<string, BigPlan>> = {
  "pull-request": {
    title:
      "a pull request in an estate of all kinds of resources: 5 policies widened, 1 association removed, 1 re-pointed, all else as it is",
    fill: { tags: 6, statements: 4, queues: 12 },
    fateOf: (index) => {
      if (index % 1000 === 30) return "widened";
      if (index === 2050) return "removed";
      return index === 2070 ? "re-pointed" : "kept";
    },
    others: { isIdentity: (index) => index % 10 === 0, tags: 6 },
  },
  platform: {
    title: "a large platform, all of it new: 20,000 resources created",
    fill: { tags: 6, statements: 4, queues: 16 },
    fateOf: () => "created",
  },
  estate: {
    title:
      "a large estate with a change in it: 500 policies widened or narrowed, 50 associations removed, 50 re-pointed",
    fill: { tags: 0, statements: 1, queues: 3 },
    fateOf: (index) => {
      if (index % 20 === 3) return "widened";
      if (index % 20 === 13) return "narrowed";
      if (index % 100 === 50) return "removed";
      return index % 100 === 75 ? "re-pointed" : "kept";
    },
  },
  mixed: {
    title: "an estate of all kinds of resources: 500 identities created, and tags of 18,000 other resources updated",
    fill: { tags: 6, statements: 4, queues: 16 },
    fateOf: (index) => (index % 10 === 0 ? "created" : "updated"),
    others: { isIdentity: (index) => index % 10 === 0, tags: 7 },
  },
  upgrade: {
    title: "a large estate of which everything changes: 5,000 roles, policies and associations updated",
    fill: { tags: 0, statements: 1, queues: 2 },
    fateOf: () => "updated",
  },
};

/**
 * Writes such a plan as `terraform show -json` does: the same bytes at each call. Shapes and the order of the keys are
 * those of plans that Terraform 1.11 and the AWS provider 5.100 made of this program's stacks.
 *
 * @returns its size in bytes
 * @throws Error where that is not 100 MB: the fill does not fit what an identity holds any more
 */
export function writeBigPlan(file: string, plan: BigPlan): number {
  mkdirSync(path.dirname(file), { recursive: true });
  const descriptor = openSync(file, "w");
  let size = 0;
  let waiting = "";
  const flush = () => {
    size += writeSync(descriptor, waiting);
    waiting = "";
  };
  try {
    for (const part of textOf(plan)) {
      waiting += part;
      if (waiting.length > 1 << 20) flush();
    }
    flush();
  } finally {
    closeSync(descriptor);
  }
  if (Math.abs(size - BYTES.wanted) > BYTES.within) {
    throw new Error(`${plan.title}: ${size} bytes; ${BYTES.wanted} are wanted, give or take ${BYTES.within}`);
  }
  return size;
}

function* textOf(plan: BigPlan): Generator<string> {
  const ofIdentity = <T>(of: (index: number) => readonly T[]) => {
    const { isIdentity = () => true } = plan.others ?? {};
    return (index: number): readonly T[] => (isIdentity(index) ? of(index) : []);
  };
  const state = (side: "planned" | "prior") =>
    object([
      ["outputs", entries(ofIdentity((index) => outputsOf(index, plan.fateOf(index), side)))],
      ["root_module", object([["resources", list((index) => stateOf(resources(plan, index), side))]])],
    ]);
  yield* object([
    ["format_version", value("1.2")],
    ["terraform_version", value("1.11.4")],
    ["planned_values", state("planned")],
    ["resource_changes", list((index) => resources(plan, index).map(changeOf))],
    ["output_changes", entries(ofIdentity((index) => outputChangesOf(index, plan.fateOf(index))))],
    [
      "prior_state",
      object([
        ["format_version", value("1.0")],
        ["terraform_version", value("1.11.4")],
        ["values", state("prior")],
      ]),
    ],
    [
      "configuration",
      object([
        ["provider_config", value(PROVIDERS)],
        [
          "root_module",
          object([
            ["outputs", entries(ofIdentity((index) => configuredOutputsOf(index, plan.fateOf(index))))],
            ["resources", list((index) => resources(plan, index).flatMap(configurationOf))],
          ]),
        ],
      ]),
    ],
    ["relevant_attributes", list(ofIdentity((index) => [relevantOf(index)]))],
    ["timestamp", value("2026-11-23T08:06:23Z")],
    ["applyable", value(true)],
    ["complete", value(true)],
    ["errored", value(false)],
  ]);
  yield "\n";
}

type Text = Iterable<string>;

function value(of: unknown): Text {
  return [JSON.stringify(of)];
}

function* object(members: Iterable<readonly [string, Text]>): Text {
  let between = "{";
  for (const [key, text] of members) {
    yield `${between}${JSON.stringify(key)}:`;
    yield* text;
    between = ",";
  }
  yield "}";
}

/** The members that each identity has, in one object. */
function entries(of: (index: number) => readonly (readonly [string, unknown])[]): Text {
  return object(eachIdentity((index) => of(index).map(([key, member]): [string, Text] => [key, value(member)])));
}

/** The elements that each identity has, in one list. */
function* list(of: (index: number) => readonly unknown[]): Text {
  let between = "";
  yield "[";
  for (const element of eachIdentity(of)) {
    yield `${between}${JSON.stringify(element)}`;
    between = ",";
  }
  yield "]";
}

function* eachIdentity<T>(of: (index: number) => readonly T[]): Iterable<T> {
  for (let index = 1; index <= IDENTITIES; index++) yield* of(index);
}

const PROVIDER = "registry.terraform.io/hashicorp/aws";
const PROVIDERS = {
  aws: { name: "aws", full_name: PROVIDER, version_constraint: ">= 5.100.0, < 7.0.0" },
  "aws.us-east-1": {
    name: "aws",
    full_name: PROVIDER,
    alias: "us-east-1",
    version_constraint: ">= 5.100.0, < 7.0.0",
    expressions: {
      allowed_account_ids: { constant_value: ["492000000148"] },
      region: { constant_value: "us-east-1" },
    },
  },
};

function resources(plan: BigPlan, index: number): Resource[] {
  const { others } = plan;
  if (others !== undefined && !others.isIdentity(index)) return otherResources(index, plan.fateOf(index), others.tags);
  return resourcesOf(index, plan.fateOf(index), plan.fill);
}

function head({ type, name }: Resource) {
  return { address: `${type}.${name}`, mode: "managed", type, name };
}

function changeOf(resource: Resource) {
  const { actions, before = null, after = null, unknown, marks } = resource;
  return {
    ...head(resource),
    provider_name: PROVIDER,
    change: {
      actions,
      before,
      after,
      after_unknown: unknown,
      before_sensitive: before === null ? false : marks,
      after_sensitive: after === null ? false : marks,
    },
  };
}

function stateOf(all: readonly Resource[], side: "planned" | "prior"): unknown[] {
  return all.flatMap((resource) => {
    const values = side === "planned" ? resource.after : resource.before;
    if (values === undefined) return [];
    const depends = side === "prior" && resource.dependsOn.length > 0 ? { depends_on: resource.dependsOn } : {};
    const known = { provider_name: PROVIDER, schema_version: 0, values, sensitive_values: resource.marks };
    return [{ ...head(resource), ...known, ...depends }];
  });
}

function configurationOf(resource: Resource): unknown[] {
  const { after, expressions, dependsOn } = resource;
  if (after === undefined) return [];
  const depends = dependsOn.length > 0 ? { depends_on: dependsOn } : {};
  return [{ ...head(resource), provider_config_key: "aws.us-east-1", expressions, schema_version: 0, ...depends }];
}

interface Output {
  readonly name: string;
  readonly value: unknown;
  readonly type: unknown;
  /** What the configuration says. */
  readonly expression: unknown;
  /** Known before anything is applied. */
  readonly isConstant: boolean;
}

function outputs(index: number): Output[] {
  const { id, namespace, serviceAccount, associationId, association, role, roleArn, roleName } = namesOf(index);
  const pod = `atlas/${namespace}/${serviceAccount}`;
  const texts = ["object", { [pod]: "string" }];
  const refer = (address: string, attribute: string) => [`${address}.${attribute}`, address];
  const standing = `aws_eks_pod_identity_association.${association}`;
  const ofRole = `aws_iam_role.${role}`;
  const subject = { [pod]: `system:serviceaccount:${namespace}:${serviceAccount}` };
  return [
    {
      name: `${id}_association_ids`,
      value: { [pod]: associationId },
      type: texts,
      expression: {
        constant_value: { [pod]: `\${${standing}.association_id}` },
        references: refer(standing, "association_id"),
      },
      isConstant: false,
    },
    {
      name: `${id}_role_arn`,
      value: roleArn,
      type: "string",
      expression: { constant_value: `\${${ofRole}.arn}`, references: refer(ofRole, "arn") },
      isConstant: false,
    },
    {
      name: `${id}_role_name`,
      value: roleName,
      type: "string",
      expression: { constant_value: roleName },
      isConstant: true,
    },
    { name: `${id}_subjects`, value: subject, type: texts, expression: { constant_value: subject }, isConstant: true },
  ];
}

function outputsOf(index: number, fate: Fate, side: "planned" | "prior"): [string, unknown][] {
  return standingOutputs(index, fate, side).map(({ name, type, value, isConstant }) => {
    const isKnown = fate !== "created" || isConstant;
    return [name, isKnown ? { sensitive: false, type, value } : { sensitive: false }];
  });
}

/** Without the association an identity has no outputs of it. */
function standingOutputs(index: number, fate: Fate, side: "planned" | "prior"): Output[] {
  const all = outputs(index);
  if (side === "prior") return fate === "created" ? all.filter(({ isConstant }) => isConstant) : all;
  return fate === "removed" ? all.slice(1, 3) : all;
}

function outputChangesOf(index: number, fate: Fate): [string, unknown][] {
  const left = new Set(standingOutputs(index, fate, "planned").map(({ name }) => name));
  return outputs(index).map(({ name, value, isConstant }) => {
    const [before, after] = [fate === "created" ? null : value, left.has(name) ? value : null];
    const actions = fate === "created" ? ["create"] : after === null ? ["delete"] : ["no-op"];
    const marks = { before_sensitive: false, after_sensitive: false };
    const isKnown = fate !== "created" || isConstant;
    return [name, { actions, before, ...(isKnown ? { after } : {}), after_unknown: !isKnown, ...marks }];
  });
}

function configuredOutputsOf(index: number, fate: Fate): [string, unknown][] {
  return standingOutputs(index, fate, "planned").map(({ name, expression }) => [name, { expression }]);
}

function relevantOf(index: number) {
  return { resource: `aws_iam_role.${namesOf(index).role}`, attribute: ["id"] };
}
