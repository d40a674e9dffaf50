import { CDKTF_FILE } from "../../../../lib/plan/cdktf-stack";
import type { Plan } from "../../../../lib/plan/format";
import {
  documentOf,
  inlinePolicyValues,
  planOf,
  type Resources,
  roleValues,
  standing,
  type Written,
} from "../small-plan";
import { ALL, POD, QUEUE, unreadOf } from "./said";

/** Inline policies whose names are known only after apply: one of the name of another takes its place. */
const later = (refers?: readonly string[], role = "api"): Written => ({
  after: { role, policy: ALL },
  unknown: ["name", "id"],
  ...(refers === undefined ? {} : { refers: { name: refers } }),
});
const OUTPUT = ["terraform_data.n.output", "terraform_data.n"];
const X = "aws_iam_role_policy.x";
const SAID = [`${X}!: backend/api`];
const { "aws_iam_role_policy.api": _, ...ALONE } = POD;
const named = (expression: string) => ({
  "main.tf": `resource "${X.replace(".", '" "')}" {\n name = "${expression}"\n}
    resource "random_id" "r" { byte_length = 8 }
    resource "aws_iam_role_policy" "y" {\n name = "y-\${random_id.r.hex}"\n}`,
});
const RANDOM: Written = { after: { byte_length: 8 }, unknown: ["hex"] };

interface Case {
  name: string;
  resources: Resources;
  files?: Readonly<Record<string, string>>;
  more?: Partial<Plan>;
  says: readonly string[];
}

const CASES: readonly Case[] = [
  { name: "one that the configuration says", resources: { ...POD, [X]: later(OUTPUT) }, says: SAID },
  { name: "one that the provider makes", resources: { ...POD, [X]: later() }, says: [] },
  { name: "of the only policy of its role", resources: { ...ALONE, [X]: later(OUTPUT) }, says: [] },
  {
    name: "beside one of the role's own blocks",
    resources: {
      ...ALONE,
      "aws_iam_role.api": standing(roleValues("api", { inline_policy: [{ name: "guard", policy: QUEUE }] })),
      [X]: later(OUTPUT),
    },
    says: SAID,
  },
  {
    name: "of a role that is known only after apply as well",
    resources: {
      ...POD,
      [X]: {
        after: { policy: ALL },
        unknown: ["name", "id", "role"],
        refers: { name: OUTPUT, role: ["aws_iam_role.api.id", "aws_iam_role.api"] },
      },
    },
    says: SAID,
  },
  {
    name: "of a role of others",
    resources: {
      ...POD,
      "aws_iam_role.ci": standing(roleValues("ci", { assume_role_policy: "{}" })),
      "aws_iam_role_policy.ci": standing(inlinePolicyValues("ci", QUEUE)),
      [X]: later(OUTPUT, "ci"),
    },
    says: [],
  },
  { name: "without any configuration", resources: { ...POD, [X]: later() }, more: { configuration: {} }, says: SAID },
  {
    name: "without any configuration, by CDKTF",
    resources: { ...POD, [X]: later() },
    more: { configuration: {} },
    files: { [CDKTF_FILE]: JSON.stringify({ "//": { metadata: { backend: "local", stackName: "api" } } }) },
    says: [],
  },
  {
    name: "one that begins as no other does",
    resources: { ...POD, "random_id.r": RANDOM, [X]: later(["random_id.r.hex", "random_id.r"]) },
    files: named("queue-${random_id.r.hex}"),
    says: [],
  },
  {
    name: "one that may be that of another",
    resources: { ...POD, "random_id.r": RANDOM, [X]: later(["random_id.r.hex", "random_id.r"]) },
    files: named("a${random_id.r.hex}"),
    says: SAID,
  },
  {
    name: "another one that is known only then as well",
    resources: { ...ALONE, "random_id.r": RANDOM, [X]: later(OUTPUT), "aws_iam_role_policy.y": later(OUTPUT) },
    says: [...SAID, "aws_iam_role_policy.y!: backend/api"],
  },
  {
    name: "another one that the provider makes",
    resources: { ...ALONE, [X]: later(OUTPUT), "aws_iam_role_policy.y": later() },
    says: [],
  },
];

test.each(CASES)(
  "an inline policy's name that is known only after apply: $name",
  ({ resources, files, more, says }) => {
    expect(unreadOf([documentOf(planOf(resources, more), "api", files)])).toEqual(says);
  },
);
