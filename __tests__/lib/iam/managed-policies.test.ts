import { isManagedPolicyName, managedPolicyArn } from "../../../lib/iam/managed-policies";

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
