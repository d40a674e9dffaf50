import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import * as z from "zod";

/** A call of somebody else to AWS. `{association of CLUSTER NAMESPACE/NAME}` in a text stands for that association's id. */
const call = z.discriminatedUnion("call", [
  z.strictObject({
    call: z.literal("iam:PutRolePolicy"),
    with: z.strictObject({ RoleName: z.string(), PolicyName: z.string(), PolicyDocument: z.string() }),
  }),
  z.strictObject({
    call: z.enum(["iam:AttachRolePolicy", "iam:DetachRolePolicy"]),
    with: z.strictObject({ RoleName: z.string(), PolicyArn: z.string() }),
  }),
  z.strictObject({
    call: z.literal("eks:DeletePodIdentityAssociation"),
    with: z.strictObject({ clusterName: z.string(), associationId: z.string() }),
  }),
]);

export type AwsCall = z.infer<typeof call>;

const schema = z.strictObject({
  /** What it is, in one line. */
  what: z.string(),
  /** `declaration`: pod-identity.yaml or platform.yaml, synthesized by this project; `hcl`: Terraform's own language. */
  kind: z.enum(["declaration", "hcl"]),
  /** What happens after `before/` is deployed and before the plan is made: arguments of Terraform, or calls to AWS. */
  between: z.array(z.union([z.strictObject({ terraform: z.array(z.string()) }), call])).default([]),
  /** More arguments of `terraform plan`; `{association of …}` as in calls. */
  plan: z.array(z.string()).default([]),
  /** Whether Terraform ends the plan with an error, and writes it nonetheless. */
  planFails: z.boolean().default(false),
});

type ScenarioOptions = z.infer<typeof schema>;

/**
 * A scenario's folder: `scenario.yaml`, and configurations: `before/` is deployed first, where it is there; then `broken/`,
 * whose deployment has to fail, where it is there; `after/` is planned, or `before/` again where there is none. Modules of a
 * configuration stand in its `modules/`.
 */
export interface Scenario {
  name: string;
  folder: string;
  options: ScenarioOptions;
}

/** @throws ZodError where the options are not what the schema says. */
export function readScenario(folder: string, name: string): Scenario {
  const own = join(folder, name);
  return { name, folder: own, options: schema.parse(parse(readFileSync(join(own, "scenario.yaml"), "utf8"))) };
}

/** The names of all scenarios in a folder, sorted. */
export function scenarioNames(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, "scenario.yaml")))
    .sort();
}
