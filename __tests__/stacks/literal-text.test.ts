import { resource, synthCluster, synthIdentity } from "./synth";

/** As it is declared → as Terraform's JSON has to have it, so that Terraform sees the text as declared. */
const cases: [string, string][] = [
  ["${aws:PrincipalTag/team}", "$${aws:PrincipalTag/team}"],
  ['${file("/etc/passwd")}', '$${file("/etc/passwd")}'],
  ["%{ if true }x%{ endif }", "%%{ if true }x%%{ endif }"],
  ["$5, 100 %, {a}", "$5, 100 %, {a}"],
];

describe.each(cases)("%s", (text, escaped) => {
  test("in a description", () => {
    expect(resource(synthIdentity({ description: text }), "iam_role").description).toBe(escaped);
  });

  test("in an inline policy", () => {
    const stack = synthIdentity({
      allow: [
        {
          actions: ["s3:GetObject"],
          resources: [`arn:aws:s3:::orders/${text}`],
          when: { StringLike: { "s3:prefix": text } },
        },
      ],
    });
    const { policy } = resource(stack, "iam_role_policy");
    expect(policy).toContain(JSON.stringify(`arn:aws:s3:::orders/${escaped}`));
    expect(policy).toContain(`"s3:prefix":[${JSON.stringify(escaped)}]`);
  });

  test("in a policy file", () => {
    const Statement = [{ Effect: "Deny", Action: "s3:*", Resource: `arn:aws:s3:::orders/${text}` }];
    const files = { "team.json": JSON.stringify({ Version: "2012-10-17", Statement }) };
    const { policy } = resource(synthIdentity({ policyFiles: ["team.json"] }, {}, files), "iam_role_policy");
    expect(policy).toContain(JSON.stringify(`arn:aws:s3:::orders/${escaped}`));
  });

  test("in a condition of the trust", () => {
    const stack = synthIdentity({ trustConditions: { StringLike: { "aws:RequestTag/kubernetes-pod-name": text } } });
    expect(resource(stack, "iam_role").assume_role_policy).toContain(JSON.stringify(escaped));
  });

  test("in an add-on's configuration", () => {
    const stack = synthCluster({ agent: { configuration: { note: text } } });
    expect(resource(stack, "eks_addon").configuration_values).toBe(`{"note":${JSON.stringify(escaped)}}`);
  });
});

const PATH = "/${path.cwd}/";

test("in a role's path", () => {
  expect(resource(synthIdentity({ path: PATH }), "iam_role").path).toBe("/$${path.cwd}/");
});

test("in an existing role's ARN", () => {
  const stack = synthIdentity({ roleArn: `arn:aws:iam::492000000148:role${PATH}api` });
  expect(resource(stack, "eks_pod_identity_association").role_arn).toBe(
    "arn:aws:iam::492000000148:role/$${path.cwd}/api",
  );
});
