import {
  ACCOUNT,
  documentOf,
  inlinePolicyValues,
  planOf,
  type Resources,
  roleValues,
  standing,
  trustText,
  type Values,
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

/** The text of a policy whose resource is known only after apply. */
const FILES = {
  "main.tf": `resource "aws_iam_role" "deploy" { name_prefix = "d" }
    resource "aws_iam_role_policy" "api" {
      role = "api"
      policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = aws_iam_role.deploy.arn }] })
    }
    resource "aws_iam_role_policy_attachment" "x" {
      role = aws_iam_role.deploy.name
      policy_arn = "${ADMINISTRATOR}"
    }`,
};

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
    name: "one whose name is known only after apply, among more that is referred to",
    plans: [
      {
        ...POD,
        ...LATER,
        "aws_iam_role_policy_attachment.x": {
          after: { policy_arn: ADMINISTRATOR },
          unknown: ["role"],
          refers: { role: ["var.suffix", "aws_iam_role.deploy.name", "aws_iam_role.deploy"] },
        },
      },
    ],
    says: ["aws_iam_role.deploy", "aws_iam_role_policy_attachment.x"],
  },
  {
    name: "none: another one whose name is known only after apply",
    plans: [
      {
        ...POD,
        ...DEPLOY,
        "aws_iam_role.ci": {
          after: { ...nameless, assume_role_policy: trusts(roleArn("people")) },
          unknown: ["name", "arn", "id"],
        },
        "aws_iam_role_policy_attachment.x": {
          after: { policy_arn: ADMINISTRATOR },
          unknown: ["role"],
          refers: { role: ["aws_iam_role.ci.name", "aws_iam_role.ci"] },
        },
      },
    ],
    says: [],
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

describe("a role that lets in whom its account lets", () => {
  const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
  const assume = (Resource: string, more: Values = {}) =>
    JSON.stringify({ Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Resource, ...more }] });
  const may = (text: string): Resources => ({
    ...POD,
    "aws_iam_role_policy.api": standing(inlinePolicyValues("api", text)),
  });
  const made: Resources = {
    "aws_iam_role.deploy": {
      after: { ...nameless, assume_role_policy: trusts(ROOT) },
      unknown: ["name", "arn", "id"],
    },
    "aws_iam_role_policy_attachment.x": LATER["aws_iam_role_policy_attachment.x"] ?? {},
  };
  const refers = { policy: ["aws_iam_role.deploy.arn", "aws_iam_role.deploy"] };
  const known = (trust: string): Resources => ({ "aws_iam_role.deploy": role("deploy", trust), ...admin("deploy") });
  const X = "aws_iam_role_policy_attachment.x";
  const API = `${X}: backend/api`;

  test.each<[string, Resources, readonly string[]]>([
    ["and the pods' role may", { ...may(assume(roleArn("deploy"))), ...known(trusts(ROOT)) }, [API]],
    ["by its number", { ...may(assume(roleArn("deploy"))), ...known(trusts(ACCOUNT)) }, [API]],
    ["by a wildcard", { ...may(assume(roleArn("dep*"))), ...known(trusts(ROOT)) }, [API]],
    [
      "under conditions",
      { ...may(assume("*", { Condition: { Bool: { "aws:ViaAWSService": "true" } } })), ...known(trusts(ROOT)) },
      [API],
    ],
    ["and the pods' role may not", { ...may(assume(roleArn("other"))), ...known(trusts(ROOT)) }, []],
    [
      "and the pods' role is denied it",
      {
        ...may(assume("*")),
        "aws_iam_role_policy.no": standing(inlinePolicyValues("api", assume("*", { Effect: "Deny" }), "no")),
        ...known(trusts(ROOT)),
      },
      [],
    ],
    [
      "and has its name only after apply, as the policy that says so",
      {
        ...POD,
        "aws_iam_role_policy.api": {
          before: inlinePolicyValues("api", QUEUE),
          after: { name: "api", role: "api" },
          unknown: ["policy"],
          refers,
        },
        ...made,
      },
      ["aws_iam_role.deploy: backend/api", API],
    ],
    ["a service alone", { ...may(assume("*")), ...known(trustText(undefined, "lambda.amazonaws.com")) }, []],
  ])("%s", (_, resources, says) => {
    expect(unreadOf([documentOf(planOf(resources), "api", FILES)])).toEqual(says);
  });
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
