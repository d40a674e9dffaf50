import { ACCOUNT, ATLAS, BORA, type IdentityDeclaration, policyIn, resource, synthIdentity } from "./synth";

const atlas = `arn:aws:eks:us-east-1:${ACCOUNT}:cluster/atlas-eks`;
const bora = `arn:aws:eks:eu-west-1:${ACCOUNT}:cluster/bora-eks`;
const pin = (clusters: string[], namespaces: string[], names: string[]) => ({
  "aws:RequestTag/eks-cluster-arn": clusters,
  "aws:RequestTag/kubernetes-namespace": namespaces,
  "aws:RequestTag/kubernetes-service-account": names,
});

const cases: {
  name: string;
  identity?: Partial<IdentityDeclaration>;
  clusters?: Record<string, typeof ATLAS>;
  condition: unknown;
}[] = [
  {
    name: "pinned to the cluster, the namespace and the service account",
    condition: { StringEquals: pin([atlas], ["shop"], ["api"]) },
  },
  {
    name: "pinned to all clusters and service accounts, each once and sorted",
    identity: { serviceAccounts: ["shop/worker", "shop/api", "back/api"] },
    clusters: { bora: BORA, atlas: ATLAS },
    condition: { StringEquals: pin([bora, atlas], ["back", "shop"], ["api", "worker"]) },
  },
  {
    name: "pinned to its own clusters alone",
    identity: { clusters: ["bora"] },
    clusters: { bora: BORA, atlas: ATLAS },
    condition: { StringEquals: pin([bora], ["shop"], ["api"]) },
  },
  {
    name: "pinned in China",
    clusters: { jin: { ...ATLAS, region: "cn-north-1" } },
    condition: {
      StringEquals: pin([`arn:aws-cn:eks:cn-north-1:${ACCOUNT}:cluster/atlas-eks`], ["shop"], ["api"]),
    },
  },
  { name: "open to the account", identity: { trust: "account" }, condition: undefined },
  {
    name: "open to the account, with a condition of the declaration",
    identity: { trust: "account", trustConditions: { StringEquals: { "aws:SourceAccount": ACCOUNT } } },
    condition: { StringEquals: { "aws:SourceAccount": [ACCOUNT] } },
  },
  {
    name: "pinned, with more conditions of the declaration",
    identity: {
      trustConditions: {
        StringEquals: { "aws:SourceAccount": ACCOUNT },
        StringLike: { "aws:RequestTag/kubernetes-pod-name": "api-*" },
      },
    },
    condition: {
      StringEquals: { ...pin([atlas], ["shop"], ["api"]), "aws:SourceAccount": [ACCOUNT] },
      StringLike: { "aws:RequestTag/kubernetes-pod-name": ["api-*"] },
    },
  },
  {
    name: "pinned still where a condition of the declaration names another cluster",
    identity: {
      trustConditions: { StringEquals: { "aws:RequestTag/kubernetes-namespace": ["shop", "elsewhere"] } },
    },
    condition: { StringEquals: pin([atlas], ["shop"], ["api"]) },
  },
];

test.each(cases)("the trust is one statement, $name", ({ identity, clusters, condition }) => {
  const stack = synthIdentity(identity, clusters === undefined ? {} : { clusters });
  expect(policyIn(resource(stack, "iam_role").assume_role_policy)).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "pods.eks.amazonaws.com" },
        Action: ["sts:AssumeRole", "sts:TagSession"],
        ...(condition === undefined ? {} : { Condition: condition }),
      },
    ],
  });
});
