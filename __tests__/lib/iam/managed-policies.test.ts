import {
  isManagedPolicyName,
  MANAGED_POLICIES_DATE,
  managedPolicyArn,
  managedPolicyDocument,
  managedPolicyNames,
} from "../../../lib/iam/managed-policies";
import { parsePolicy } from "../../../lib/iam/parse";

describe("managedPolicyArn", () => {
  test.each([
    ["a name", "ReadOnlyAccess", "aws", "arn:aws:iam::aws:policy/ReadOnlyAccess", undefined],
    [
      "a name with its path",
      "service-role/AmazonEBSCSIDriverPolicy",
      "aws-cn",
      "arn:aws-cn:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy",
      undefined,
    ],
    [
      "a name without its path",
      "AmazonEBSCSIDriverPolicy",
      "aws",
      "arn:aws:iam::aws:policy/AmazonEBSCSIDriverPolicy",
      "did you mean `service-role/AmazonEBSCSIDriverPolicy`?",
    ],
    [
      "letter case",
      "readonlyaccess",
      "aws",
      "arn:aws:iam::aws:policy/readonlyaccess",
      "did you mean `ReadOnlyAccess`?",
    ],
    [
      "a name cut short",
      "AmazonS3ReadOnly",
      "aws",
      "arn:aws:iam::aws:policy/AmazonS3ReadOnly",
      "did you mean `AmazonS3ReadOnlyAccess`?",
    ],
    [
      "nothing broader is offered than was written",
      "AmazonS3ReadAccess",
      "aws",
      "arn:aws:iam::aws:policy/AmazonS3ReadAccess",
      "did you mean `AmazonS3ReadOnlyAccess`?",
    ],
    [
      "a broad one where a broad one was written",
      "AmazonS3FulAccess",
      "aws",
      "arn:aws:iam::aws:policy/AmazonS3FulAccess",
      expect.any(String),
    ],
  ])("%s", (_what, name, partition, arn, fix) => {
    const { date, ...made } = managedPolicyArn(name, partition);
    expect(made).toEqual({ arn, ...(fix === undefined ? {} : { fix }) });
    expect(date).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(isManagedPolicyName(name)).toBe(fix === undefined);
  });
});

test("the latest document of every one can be had, and read", () => {
  const names = managedPolicyNames();
  expect(names.length).toBeGreaterThan(1500);
  const broken = names.filter((name) => parsePolicy(managedPolicyDocument(name), "identity").policy === undefined);
  expect(broken).toEqual([]);
  expect(MANAGED_POLICIES_DATE).toMatch(/^20\d\d-\d\d-\d\d$/);
});

test("a document is had by its name with its path", () => {
  expect(managedPolicyDocument("AdministratorAccess")).toMatchObject({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
  });
  expect(managedPolicyDocument("service-role/AmazonEBSCSIDriverPolicy")).toBeDefined();
  expect(managedPolicyDocument("AmazonEBSCSIDriverPolicy")).toBeUndefined();
});
