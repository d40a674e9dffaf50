import {
  documentOf,
  inlinePolicyValues,
  planOf,
  type Resources,
  roleValues,
  standing,
  type Written,
} from "../small-plan";
import { ADMINISTRATOR, ALL, documents, made, POD, policyArn, QUEUE, roleArn, trusts, unreadOf } from "./said";

/** Roles that no pod has, and that a role of pods may assume or get to. */
const role = (name: string, trust: string): Written => standing(roleValues(name, { assume_role_policy: trust }));
const DEPLOY = { "aws_iam_role.deploy": role("deploy", trusts(roleArn("api"))) };
const policy = (text: string) => ({ arn: policyArn("deploy"), name: "deploy", path: "/", policy: text });
const widened = { "aws_iam_policy.deploy": { before: policy(QUEUE), after: policy(ALL) } };
const admin = (name: string): Resources => ({
  "aws_iam_role_policy_attachment.x": made({ role: name, policy_arn: ADMINISTRATOR }),
});

const { name: _, ...nameless } = roleValues("deploy", { assume_role_policy: trusts(roleArn("api")), name_prefix: "d" });
const LATER: Resources = {
  "aws_iam_role.deploy": { after: nameless, unknown: ["name", "arn", "id"] },
  "aws_iam_role_policy_attachment.x": {
    after: { policy_arn: ADMINISTRATOR },
    unknown: ["role"],
    refers: { role: ["aws_iam_role.deploy.name", "aws_iam_role.deploy"] },
  },
};
const TO_API = ["backend/api"];

interface Case {
  name: string;
  plans: readonly Resources[];
  /** The addresses that are said, each with the pods' service account. */
  says: readonly string[];
}

const CASES: readonly Case[] = [
  {
    name: "a policy that is attached to it",
    plans: [
      {
        ...POD,
        ...DEPLOY,
        ...widened,
        "aws_iam_role_policy_attachment.deploy": standing({ role: "deploy", policy_arn: policyArn("deploy") }),
      },
    ],
    says: ["aws_iam_policy.deploy"],
  },
  {
    name: "the same, attached by a list of roles",
    plans: [
      {
        ...POD,
        ...DEPLOY,
        ...widened,
        "aws_iam_policy_attachment.x": standing({ name: "x", roles: ["deploy"], policy_arn: policyArn("deploy") }),
      },
    ],
    says: ["aws_iam_policy.deploy"],
  },
  {
    name: "the same, attached by an exclusive list",
    plans: [
      {
        ...POD,
        ...DEPLOY,
        ...widened,
        "aws_iam_role_policy_attachments_exclusive.x": standing({
          role_name: "deploy",
          policy_arns: [policyArn("deploy")],
        }),
      },
    ],
    says: ["aws_iam_policy.deploy"],
  },
  {
    name: "the same, attached by the role itself",
    plans: [
      {
        ...POD,
        ...widened,
        "aws_iam_role.deploy": standing(
          roleValues("deploy", {
            assume_role_policy: trusts(roleArn("api")),
            managed_policy_arns: [policyArn("deploy")],
          }),
        ),
      },
    ],
    says: ["aws_iam_policy.deploy"],
  },
  {
    name: "one whose name is known only after apply",
    plans: [{ ...POD, ...LATER }],
    says: ["aws_iam_role.deploy", "aws_iam_role_policy_attachment.x"],
  },
  {
    name: "what it is given by another plan",
    plans: [{ ...POD, ...DEPLOY }, { "aws_iam_role_policy.x": made(inlinePolicyValues("deploy", ALL)) }],
    says: ["aws_iam_role_policy.x"],
  },
  {
    name: "a chain of two",
    plans: [{ ...POD, ...DEPLOY, "aws_iam_role.adm": role("adm", trusts(roleArn("deploy"))), ...admin("adm") }],
    says: ["aws_iam_role_policy_attachment.x"],
  },
  {
    name: "a chain that comes back to where it was, over several plans",
    plans: [
      { "aws_iam_role.adm": role("adm", trusts(roleArn("deploy"))), ...admin("adm") },
      { ...POD, "aws_iam_role.deploy": role("deploy", trusts([roleArn("adm"), roleArn("api")])) },
    ],
    says: ["aws_iam_role_policy_attachment.x"],
  },
  {
    name: "roles by a pattern that has one of pods among them",
    plans: [
      {
        ...POD,
        "aws_iam_role.deploy": role(
          "deploy",
          trusts("492000000148", { Condition: { ArnLike: { "aws:PrincipalArn": roleArn("a?*") } } }),
        ),
        ...admin("deploy"),
      },
    ],
    says: ["aws_iam_role_policy_attachment.x"],
  },
  {
    name: "an ARN with an escape in it",
    plans: [
      {
        ...POD,
        "aws_iam_role.deploy": role("deploy", trusts(roleArn("api")).replace("role/", "role\\/")),
        ...admin("deploy"),
      },
    ],
    says: ["aws_iam_role_policy_attachment.x"],
  },
  {
    name: "none: a pattern of others",
    plans: [
      {
        ...POD,
        "aws_iam_role.deploy": role(
          "deploy",
          trusts("492000000148", { Condition: { ArnLike: { "aws:PrincipalArn": roleArn("ci-*") } } }),
        ),
        ...admin("deploy"),
      },
    ],
    says: [],
  },
  {
    name: "none: roles of others that trust each other",
    plans: [
      {
        ...POD,
        "aws_iam_role.deploy": role("deploy", trusts(roleArn("adm"))),
        "aws_iam_role.adm": role("adm", trusts(roleArn("deploy"))),
        ...admin("adm"),
      },
    ],
    says: [],
  },
];

test.each(CASES)("a role that pods may go on to: $name", ({ plans, says }) => {
  expect(unreadOf(documents(...plans))).toEqual(says.map((address) => [`${address}:`, ...TO_API].join(" ")));
});

test("session tags of pods in a trust policy let pods in, whichever they are", () => {
  const tagged = trusts("492000000148", {
    Condition: { StringEquals: { "aws:PrincipalTag/kubernetes-namespace": "backend" } },
  });
  const plan = { ...POD, "aws_iam_role.deploy": role("deploy", tagged), ...admin("deploy") };
  expect(unreadOf(documents(plan))).toEqual(["aws_iam_role_policy_attachment.x:"]);
});

test("one whose name is known only after apply, by the configuration's own text", () => {
  const files = {
    "main.tf": `resource "aws_iam_role" "deploy" { name_prefix = "d" }
      resource "aws_iam_role_policy_attachment" "x" {
        role = aws_iam_role.deploy.name
        policy_arn = "${ADMINISTRATOR}"
      }`,
  };
  expect(unreadOf([documentOf(planOf({ ...POD, ...LATER }), "api", files)])).toEqual([
    "aws_iam_role.deploy: backend/api",
    "aws_iam_role_policy_attachment.x: backend/api",
  ]);
});
