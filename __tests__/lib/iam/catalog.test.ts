import {
  action,
  catalogDate,
  didYouMean,
  expand,
  globalConditionKeys,
  knowsConditionKey,
  service,
  servicePrefixes,
} from "../../../lib/iam/catalog";

test.each([
  ["s3:ListBucket", "list"],
  ["s3:getobject", "read"],
  ["iam:PassRole", "write"],
  ["sts:TagSession", "tagging"],
  ["iam:PutRolePolicy", "permissions"],
])("%s is of the level %s", (id, level) => {
  expect(action(id)).toMatchObject({ level });
});

test("an action knows its spelling, its resources and its keys", () => {
  const found = action("EKS:createpodidentityassociation");
  expect(found).toMatchObject({ id: "eks:CreatePodIdentityAssociation", service: "eks", wildcardOnly: false });
  expect(found?.resourceTypes).toContainEqual({
    type: { name: "cluster", arn: "arn:${Partition}:eks:${Region}:${Account}:cluster/${ClusterName}" },
    required: true,
  });
  expect(found?.conditionKeys).toEqual(expect.arrayContaining(["aws:RequestTag/${TagKey}", "aws:TagKeys"]));
  expect(action("s3:ListAllMyBuckets")).toMatchObject({ wildcardOnly: true, resourceTypes: [] });
});

test.each(["s3:GetObjct", "nope:GetObject", "GetObject", "", ":", "s3:", "__proto__:x", "s3:constructor"])(
  "there is no action %p",
  (id) => {
    expect(action(id)).toBeUndefined();
  },
);

test.each([
  ["s3:GetObject", 1, 1],
  ["s3:Get*", 50, 200],
  ["S3:get*", 50, 200],
  ["s3:*", 150, 400],
  ["s3:GetObjectAc?", 1, 1],
  ["nope:*", 0, 0],
  ["s3:Nope*", 0, 0],
  ["*:PutRolePolicy", 1, 1],
  ["*", 20_000, 40_000],
])("%s stands for %i to %i actions", (pattern, least, most) => {
  const count = expand(pattern).length;
  expect(count).toBeGreaterThanOrEqual(least);
  expect(count).toBeLessThanOrEqual(most);
});

test.each([
  ["s3:GetObjct", "did you mean `s3:GetObject`?"],
  ["s4:GetObject", "did you mean `s3:GetObject`?"],
  ["ec2:DescribeInstance", "did you mean `ec2:DescribeInstances`?"],
  ["s3:PutRolePolicy", "did you mean `iam:PutRolePolicy`?"],
  ["zzzzzzz:Zzzzzzzzz", ""],
])("%s: %s", (id, meant) => {
  expect(didYouMean(id)).toBe(meant);
});

test.each([
  ["iam:PassRole", "iam:PassedToService", true],
  ["iam:PassRole", "IAM:passedtoservice", true],
  ["iam:PassRole", "aws:SourceIp", true],
  ["iam:PassRole", "aws:PrincipalTag/kubernetes-namespace", true],
  ["iam:PassRole", "aws:ResourceTag/team", true],
  ["iam:PassRole", "aws:RequestTag/team", false],
  ["iam:PassRole", "s3:prefix", false],
  ["s3:ListBucket", "s3:prefix", true],
])("%s and the key %s: %p", (id, key, known) => {
  const found = action(id);
  expect(found && knowsConditionKey(found, key)).toBe(known);
});

test("the data says its day and its services", () => {
  expect(catalogDate()).toMatch(/^20\d\d-\d\d-\d\d$/);
  expect(servicePrefixes().length).toBeGreaterThan(400);
  expect(service("eks-auth")?.name).toMatch(/EKS Auth/);
  expect(globalConditionKeys()).toContainEqual({ key: "aws:SourceIp", type: "IPAddress" });
});
