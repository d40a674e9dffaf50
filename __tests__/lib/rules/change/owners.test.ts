import { placeholder } from "../../../../lib/model/placeholder";
import { foreignAssociation } from "../../../../lib/rules/change/foreign-association";
import { namespaceOwnerChange } from "../../../../lib/rules/change/namespace-owner-change";
import { action, cluster, plan, pod, role } from "../../review/planned";
import { holds } from "./found";

const OURS = { "managed-by": "pod-identity-stacks" };
const THEIRS = { "managed-by": "eksctl" };
const OTHER = "aws_eks_pod_identity_association.other";

describe("foreign-association", () => {
  const tagged = (
    was: Record<string, string>,
    is: Record<string, string> | undefined,
    parts: Parameters<typeof action>[0],
  ) => [
    plan({
      before: { pods: [pod({ tags: was }), pod({ address: OTHER, name: "backend/other", tags: OURS })] },
      after: {
        pods: [
          ...(is === undefined ? [] : [pod({ tags: is })]),
          pod({ address: OTHER, name: "backend/other", tags: OURS }),
        ],
      },
      actions: [action(parts)],
    }),
  ];
  const foreign = pod({ role: "arn:aws:iam::492000000148:role/pod-identity/payments/payments-api" });
  const ofAddon = pod({ addon: "aws-ebs-csi-driver", address: "aws_eks_addon.ebs" });
  holds(foreignAssociation, [
    { name: "its own, changed", plans: tagged(OURS, OURS, { kind: "update" }) },
    {
      name: "another owner's, changed",
      plans: tagged(THEIRS, OURS, { kind: "update" }),
      says: [
        "backend/api has an association whose tag `managed-by: eksctl` names another owner, and this plan changes it",
      ],
    },
    { name: "another owner's, left alone", plans: tagged(THEIRS, OURS, { kind: "no-op" }) },
    {
      name: "another owner's, imported",
      plans: tagged(THEIRS, OURS, { kind: "update", importing: { id: "x" } }),
      says: ["and this plan imports it"],
    },
    { name: "its own, imported", plans: tagged(OURS, OURS, { kind: "no-op", importing: { id: "x" } }) },
    { name: "untagged, imported", plans: tagged({}, OURS, { kind: "update", importing: { id: "x" } }) },
    {
      name: "another owner's, removed",
      plans: tagged(THEIRS, undefined, { kind: "delete" }),
      says: ["and this plan removes it"],
    },
    { name: "its own, removed", plans: tagged(OURS, undefined, { kind: "delete" }) },
    {
      name: "another owner's, removed, while nothing tells who the stack is",
      plans: [plan({ before: { pods: [pod({ tags: THEIRS })] }, actions: [action({ kind: "delete" })] })],
    },
    {
      name: "another owner's, moved and changed",
      plans: [
        plan({
          before: { pods: [pod({ tags: THEIRS })] },
          after: { pods: [pod({ tags: OURS, address: OTHER })] },
          actions: [
            action({
              kind: "update",
              address: OTHER,
              previousAddress: "aws_eks_pod_identity_association.api",
            }),
          ],
        }),
      ],
      says: ["names another owner, and this plan changes it"],
    },
    {
      name: "imported, with the owner of another one of the stack",
      plans: [
        plan({
          before: {
            pods: [pod({ tags: THEIRS }), pod({ address: OTHER, name: "backend/other", tags: THEIRS })],
          },
          after: { pods: [pod({ tags: OURS }), pod({ address: OTHER, name: "backend/other", tags: THEIRS })] },
          actions: [action({ kind: "update", importing: { id: "x" } })],
        }),
      ],
    },
    ...["managed-by", "managed_by", "managedby", "owner", "repository", "service", "Managed-By", "OWNER"].map(
      (tag) => ({
        name: `by the tag ${tag}`,
        plans: tagged({ [tag]: "them" }, { [tag]: "us" }, { kind: "update" }),
        says: [`whose tag \`${tag.toLowerCase()}: them\` names another owner`],
      }),
    ),
    { name: "by another tag", plans: tagged({ team: "them" }, { team: "us" }, { kind: "update" }) },
    {
      name: "all of the stack change their owner's name",
      plans: [
        plan({
          before: { pods: [pod({ tags: THEIRS }), pod({ address: OTHER, name: "backend/b", tags: THEIRS })] },
          after: { pods: [pod({ tags: OURS }), pod({ address: OTHER, name: "backend/b", tags: OURS })] },
          actions: [action({ kind: "update" }), action({ kind: "update", address: OTHER })],
        }),
      ],
    },
    {
      name: "an add-on's, imported",
      plans: [
        plan({
          before: { pods: [ofAddon, pod()] },
          after: { pods: [ofAddon, pod()] },
          actions: [action({ kind: "no-op", importing: { id: "x" } })],
        }),
      ],
      says: ["belongs to the add-on `aws-ebs-csi-driver`, and this plan imports it"],
    },
    {
      name: "an add-on's that is made by this plan, changed",
      plans: [
        plan({
          before: { pods: [pod()] },
          after: { pods: [ofAddon, pod()] },
          actions: [action({ kind: "update" })],
        }),
      ],
      says: ["belongs to the add-on `aws-ebs-csi-driver`, and this plan changes it"],
    },
    {
      name: "an add-on's that goes, changed",
      plans: [
        plan({
          before: { pods: [ofAddon, pod()] },
          after: { pods: [pod()] },
          actions: [action({ kind: "update" })],
        }),
      ],
      says: ["belongs to the add-on `aws-ebs-csi-driver`, and this plan changes it"],
    },
    {
      name: "an add-on's, left alone where another one is changed",
      plans: [
        plan({
          before: { pods: [ofAddon, pod(), pod({ address: OTHER, name: "backend/other" })] },
          after: { pods: [ofAddon, pod(), pod({ address: OTHER, name: "backend/other" })] },
          actions: [action({ kind: "no-op" }), action({ kind: "update", address: OTHER })],
        }),
      ],
    },
    {
      name: "a role of another service, newly used",
      plans: [plan({ after: { pods: [foreign] }, actions: [action({ kind: "create" })] })],
      says: ["backend/api gets a role of the service `payments`"],
    },
    {
      name: "a role of another service, used before",
      plans: [plan({ before: { pods: [foreign] }, after: { pods: [foreign] }, actions: [action({ kind: "update" })] })],
    },
    {
      name: "a role of another service, in the place of one of a third",
      plans: [
        plan({
          before: { pods: [pod({ role: "arn:aws:iam::492000000148:role/pod-identity/orders/orders-api" })] },
          after: { pods: [foreign] },
          actions: [action({ kind: "update" })],
        }),
      ],
      says: ["backend/api gets a role of the service `payments`"],
    },
    ...[
      { name: "left alone", action: { kind: "no-op" } as const, says: [] },
      {
        name: "imported",
        action: { kind: "no-op", importing: { id: "x" } } as const,
        says: ["backend-api-api is a role of the service `payments`"],
      },
    ].map(({ name, action: done, says }) => {
      const roles = [role({ path: "/pod-identity/payments/" }), role({ address: "aws_iam_role.own", name: "own" })];
      const actions = [action({ ...done, address: "aws_iam_role.api" })];
      return {
        name: `a role of another service, ${name}`,
        plans: [plan({ before: { roles }, after: { roles }, actions })],
        says,
      };
    }),
    {
      name: "a role of another service, changed",
      plans: [
        plan({
          before: {
            roles: [role({ path: "/pod-identity/payments/" }), role({ address: "aws_iam_role.own", name: "own" })],
          },
          after: {
            roles: [role({ path: "/pod-identity/payments/" }), role({ address: "aws_iam_role.own", name: "own" })],
          },
          actions: [action({ kind: "update", address: "aws_iam_role.api" })],
        }),
      ],
      says: ["backend-api-api is a role of the service `payments`"],
    },
    {
      name: "an environment's stack, with the service's path",
      plans: [
        plan({
          stack: "backend-api-prod",
          after: { roles: [role({ stack: "backend-api-prod" })] },
          actions: [action({ kind: "create", stack: "backend-api-prod", address: "aws_iam_role.api" })],
        }),
      ],
    },
    {
      name: "a stack whose name tells nothing",
      plans: [
        plan({
          stack: "plan.json",
          after: { roles: [role({ stack: "plan.json" })] },
          actions: [action({ kind: "create", stack: "plan.json", address: "aws_iam_role.api" })],
        }),
      ],
    },
  ]);
});

describe("namespace-owner", () => {
  const owners = [
    { repository: "acme/backend-api", namespaces: ["backend"] },
    { repository: "acme/payments", namespaces: ["payments"] },
    { repository: "acme/backend-api", namespaces: ["batch"], clusters: ["borealis"] },
  ];
  const known = { owners, repository: "acme/backend-api" };
  const created = (name: string, parts: Parameters<typeof pod>[0] = {}) => [
    plan({ after: { pods: [pod({ name, ...parts })] }, actions: [action({ kind: "create" })] }),
  ];
  const keys = (key: string) => new Map([[cluster().arn, key]]);
  const theirs = pod({ name: "payments/api" });
  holds(namespaceOwnerChange, [
    { name: "its own", plans: created("backend/api"), known },
    {
      name: "letter case of repositories",
      plans: created("backend/api"),
      known: { owners, repository: "Acme/Backend-API" },
    },
    {
      name: "another's",
      plans: created("payments/api"),
      known,
      says: ["payments/api is in the namespace `payments`, which belongs to acme/payments"],
    },
    { name: "nobody's", plans: created("free/api"), known, says: ["which the platform gives to nobody"] },
    {
      name: "another's, removed",
      plans: [plan({ before: { pods: [theirs] }, actions: [action({ kind: "delete" })] })],
      known,
      says: ["payments/api"],
    },
    {
      name: "another's as before",
      plans: [plan({ before: { pods: [theirs] }, after: { pods: [theirs] } })],
      known,
      says: [/^old payments\/api/],
    },
    {
      name: "another's, left alone",
      plans: [plan({ before: { pods: [theirs] }, after: { pods: [theirs] }, actions: [action({ kind: "no-op" })] })],
      known,
      says: [/^old payments\/api/],
    },
    {
      name: "another's, imported",
      plans: [
        plan({
          before: { pods: [theirs] },
          after: { pods: [theirs] },
          actions: [action({ kind: "no-op", importing: { id: "x" } })],
        }),
      ],
      known,
      says: [/^payments\/api/],
    },
    {
      name: "owned in a cluster that is named as it is in AWS",
      plans: created("batch/api"),
      known: {
        ...known,
        owners: [
          { repository: "acme/backend-api", namespaces: ["batch"], clusters: ["atlas-eks"] },
          { repository: "acme/payments", namespaces: ["batch"], clusters: ["borealis"] },
        ],
      },
    },
    {
      name: "its own, in other letters, where the cluster's short name is not known",
      plans: created("backend/api"),
      known: { ...known, owners: [{ repository: "ACME/Backend-API", namespaces: ["backend"] }] },
    },
    {
      name: "another's, changed",
      plans: [plan({ before: { pods: [theirs] }, after: { pods: [theirs] }, actions: [action({ kind: "update" })] })],
      known,
      says: [/^payments\/api/],
    },
    { name: "known only after apply", plans: created(`${placeholder("x")}/api`), known },
    { name: "an add-on's", plans: created("kube-system/ebs", { addon: "aws-ebs-csi-driver" }), known },
    { name: "owned in this cluster", plans: created("batch/api"), known: { ...known, clusterKeys: keys("borealis") } },
    {
      name: "owned in another cluster",
      plans: created("batch/api"),
      known: { ...known, clusterKeys: keys("atlas") },
      says: ["gives to nobody on the cluster `atlas`"],
    },
    {
      name: "owned in a cluster whose short name is not known",
      plans: created("batch/api"),
      known,
      says: [/^warning batch\/api .*cannot be told/],
    },
    {
      name: "its own, while the declaration names another",
      plans: created("backend/api"),
      known: { ...known, otherRepositories: ["acme/payments"] },
      says: ["acme/payments names another repository than the one that this review runs for, `acme/backend-api`"],
    },
    {
      name: "the declaration names another, and no owners are at hand",
      plans: created("backend/api"),
      known: { repository: "acme/backend-api", otherRepositories: ["acme/payments"] },
      says: ["acme/payments names another"],
    },
    { name: "no owners at hand", plans: created("payments/api"), known: { repository: "acme/backend-api" } },
    {
      name: "no repository at hand",
      plans: created("payments/api"),
      known: { owners },
      says: [/^warning backend-api binds service accounts.*cannot be told/],
    },
    { name: "nothing is bound", plans: [plan()], known: { owners } },
  ]);
});
