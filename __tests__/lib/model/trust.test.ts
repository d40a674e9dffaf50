import { targetTrustPolicy, trustPolicy } from "../../../lib/model/trust";

const CLUSTER = {
  arn: "arn:aws:eks:us-east-1:492000000148:cluster/atlas",
  region: "us-east-1",
  account: "492000000148",
  name: "atlas",
};
const PIN = {
  clusters: [CLUSTER],
  serviceAccounts: [
    { namespace: "b", name: "worker" },
    { namespace: "a", name: "api" },
    { namespace: "b", name: "api" },
  ],
};
const TAGS = {
  "aws:RequestTag/eks-cluster-arn": [CLUSTER.arn],
  "aws:RequestTag/kubernetes-namespace": ["a", "b"],
  "aws:RequestTag/kubernetes-service-account": ["api", "worker"],
};

describe("trustPolicy", () => {
  test("is one statement with each action once, pinned, its values sorted and without repetition", () => {
    expect(trustPolicy(PIN)).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "pods.eks.amazonaws.com" },
          Action: ["sts:AssumeRole", "sts:TagSession"],
          Condition: { StringEquals: TAGS },
        },
      ],
    });
  });

  test.each([
    ["open, without conditions", undefined, {}, undefined],
    [
      "open, with conditions of its own",
      undefined,
      { Bool: { "aws:SecureTransport": [true] } },
      { Bool: { "aws:SecureTransport": [true] } },
    ],
    [
      "pinned, with another key",
      PIN,
      { StringEquals: { "aws:SourceAccount": ["1"] } },
      { StringEquals: { ...TAGS, "aws:SourceAccount": ["1"] } },
    ],
    [
      "pinned, with the same key: what both allow",
      PIN,
      { StringEquals: { "aws:RequestTag/kubernetes-namespace": ["b", "c"] } },
      { StringEquals: { ...TAGS, "aws:RequestTag/kubernetes-namespace": ["b"] } },
    ],
  ])("%s", (_what, pin, more, condition) => {
    expect(trustPolicy(pin, more).Statement[0]?.Condition).toEqual(condition);
  });
});

describe("targetTrustPolicy", () => {
  const source = "arn:aws-cn:iam::492000000148:role/pod-identity/a/a-api";

  test("with session tags asks for the tags and for the source role", () => {
    expect(targetTrustPolicy(source, "492000000148", PIN, true).Statement).toEqual([
      {
        Effect: "Allow",
        Principal: { AWS: "arn:aws-cn:iam::492000000148:root" },
        Action: ["sts:AssumeRole", "sts:TagSession"],
        Condition: { ArnEquals: { "aws:PrincipalArn": [source] }, StringEquals: TAGS },
      },
    ]);
  });

  test("without session tags asks for the external ids and tags nothing", () => {
    const [statement] = targetTrustPolicy(source, "492000000148", PIN, false).Statement;
    expect(statement?.Action).toEqual(["sts:AssumeRole"]);
    expect(statement?.Condition?.StringEquals).toEqual({
      "sts:ExternalId": ["a/api", "b/api", "b/worker"].map((account) => `us-east-1/492000000148/atlas/${account}`),
    });
  });
});
