import type { AnyDocument } from "../../../../lib/iam/document";
import { placeholder, placeholderArn } from "../../../../lib/model/placeholder";
import { boundaryRemoved } from "../../../../lib/rules/change/boundary-removed";
import { roleInUseDestroyed } from "../../../../lib/rules/change/role-in-use-destroyed";
import { roleShared } from "../../../../lib/rules/change/role-shared";
import { unknownPolicy } from "../../../../lib/rules/change/unknown-policy";
import { action, allowing, plan, pod, role } from "../../review/planned";
import { holds } from "./found";

const ROLE = "aws_iam_role.api";
const ARN = role().identity.role.arn;

describe("role-shared", () => {
  const shared = (before: string[], after: string[], parts: Parameters<typeof pod>[0] = {}) => [
    plan({
      before: { pods: before.map((name) => pod({ name, address: name, ...parts })) },
      after: { pods: after.map((name) => pod({ name, address: name, ...parts })) },
    }),
  ];
  holds(roleShared, [
    { name: "one service account", plans: shared([], ["backend/api"]) },
    { name: "two of one namespace", plans: shared(["backend/api"], ["backend/api", "backend/worker"]) },
    {
      name: "a second namespace",
      plans: shared(["backend/api"], ["backend/api", "payments/api"]),
      says: ["backend-api-api now serves service accounts of 2 namespaces: backend, payments"],
    },
    { name: "two namespaces as before", plans: shared(["a/x", "b/x"], ["a/x", "b/x", "c/x"]) },
    {
      name: "five namespaces",
      plans: shared([], ["a/x", "b/x", "c/x", "d/x", "e/x"]),
      says: [/5 namespaces: a, b, c, d, e(?! and more)/],
    },
    {
      name: "six namespaces",
      plans: shared([], ["a/x", "b/x", "c/x", "d/x", "e/x", "f/x"]),
      says: ["6 namespaces: a, b, c, d, e and more"],
    },
    { name: "new, and shared at once", plans: shared([], ["a/x", "b/x"]), says: ["2 namespaces: a, b"] },
    {
      name: "a role of no plan",
      plans: shared(["a/x"], ["a/x", "b/x"], { role: "arn:aws:iam::492000000148:role/x" }),
      says: ["arn:aws:iam::492000000148:role/x now serves"],
    },
    {
      name: "a second cluster, bound by another plan",
      plans: [
        plan({ before: { pods: [pod()] }, after: { pods: [pod()] } }),
        plan({ stack: "b", after: { pods: [pod({ stack: "b", cluster: "borealis-eks", role: ARN })] } }),
      ],
      says: ["2 clusters: atlas-eks, borealis-eks"],
    },
    { name: "a namespace that is known only after apply", plans: shared(["a/x"], ["a/x", `${placeholder("n")}/x`]) },
  ]);
});

describe("role-in-use-destroyed", () => {
  const gone = (parts: Partial<Parameters<typeof action>[0]> = {}) =>
    action({ kind: "delete", address: ROLE, ...parts });
  holds(roleInUseDestroyed, [
    {
      name: "its association stays",
      plans: [plan({ before: { pods: [pod()] }, after: { pods: [pod({ role: ARN })] }, actions: [gone()] })],
      says: ["backend-api-api is destroyed, and associations that stay use it"],
    },
    {
      name: "with its association",
      plans: [plan({ before: { pods: [pod()] }, actions: [gone(), action({ kind: "delete" })] })],
    },
    {
      name: "its association gets another role",
      plans: [
        plan({
          before: { pods: [pod()] },
          after: { pods: [pod({ role: "arn:aws:iam::492000000148:role/x" })] },
          actions: [gone(), action({ kind: "update" })],
        }),
      ],
    },
    {
      name: "another plan associates it",
      plans: [
        plan({ before: { roles: [role()] }, actions: [gone()] }),
        plan({ stack: "b", after: { pods: [pod({ stack: "b", role: ARN })] } }),
      ],
      says: ["is destroyed"],
    },
    {
      name: "it is somebody's target role",
      plans: [
        plan({
          before: { roles: [role()] },
          after: {
            pods: [
              pod({
                role: "arn:aws:iam::492000000148:role/x",
                target: { roleArn: ARN, trust: { Version: "2012-10-17", Statement: [] } },
              }),
            ],
          },
          actions: [gone()],
        }),
      ],
      says: ["is destroyed"],
    },
    {
      name: "made anew, the old one deleted first",
      plans: [
        plan({
          before: { pods: [pod()] },
          after: { pods: [pod({ role: role({ arn: placeholderArn("arn of aws_iam_role.api") }) })] },
          actions: [gone({ kind: "replace", order: "delete first", replacedBy: ["path"] })],
        }),
      ],
      says: ["backend-api-api is deleted and made anew (forced by `path`) while associations use it"],
    },
    {
      name: "made anew, the new one first",
      plans: [
        plan({
          before: { pods: [pod()] },
          after: { pods: [pod()] },
          actions: [gone({ kind: "replace", order: "create first" })],
        }),
      ],
    },
    {
      name: "forgotten",
      plans: [plan({ before: { pods: [pod()] }, after: { pods: [pod()] }, actions: [gone({ kind: "forget" })] })],
    },
  ]);
});

describe("boundary-removed", () => {
  const WIDE = allowing(["s3:*", "sqs:*"], ["*"]);
  const NARROW = allowing(["s3:*"], ["*"]);
  const arn = (name: string) => `arn:aws:iam::492000000148:policy/${name}`;
  const bounded = (
    was: AnyDocument | undefined,
    is: AnyDocument | undefined | "none",
    untold?: "boundary" | "policy",
  ) => [
    plan({
      before: { roles: [role({ boundary: arn("was"), ...(was === undefined ? {} : { boundaryDocument: was }) })] },
      after: {
        roles: [
          role(is === "none" ? {} : { boundary: arn("is"), ...(is === undefined ? {} : { boundaryDocument: is }) }),
        ],
      },
      notAnalysable:
        untold !== undefined
          ? [
              {
                stack: "backend-api",
                side: "after",
                address: ROLE,
                attribute: "permissions_boundary",
                part: untold,
                why: "w",
                fix: "f",
                serviceAccounts: [],
                at: { source: ROLE, path: [] },
              },
            ]
          : [],
    }),
  ];
  const same = role({ boundary: arn("was") });
  holds(boundaryRemoved, [
    { name: "it stays", plans: [plan({ before: { roles: [same] }, after: { roles: [same] } })] },
    {
      name: "it goes",
      plans: bounded(WIDE, "none"),
      says: [`${arn("was")} is no longer the permissions boundary of \`backend-api-api\``],
    },
    { name: "whether it goes cannot be told", plans: bounded(WIDE, "none", "boundary") },
    {
      name: "it goes, and a policy cannot be told",
      plans: bounded(WIDE, "none", "policy"),
      says: ["is no longer the permissions boundary"],
    },
    { name: "another one that says the same", plans: bounded(WIDE, allowing(["sqs:*", "s3:*"], ["*"])) },
    {
      name: "it says more than before",
      plans: [
        plan({
          before: { roles: [role({ boundary: arn("was"), boundaryDocument: NARROW })] },
          after: { roles: [role({ boundary: arn("was"), boundaryDocument: WIDE })] },
        }),
      ],
      says: [/^warning .*is the permissions boundary of `backend-api-api`, its own text changes/],
    },
    { name: "a wider one", plans: bounded(NARROW, WIDE), says: [/^warning .*lets more through/] },
    { name: "a narrower one", plans: bounded(WIDE, NARROW) },
    { name: "one that nobody knows", plans: bounded(NARROW, undefined), says: [/^warning .*not known here/] },
    {
      name: "AWS's own",
      plans: [
        plan({
          before: { roles: [role({ boundary: "arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess" })] },
          after: { roles: [role({ boundary: "arn:aws:iam::aws:policy/AmazonSQSFullAccess" })] },
        }),
      ],
      says: [/^warning .*AmazonSQSFullAccess`, which lets more through/],
    },
    ...(
      [
        ["another role without one", { boundary: arn("was") }, {}, [/had, and its new role `other` has none/]],
        ["another role with one", { boundary: arn("was") }, { boundary: arn("is") }, []],
        ["another role, and had none before", {}, {}, []],
      ] as const
    ).map(([name, was, is, says]) => ({
      name: `a service account gets ${name}`,
      plans: [
        plan({
          before: { pods: [pod({ role: role(was) })] },
          after: { pods: [pod({ role: role({ name: "other", address: "aws_iam_role.other", ...is }) })] },
        }),
      ],
      says,
    })),
    {
      name: "a role of the same name at another address has none",
      plans: [
        plan({
          before: { pods: [pod({ role: same })] },
          after: { pods: [pod({ role: role({ address: "aws_iam_role.other" }) })] },
        }),
      ],
      says: ["and its new role `backend-api-api` has none"],
    },
    {
      name: "the role is moved, and loses it",
      plans: [
        plan({
          before: { pods: [pod({ role: same })] },
          after: { pods: [pod({ role: role({ address: "aws_iam_role.other" }) })] },
          actions: [action({ kind: "update", address: "aws_iam_role.other", previousAddress: same.address })],
        }),
      ],
      says: ["is no longer the permissions boundary of `backend-api-api`"],
    },
    { name: "the role goes with it", plans: [plan({ before: { roles: [same] } })] },
    { name: "the first one", plans: [plan({ before: { roles: [role()] }, after: { roles: [same] } })] },
  ]);
});

describe("unknown-policy, of what is limited less", () => {
  const managed = [{ arn: "arn:aws:iam::492000000148:policy/orders" }];
  const EXISTING = "arn:aws:iam::492000000148:role/reports";
  const statements = (...Statement: object[]) => ({ Version: "2012-10-17" as const, Statement }) as AnyDocument;
  const deny = (Action: string, more: object = {}) => ({ Effect: "Deny", Action, Resource: "*", ...more });
  const READ = allowing(["s3:GetObject"]);
  const BOTH = allowing(["s3:GetObject", "s3:PutObject"]);
  const ofRole = (before: Parameters<typeof role>[0], after: Parameters<typeof role>[0]) => [
    plan({ before: { pods: [pod({ role: role(before) })] }, after: { pods: [pod({ role: role(after) })] } }),
  ];
  const ofPod = (before: Parameters<typeof pod>[0], after: Parameters<typeof pod>[0]) => [
    plan({
      before: { pods: [pod({ role: EXISTING, ...before })] },
      after: { pods: [pod({ role: EXISTING, ...after })] },
    }),
  ];
  const LESS = "is limited less than before, and has access that is not known here";
  holds(unknownPolicy, [
    {
      name: "a denial goes",
      plans: ofRole({ managed, policy: statements(deny("s3:*")) }, { managed }),
      says: [`backend-api-api ${LESS}`],
    },
    {
      name: "a denial is narrowed",
      plans: ofRole({ managed, policy: statements(deny("s3:*")) }, { managed, policy: statements(deny("s3:Put*")) }),
      says: [LESS],
    },
    {
      name: "a denial gets a condition",
      plans: ofRole(
        { managed, policy: statements(deny("s3:*")) },
        { managed, policy: statements(deny("s3:*", { Condition: { Bool: { "aws:SecureTransport": "false" } } })) },
      ),
      says: [LESS],
    },
    {
      name: "a boundary is widened",
      plans: ofRole(
        { managed, boundary: "arn:x", boundaryDocument: READ },
        { managed, boundary: "arn:x", boundaryDocument: BOTH },
      ),
      says: [LESS],
    },
    {
      name: "a denial comes",
      plans: ofRole({ managed }, { managed, policy: statements(deny("s3:*")) }),
    },
    {
      name: "a denial is written in another order",
      plans: ofRole(
        { managed, policy: statements(deny("s3:*"), deny("sqs:*")) },
        { managed, policy: statements(deny("sqs:*"), deny("s3:*")) },
      ),
    },
    {
      name: "a denial goes where all is known",
      plans: ofRole({ policy: statements(deny("s3:*")) }, {}),
    },
    {
      name: "a session policy of an existing role goes",
      plans: ofPod({ sessionPolicy: READ }, {}),
      says: [`backend/api ${LESS}`],
    },
    { name: "it is widened", plans: ofPod({ sessionPolicy: READ }, { sessionPolicy: BOTH }), says: [LESS] },
    { name: "it is narrowed", plans: ofPod({ sessionPolicy: BOTH }, { sessionPolicy: READ }) },
    { name: "it comes", plans: ofPod({}, { sessionPolicy: READ }) },
    {
      name: "session tags of an existing role are switched off",
      plans: ofPod({}, { disableSessionTags: true }),
      says: ["backend/api sends no session tags any more"],
    },
    { name: "they are switched on", plans: ofPod({ disableSessionTags: true }, {}) },
  ]);
});

describe("unknown-policy", () => {
  const managed = [{ arn: "arn:aws:iam::492000000148:policy/orders" }];
  const EXISTING = "arn:aws:iam::492000000148:role/reports";
  const target = { roleArn: EXISTING, trust: { Version: "2012-10-17" as const, Statement: [] } };
  holds(unknownPolicy, [
    {
      name: "a new role with a policy known by its ARN alone",
      plans: [plan({ after: { pods: [pod({ role: role({ managed }) })] } })],
      says: [
        "backend-api-api gets access that is not known here: what the managed policy arn:aws:iam::492000000148:policy/orders says",
      ],
    },
    {
      name: "the policy is one of the plans'",
      plans: [
        plan({ after: { roles: [role({ managed: [{ arn: "arn:x", document: allowing(["s3:GetObject"]) }] })] } }),
      ],
    },
    {
      name: "AWS's own",
      plans: [plan({ after: { roles: [role({ managed: [{ arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" }] })] } })],
    },
    {
      name: "it was there before",
      plans: [plan({ before: { roles: [role({ managed })] }, after: { roles: [role({ managed })] } })],
    },
    {
      name: "it is new in a role that stood",
      plans: [plan({ before: { roles: [role()] }, after: { roles: [role({ managed })] } })],
      says: ["policy/orders"],
    },
    {
      name: "an existing role",
      plans: [plan({ after: { pods: [pod({ role: EXISTING })] } })],
      says: [`backend/api gets access that is not known here: the policies of the existing role ${EXISTING}`],
    },
    {
      name: "an existing role as before",
      plans: [plan({ before: { pods: [pod({ role: EXISTING })] }, after: { pods: [pod({ role: EXISTING })] } })],
    },
    {
      name: "a target role",
      plans: [plan({ before: { pods: [pod()] }, after: { pods: [pod({ target })] } })],
      says: [`the policies of the target role ${EXISTING}`],
    },
    { name: "a role that goes", plans: [plan({ before: { roles: [role({ managed })] } })] },
  ]);
});
