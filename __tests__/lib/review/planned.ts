import type { AnyDocument } from "../../../lib/iam/document";
import type { Cluster } from "../../../lib/model/cluster";
import type { ExistingRole, Identity, ManagedPolicy, OwnRole, Target } from "../../../lib/model/identity";
import type { ServiceModel } from "../../../lib/model/stack";
import { trustPolicy } from "../../../lib/model/trust";
import type { Planned, PlannedAddon, PlannedPod, PlannedRole, PlannedSide } from "../../../lib/plan/planned";
import type { PlanState, ResourceAction } from "../../../lib/plan/resource-action";

const ACCOUNT = "492000000148";
const STACK = "backend-api";

export function cluster(name = "atlas-eks"): Cluster {
  return {
    key: name,
    name,
    account: ACCOUNT,
    region: "us-east-1",
    partition: "aws",
    arn: `arn:aws:eks:us-east-1:${ACCOUNT}:cluster/${name}`,
    at: { source: name, path: [] },
  };
}

/** A document of one statement that allows. */
export function allowing(actions: string[], resources: string[] = ["arn:aws:sqs:us-east-1:492000000148:orders"]) {
  return {
    Version: "2012-10-17" as const,
    Statement: [{ Effect: "Allow" as const, Action: actions, Resource: resources }],
  };
}

/** A trust policy pinned to service accounts of clusters. */
export function pinnedTo(names: readonly string[], clusters: readonly string[] = ["atlas-eks"]): AnyDocument {
  return trustPolicy({ clusters: clusters.map((name) => cluster(name)), serviceAccounts: names.map(accountOf) });
}

interface RoleParts {
  stack?: string;
  name?: string;
  path?: string;
  address?: string;
  arn?: string;
  trust?: AnyDocument;
  policy?: AnyDocument;
  managed?: readonly Omit<ManagedPolicy, "at">[];
  boundary?: string;
  boundaryDocument?: AnyDocument;
  tags?: Readonly<Record<string, string>>;
}

/** A role that a plan manages: `backend-api-api` of `aws_iam_role.api`, pinned to `backend/api` on `atlas-eks`. */
export function role({
  stack = STACK,
  name = "backend-api-api",
  path = "/pod-identity/backend-api/",
  address = "aws_iam_role.api",
  arn = `arn:aws:iam::${ACCOUNT}:role${path}${name}`,
  trust = pinnedTo(["backend/api"]),
  policy,
  managed = [],
  boundary,
  boundaryDocument,
  tags = {},
}: RoleParts = {}): PlannedRole {
  const at = { source: address, path: [] };
  const own: OwnRole = {
    kind: "own",
    name,
    path,
    arn,
    trust,
    managedPolicies: managed.map((one) => ({ ...one, at })),
    inlinePolicies: policy === undefined ? [] : [{ name: "pod-identity", document: policy, at }],
    ...(boundary === undefined ? {} : { permissionsBoundary: boundary }),
    ...(boundaryDocument === undefined ? {} : { permissionsBoundaryDocument: boundaryDocument }),
  };
  const identity: Identity = {
    name,
    role: own,
    clusters: [],
    serviceAccounts: [],
    pinned: true,
    disableSessionTags: false,
    tags,
    at,
  };
  return { stack, address, identity };
}

interface PodParts {
  stack?: string;
  name?: string;
  cluster?: string;
  address?: string;
  role?: PlannedRole | string;
  target?: Target;
  disableSessionTags?: boolean;
  sessionPolicy?: AnyDocument;
  addon?: string;
  tags?: Readonly<Record<string, string>>;
}

/** A pod of `backend/api` on `atlas-eks`, bound by `aws_eks_pod_identity_association.api`; a role by its ARN is in no plan. */
export function pod({
  stack = STACK,
  name = "backend/api",
  cluster: on = "atlas-eks",
  address = "aws_eks_pod_identity_association.api",
  role: of = role(),
  target,
  disableSessionTags = false,
  sessionPolicy,
  addon,
  tags = {},
}: PodParts = {}): PlannedPod {
  const serviceAccount = accountOf(name);
  const existing = (arn: string): ExistingRole => ({ kind: "existing", arn });
  const identity: Identity = {
    name,
    role: typeof of === "string" ? existing(of) : of.identity.role,
    clusters: [cluster(on)],
    serviceAccounts: [serviceAccount],
    pinned: true,
    disableSessionTags,
    ...(target === undefined ? {} : { target }),
    ...(sessionPolicy === undefined ? {} : { sessionPolicy }),
    tags: {},
    at: { source: address, path: [] },
  };
  return {
    stack,
    account: ACCOUNT,
    identity,
    cluster: cluster(on),
    serviceAccount,
    address,
    ...(addon === undefined ? {} : { addon }),
    ...(typeof of === "string" ? {} : { role: of }),
    tags,
  };
}

export function addon(parts: Partial<PlannedAddon> = {}): PlannedAddon {
  return {
    stack: STACK,
    address: "aws_eks_addon.agent",
    cluster: "atlas-eks",
    name: "eks-pod-identity-agent",
    version: "v1.3.10-eksbuild.2",
    ...parts,
  };
}

/** What a plan does with the association of `pod()`, unless it is said otherwise. */
export function action(parts: Partial<ResourceAction> & Pick<ResourceAction, "kind">): ResourceAction {
  const address = parts.address ?? "aws_eks_pod_identity_association.api";
  return {
    stack: STACK,
    address,
    type: address.split(".")[0] ?? address,
    mode: "managed",
    ...(parts.kind === "replace" ? { order: "delete first" as const } : {}),
    replacedBy: [],
    changed: [],
    sensitive: false,
    unknown: false,
    at: { source: address, path: [] },
    ...parts,
  };
}

interface SideParts {
  pods?: readonly PlannedPod[];
  roles?: readonly PlannedRole[];
  addons?: readonly PlannedAddon[];
}

interface PlanParts {
  stack?: string;
  before?: SideParts;
  after?: SideParts;
  actions?: readonly ResourceAction[];
  drift?: readonly ResourceAction[];
  state?: Partial<PlanState>;
  notAnalysable?: Planned["notAnalysable"];
  unread?: NonNullable<Planned["unread"]>;
}

/** One plan; the roles of its pods are among its roles. */
export function plan({
  stack = STACK,
  before = {},
  after = {},
  actions = [],
  drift = [],
  state = {},
  notAnalysable = [],
  unread,
}: PlanParts = {}): Planned {
  return {
    state: { stack, file: `${stack}/plan`, errored: false, deferred: [], checks: [], actions, drift, ...state },
    before: side(stack, before),
    after: side(stack, after),
    notAnalysable,
    ...(unread === undefined ? {} : { unread }),
  };
}

function side(stack: string, { pods = [], roles = [], addons = [] }: SideParts): PlannedSide {
  const all = new Set([...pods.flatMap((one) => (one.role?.stack === stack ? [one.role] : [])), ...roles]);
  return { model: model(stack, [...all]), pods, roles: [...all], addons };
}

function model(name: string, roles: readonly PlannedRole[]): ServiceModel {
  return {
    kind: "service",
    name,
    service: name,
    partition: "aws",
    account: ACCOUNT,
    regions: ["us-east-1"],
    state: { kind: "local", path: "terraform.tfstate" },
    quotas: { managedPoliciesPerRole: 10, trustPolicyLength: 2048 },
    at: { source: name, path: [] },
    clusters: [],
    identities: roles.map(({ identity }) => identity),
    inherited: { tags: {} },
  };
}

function accountOf(text: string) {
  const [namespace = "", name = ""] = text.split("/");
  return { namespace, name, at: { source: text, path: [] } };
}
