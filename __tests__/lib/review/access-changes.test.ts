import type { AnyDocument } from "../../../lib/iam/document";
import { placeholder, placeholderArn } from "../../../lib/model/placeholder";
import { trustPolicy } from "../../../lib/model/trust";
import type { NotAnalysable, Planned } from "../../../lib/plan/planned";
import { accessChanges, isChange } from "../../../lib/review/access-changes";
import { indexed } from "../../../lib/review/indexed-plans";
import type { AccessChange } from "../../../lib/review/review";
import { lines } from "../iam/compared";
import { action, allowing, pinnedTo, plan, pod, role } from "./planned";

const SEND = allowing(["sqs:SendMessage"]);
const RECEIVE = allowing(["sqs:ReceiveMessage"]);
const BOTH = allowing(["sqs:SendMessage", "sqs:ReceiveMessage"]);
const ORDERS = "arn:aws:sqs:us-east-1:492000000148:orders";
const CUSTOMER = { arn: "arn:aws:iam::492000000148:policy/orders" };
const OPEN = trustPolicy(undefined);
const OF_ACCOUNT = trustPolicy(undefined, { StringEquals: { "aws:SourceAccount": ["492000000148"] } });
const EXISTING = "arn:aws:iam::492000000148:role/legacy";
const TARGET = "arn:aws:iam::492000000148:role/target";

/** A pod whose target role is known with it. */
function aimed(policy: AnyDocument) {
  const { role: target } = role({ name: "target", policy }).identity;
  if (target.kind !== "own") throw new Error("a role of a plan is its own");
  return pod({ target: { roleArn: TARGET, trust: OPEN, role: target } });
}

function changesOf(...plans: readonly Planned[]): AccessChange[] {
  return accessChanges(indexed(plans)).map(({ change }) => change);
}

/** What comes of each subject in one line: who, association, verdict, gains, losses, and what is not known. */
function told(...plans: readonly Planned[]): string[] {
  return changesOf(...plans).map(({ subject, association, verdict, gained, lost, unknown }) => {
    const who = subject.kind === "role" ? `role ${subject.role}` : subject.serviceAccount;
    const parts = [
      ...lines(gained).map((text) => `+ ${text}`),
      ...lines(lost).map((text) => `- ${text}`),
      ...unknown.before.map((text) => `unknown before: ${text}`),
      ...unknown.after.map((text) => `unknown after: ${text}`),
    ];
    return [`${who} ${association}: ${verdict}`, ...parts].join("; ");
  });
}

/** The pod of a role with a policy, before and after. */
function onRole(before: Parameters<typeof role>[0] | undefined, after: Parameters<typeof role>[0] | undefined) {
  const side = (parts: Parameters<typeof role>[0] | undefined) =>
    parts === undefined ? {} : { pods: [pod({ role: role(parts) })] };
  return plan({ before: side(before), after: side(after) });
}

const LATER_ARN = placeholderArn("arn of aws_iam_policy.orders");

const torn = (side: "before" | "after"): NotAnalysable => ({
  stack: "backend-api",
  side,
  address: "aws_iam_role_policy.api",
  attribute: "policy",
  part: "policy",
  why: "its text is known only after apply",
  fix: "write it as a document",
  serviceAccounts: ["backend/api"],
  at: { source: "aws_iam_role_policy.api", path: [] },
});

describe("the access of a service account", () => {
  const cases: [string, Planned[], string[]][] = [
    [
      "gains all with its association",
      [onRole(undefined, { policy: SEND })],
      [`backend/api created: broadened; + write: sqs:SendMessage on ${ORDERS}`],
    ],
    [
      "loses all with its association",
      [onRole({ policy: SEND }, undefined)],
      [`backend/api removed: narrowed; - write: sqs:SendMessage on ${ORDERS}`],
    ],
    [
      "gains what its role gains",
      [onRole({ policy: SEND }, { policy: BOTH })],
      [`backend/api kept: broadened; + read: sqs:ReceiveMessage on ${ORDERS}`],
    ],
    [
      "gains and loses",
      [onRole({ policy: SEND }, { policy: RECEIVE })],
      [`backend/api kept: both; + read: sqs:ReceiveMessage on ${ORDERS}; - write: sqs:SendMessage on ${ORDERS}`],
    ],
    [
      "stays where a policy says the same in another order",
      [
        onRole(
          { policy: allowing(["sqs:SendMessage", "sqs:ReceiveMessage"]) },
          { policy: allowing(["sqs:receivemessage", "sqs:SendMessage"]) },
        ),
      ],
      ["backend/api kept: equivalent"],
    ],
    [
      "is that of the other role where it is re-pointed",
      [onRole({ policy: SEND }, { policy: RECEIVE, name: "other", address: "aws_iam_role.other" })],
      [`backend/api re-pointed: both; + read: sqs:ReceiveMessage on ${ORDERS}; - write: sqs:SendMessage on ${ORDERS}`],
    ],
    [
      "is one lost and one gained where the service account is renamed",
      [
        plan({
          before: { pods: [pod({ role: role({ policy: SEND, trust: OPEN }) })] },
          after: { pods: [pod({ name: "backend/web", role: role({ policy: SEND, trust: OPEN }) })] },
          actions: [action({ kind: "replace" })],
        }),
      ],
      [
        `backend/web created: broadened; + write: sqs:SendMessage on ${ORDERS}`,
        `backend/api removed: narrowed; - write: sqs:SendMessage on ${ORDERS}`,
      ],
    ],
    [
      "stays where the association moves to another stack",
      [
        plan({ before: { pods: [pod({ role: role({ policy: SEND }) })] }, actions: [action({ kind: "delete" })] }),
        plan({
          stack: "other",
          after: { pods: [pod({ stack: "other", role: role({ stack: "other", policy: SEND }) })] },
          actions: [action({ kind: "create", stack: "other" })],
        }),
      ],
      ["backend/api replaced: equivalent"],
    ],
    [
      "goes with its association, while the role is widened for whoever gets it next",
      [
        plan({
          before: { pods: [pod({ role: role({ policy: SEND }) })] },
          after: { roles: [role({ policy: BOTH })] },
        }),
      ],
      [
        `role backend-api-api none: broadened; + read: sqs:ReceiveMessage on ${ORDERS}`,
        `backend/api removed: narrowed; - write: sqs:SendMessage on ${ORDERS}`,
      ],
    ],
    [
      "goes with its association, while the role stays",
      [
        plan({
          before: { pods: [pod({ role: role({ policy: SEND }) })] },
          after: { roles: [role({ policy: SEND })] },
        }),
      ],
      [`backend/api removed: narrowed; - write: sqs:SendMessage on ${ORDERS}`, "role backend-api-api none: equivalent"],
    ],
    [
      "stays where the association is forgotten",
      [
        plan({
          before: { pods: [pod({ role: role({ policy: SEND }) })] },
          after: { roles: [role({ policy: SEND })] },
          actions: [action({ kind: "forget" })],
        }),
      ],
      ["backend/api kept: equivalent"],
    ],
    [
      "goes with the role of a forgotten association",
      [
        plan({
          before: { pods: [pod({ role: role({ policy: SEND }) })] },
          actions: [action({ kind: "forget" }), action({ kind: "delete", address: "aws_iam_role.api" })],
        }),
      ],
      [`backend/api kept: narrowed; - write: sqs:SendMessage on ${ORDERS}`],
    ],
    [
      "cannot be told of a role that stands outside of the plans",
      [plan({ after: { pods: [pod({ role: EXISTING })] } })],
      [`backend/api created: cannot tell; unknown after: ${EXISTING}`],
    ],
    [
      "is lost as a whole, whatever it was",
      [plan({ before: { pods: [pod({ role: EXISTING })] } })],
      [`backend/api removed: narrowed; unknown before: ${EXISTING}`],
    ],
    [
      "stays with the same unknown policy",
      [onRole({ policy: SEND, managed: [CUSTOMER] }, { policy: SEND, managed: [CUSTOMER] })],
      ["backend/api kept: equivalent"],
    ],
    [
      "is broadened beside an unknown policy",
      [onRole({ managed: [CUSTOMER] }, { policy: SEND, managed: [CUSTOMER] })],
      [
        `backend/api kept: broadened; + write: sqs:SendMessage on ${ORDERS}; unknown before: ${CUSTOMER.arn}; unknown after: ${CUSTOMER.arn}`,
      ],
    ],
    [
      "is broadened for sure by what is known to be new, beside an unknown policy that is new",
      [onRole({}, { policy: SEND, managed: [CUSTOMER] })],
      [`backend/api kept: broadened; + write: sqs:SendMessage on ${ORDERS}; unknown after: ${CUSTOMER.arn}`],
    ],
    [
      "cannot be told where an unknown policy comes",
      [onRole({ policy: BOTH }, { policy: SEND, managed: [CUSTOMER] })],
      [`backend/api kept: cannot tell; - read: sqs:ReceiveMessage on ${ORDERS}; unknown after: ${CUSTOMER.arn}`],
    ],
    [
      "cannot be told where an unknown policy goes: it may have denied",
      [onRole({ policy: SEND, managed: [CUSTOMER] }, { policy: SEND })],
      [`backend/api kept: cannot tell; unknown before: ${CUSTOMER.arn}`],
    ],
    [
      "cannot be told where an unknown boundary goes",
      [onRole({ policy: SEND, boundary: CUSTOMER.arn }, { policy: SEND })],
      [`backend/api kept: cannot tell; unknown before: permissions boundary ${CUSTOMER.arn}`],
    ],
    [
      "cannot be told where a policy could not be rebuilt, on both sides even",
      [{ ...onRole({ policy: SEND }, { policy: SEND }), notAnalysable: [torn("before"), torn("after")] }],
      [
        "backend/api kept: cannot tell; unknown before: policy of aws_iam_role_policy.api; unknown after: policy of aws_iam_role_policy.api",
      ],
    ],
    [
      "names a policy that could not be rebuilt by its address alone",
      [
        {
          ...onRole({ policy: SEND }, { policy: SEND, managed: [{ arn: LATER_ARN }] }),
          notAnalysable: [{ ...torn("after"), address: "aws_iam_policy.orders" }],
        },
      ],
      ["backend/api kept: cannot tell; unknown after: policy of aws_iam_policy.orders"],
    ],
    [
      "cannot be told where another role's unknown policies go, whatever comes instead",
      [
        plan({
          before: { pods: [pod({ role: EXISTING })] },
          after: { pods: [pod({ role: role({ policy: SEND }) })] },
        }),
      ],
      [`backend/api re-pointed: cannot tell; + write: sqs:SendMessage on ${ORDERS}; unknown before: ${EXISTING}`],
    ],
    [
      "is nothing where its role is deleted under it",
      [
        plan({
          before: { pods: [pod({ role: role({ arn: EXISTING, policy: SEND }) })] },
          after: { pods: [pod({ role: EXISTING })] },
          actions: [action({ kind: "delete", address: "aws_iam_role.api" })],
        }),
      ],
      [`backend/api kept: narrowed; - write: sqs:SendMessage on ${ORDERS}`],
    ],
    [
      "is nothing where the trust policy names another service account",
      [onRole(undefined, { policy: SEND, trust: pinnedTo(["backend/web"]) })],
      ["backend/api created: equivalent"],
    ],
    [
      "is gained where the trust policy asks for an account that is not known",
      [
        plan({
          after: {
            pods: [{ ...pod({ role: role({ policy: SEND, trust: OF_ACCOUNT }) }), account: placeholder("account") }],
          },
        }),
      ],
      [`backend/api created: broadened; + write: sqs:SendMessage on ${ORDERS}`],
    ],
    [
      "is nothing where the trust policy asks for another account",
      [
        plan({
          after: { pods: [{ ...pod({ role: role({ policy: SEND, trust: OF_ACCOUNT }) }), account: "111122223333" }] },
        }),
      ],
      ["backend/api created: equivalent"],
    ],
    [
      "is gained by a trust policy that lets it in now",
      [onRole({ policy: SEND, trust: pinnedTo(["backend/web"]) }, { policy: SEND })],
      [`backend/api kept: broadened; + write: sqs:SendMessage on ${ORDERS}`],
    ],
    [
      "is nothing where session tags are off and the trust policy asks for them",
      [
        plan({
          before: { pods: [pod({ role: role({ policy: SEND }) })] },
          after: { pods: [pod({ role: role({ policy: SEND }), disableSessionTags: true })] },
        }),
      ],
      [`backend/api kept: narrowed; - write: sqs:SendMessage on ${ORDERS}`],
    ],
    [
      "is that of the target role, where a plan has it",
      [
        plan({
          before: { pods: [pod({ role: role({ policy: RECEIVE }) })] },
          after: {
            pods: [pod({ role: role({ policy: RECEIVE }), target: { roleArn: TARGET, trust: OPEN } })],
            roles: [role({ name: "target", address: "aws_iam_role.target", arn: TARGET, policy: SEND })],
          },
        }),
      ],
      [`backend/api kept: both; + write: sqs:SendMessage on ${ORDERS}; - read: sqs:ReceiveMessage on ${ORDERS}`],
    ],
    [
      "is that of the target role, where the pod knows it",
      [plan({ before: { pods: [aimed(RECEIVE)] }, after: { pods: [aimed(SEND)] } })],
      [`backend/api kept: both; + write: sqs:SendMessage on ${ORDERS}; - read: sqs:ReceiveMessage on ${ORDERS}`],
    ],
    [
      "is not known of a target role that no plan has",
      [
        plan({
          before: { pods: [pod({ role: role({ policy: RECEIVE }) })] },
          after: { pods: [pod({ role: role({ policy: RECEIVE }), target: { roleArn: TARGET, trust: OPEN } })] },
        }),
      ],
      [`backend/api kept: cannot tell; - read: sqs:ReceiveMessage on ${ORDERS}; unknown after: ${TARGET}`],
    ],
    [
      "is limited by a session policy",
      [
        plan({
          before: { pods: [pod({ role: role({ policy: BOTH, trust: OPEN }), disableSessionTags: true })] },
          after: {
            pods: [pod({ role: role({ policy: BOTH, trust: OPEN }), disableSessionTags: true, sessionPolicy: SEND })],
          },
        }),
      ],
      [`backend/api kept: narrowed; - read: sqs:ReceiveMessage on ${ORDERS}`],
    ],
    [
      "is known of a role that another plan manages",
      [
        plan({ stack: "roles", after: { roles: [role({ stack: "roles", policy: SEND })] } }),
        plan({
          after: { pods: [pod({ role: "arn:aws:iam::492000000148:role/pod-identity/backend-api/backend-api-api" })] },
        }),
      ],
      [`backend/api created: broadened; + write: sqs:SendMessage on ${ORDERS}`],
    ],
    [
      "is compared for a role without an association, too",
      [plan({ before: { roles: [role({ policy: SEND })] }, after: { roles: [role({ policy: BOTH })] } })],
      [`role backend-api-api none: broadened; + read: sqs:ReceiveMessage on ${ORDERS}`],
    ],
  ];
  it.each(cases)("%s", (_, plans, lines) => {
    expect(told(...plans)).toEqual(lines);
    expect(told(...[...plans].reverse())).toEqual(lines);
  });
});

describe("what happens to the association", () => {
  const same = { pods: [pod()] };
  const cases: [string, Planned, AccessChange["association"]][] = [
    ["created", plan({ after: same, actions: [action({ kind: "create" })] }), "created"],
    ["removed", plan({ before: same, actions: [action({ kind: "delete" })] }), "removed"],
    ["replaced", plan({ before: same, after: same, actions: [action({ kind: "replace" })] }), "replaced"],
    [
      "replaced, and its role with it",
      plan({
        before: same,
        after: { pods: [pod({ role: role({ name: "other" }) })] },
        actions: [action({ kind: "replace" })],
      }),
      "replaced",
    ],
    [
      "re-pointed",
      plan({
        before: same,
        after: { pods: [pod({ role: role({ name: "other" }) })] },
        actions: [action({ kind: "update" })],
      }),
      "re-pointed",
    ],
    [
      "re-pointed to a role that is made",
      plan({
        before: same,
        after: { pods: [pod({ role: role({ name: "other", arn: placeholderArn("arn of aws_iam_role.other") }) })] },
      }),
      "re-pointed",
    ],
    [
      "kept by a role that is made anew",
      plan({
        before: same,
        after: { pods: [pod({ role: role({ arn: placeholderArn("arn of aws_iam_role.api") }) })] },
      }),
      "kept",
    ],
    ["updated", plan({ before: same, after: same, actions: [action({ kind: "update" })] }), "updated"],
    [
      "moved",
      plan({
        before: same,
        after: { pods: [pod({ address: "aws_eks_pod_identity_association.new" })] },
        actions: [
          action({
            kind: "no-op",
            address: "aws_eks_pod_identity_association.new",
            previousAddress: "aws_eks_pod_identity_association.api",
          }),
        ],
      }),
      "kept",
    ],
    [
      "imported",
      plan({ before: same, after: same, actions: [action({ kind: "no-op", importing: { id: "atlas-eks,a-1" } })] }),
      "kept",
    ],
    [
      "a deposed object beside it",
      plan({ before: same, after: same, actions: [action({ kind: "delete", deposed: "0a1b2c3d" })] }),
      "kept",
    ],
  ];
  it.each(cases)("%s", (_, planned, association) => {
    expect(changesOf(planned).map((change) => change.association)).toEqual([association]);
  });
});

describe("one service account", () => {
  const inAccount = (account: string) => {
    const one = pod();
    return { ...one, cluster: { ...one.cluster, account } };
  };
  const on = (name: string, region: string) => {
    const one = pod();
    return { ...one, cluster: { ...one.cluster, name, region } };
  };
  const cases: [string, Planned, number][] = [
    [
      "is two in two clusters",
      plan({ after: { pods: [on("atlas-eks", "us-east-1"), on("nova-eks", "us-east-1")] } }),
      2,
    ],
    [
      "is two in clusters of one name in two regions",
      plan({ before: { pods: [on("atlas-eks", "us-east-1")] }, after: { pods: [on("atlas-eks", "eu-west-1")] } }),
      2,
    ],
    [
      "is two in clusters of one name in two accounts",
      plan({ before: { pods: [inAccount("492000000148")] }, after: { pods: [inAccount("492000000149")] } }),
      2,
    ],
    [
      "is one where a side does not know the region",
      plan({
        before: { pods: [on("atlas-eks", "us-east-1")] },
        after: { pods: [on("atlas-eks", placeholder("region"))] },
      }),
      1,
    ],
  ];
  it.each(cases)("%s", (_, planned, count) => {
    expect(changesOf(planned)).toHaveLength(count);
  });
});

describe("who may use the role", () => {
  const irsa: AnyDocument = {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Federated: "arn:aws:iam::492000000148:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/A" },
        Action: ["sts:AssumeRoleWithWebIdentity"],
      },
    ],
  };
  const pinned = "service account backend/api on cluster atlas-eks";
  const open = "any association of the account";
  const shut = "EKS Pod Identity is not let in for this service account";
  const cases: [string, AnyDocument | undefined, AnyDocument, AccessChange["trust"]][] = [
    ["the same", pinnedTo(["backend/api"]), pinnedTo(["backend/api"]), undefined],
    ["opened", pinnedTo(["backend/api"]), OPEN, { before: pinned, after: open }],
    ["closed", OPEN, pinnedTo(["backend/api"]), { before: open, after: pinned }],
    [
      "pinned to more",
      pinnedTo(["backend/api"]),
      pinnedTo(["backend/api", "backend/web"], ["atlas-eks", "nova-eks"]),
      {
        before: pinned,
        after: "service accounts backend/api, backend/web on cluster atlas-eks, nova-eks",
      },
    ],
    [
      "pinned to another namespace as well",
      pinnedTo(["backend/api"]),
      pinnedTo(["backend/api", "jobs/api"]),
      { before: pinned, after: "service accounts backend/api, jobs/api on cluster atlas-eks" },
    ],
    [
      "pinned to many",
      pinnedTo(["backend/api"]),
      pinnedTo(["a/api", "b/api", "c/api", "backend/api", "jobs/web"]),
      {
        before: pinned,
        after: "service accounts a/api, a/web, b/api, b/web, backend/api, 5 more on cluster atlas-eks",
      },
    ],
    [
      "of IRSA",
      pinnedTo(["backend/api"]),
      irsa,
      {
        before: pinned,
        after: `${shut}; arn:aws:iam::492000000148:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/A`,
      },
    ],
    [
      "of IRSA from the start",
      undefined,
      irsa,
      {
        before: "nobody: the role is not associated",
        after: `${shut}; arn:aws:iam::492000000148:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/A`,
      },
    ],
    [
      "without sts:TagSession",
      undefined,
      { ...OPEN, Statement: [{ ...OPEN.Statement[0], Action: "sts:AssumeRole" }] },
      {
        before: "nobody: the role is not associated",
        after: `${shut}; ${open}`,
      },
    ],
    [
      "pinned to a cluster that is known only after apply",
      undefined,
      pinnedTo(["backend/api"], [placeholder("name of aws_eks_cluster.main")]),
      undefined,
    ],
  ];
  it.each(cases)("%s", (_, before, after, trust) => {
    const side = (document: AnyDocument) => ({ pods: [pod({ role: role({ trust: document }) })] });
    const [change] = changesOf(plan({ ...(before && { before: side(before) }), after: side(after) }));
    expect(change?.trust).toEqual(trust);
  });
});

describe("the order", () => {
  it("puts the gravest first: what cannot be told, gains by level, losses by level, what stays", () => {
    const of = (name: string, before: string[], after: string[], more: Parameters<typeof role>[0] = {}) => {
      const parts = { name: `role-${name}`, address: `aws_iam_role.${name}`, trust: OPEN };
      const at = `aws_eks_pod_identity_association.${name}`;
      const from = role({ ...parts, ...(before.length > 0 && { policy: allowing(before) }) });
      const to = role({ ...parts, ...(after.length > 0 && { policy: allowing(after) }), ...more });
      return [
        pod({ name: `ns/${name}`, address: at, role: from }),
        pod({ name: `ns/${name}`, address: at, role: to }),
      ] as const;
    };
    const pairs = [
      of("a-same", ["sqs:SendMessage"], ["sqs:SendMessage"]),
      of("b-loses-read", ["sqs:ReceiveMessage"], []),
      of("c-loses-write", ["sqs:SendMessage"], []),
      of("d-gains-read", [], ["sqs:ReceiveMessage"]),
      of("e-gains-write", [], ["sqs:SendMessage"]),
      of("f-gains-permissions", ["sqs:SendMessage"], ["sqs:AddPermission"]),
      of("g-unknown", [], [], { managed: [CUSTOMER] }),
    ];
    const planned = plan({ before: { pods: pairs.map(([one]) => one) }, after: { pods: pairs.map(([, one]) => one) } });
    const names = changesOf(planned).map(({ subject }) => (subject.kind === "role" ? "" : subject.serviceAccount));
    expect(names).toEqual([
      "ns/f-gains-permissions",
      "ns/g-unknown",
      "ns/e-gains-write",
      "ns/d-gains-read",
      "ns/c-loses-write",
      "ns/b-loses-read",
      "ns/a-same",
    ]);
  });
});

describe("what is shown", () => {
  const cases: [string, Planned, boolean][] = [
    ["nothing of what stays", onRole({ policy: SEND }, { policy: SEND }), false],
    ["a gain", onRole({}, { policy: SEND }), true],
    ["a trust policy that changes", onRole({ policy: SEND }, { policy: SEND, trust: OPEN }), true],
    ["a new association, of a role that may do nothing even", onRole(undefined, {}), true],
    [
      "what AWS may add to a wildcard",
      onRole({ policy: allowing(["sqs:SendMessage"]) }, { policy: allowing(["sqs:SendMessage*"]) }),
      true,
    ],
  ];
  it.each(cases)("%s", (_, planned, shown) => {
    expect(changesOf(planned).map(isChange)).toEqual([shown]);
  });
});
