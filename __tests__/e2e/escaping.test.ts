import { z } from "zod";
import { INLINE, platformFile, serviceFile } from "./declarations";
import { describeE2e } from "./describe-e2e";
import { Project } from "./project";
import { ACCOUNT, contents, startWorld } from "./world";

jest.setTimeout(60_000);

/** Text that Terraform would evaluate if it saw it as it stands; a file read by it would be in the plan. */
const TEXTS = [
  "${aws:PrincipalTag/team}",
  '${file("/etc/hostname")}',
  "%{ if true }yes%{ endif }",
  "$${kept}",
  "%%{kept}",
  "$$${three}",
  "cost: $5 {a} 100%",
];
const TEXT = TEXTS.join(" | ");

const resource = z.object({ type: z.string(), name: z.string(), values: z.record(z.string(), z.unknown()) });
const plan = z.object({ planned_values: z.object({ root_module: z.object({ resources: z.array(resource) }) }) });

describeE2e("what a declaration says reaches AWS as it stands", () => {
  test("in descriptions, resources, conditions, policy files and add-on configurations", async () => {
    const world = await startWorld();
    const file = {
      Version: "2012-10-17",
      Statement: [{ Effect: "Deny", Action: "s3:*", Resource: `arn:aws:s3:::${TEXT}` }],
    };
    const project = new Project(world, { "policies/team.json": JSON.stringify(file) });
    const stack = await project.prepared("orders", {
      "pod-identity.yaml": serviceFile({
        service: "orders",
        clusters: { atlas: INLINE.atlas },
        identities: [
          {
            name: "api",
            serviceAccounts: ["shop/api"],
            description: TEXT,
            allow: TEXTS.map((text) => ({
              actions: ["s3:GetObject"],
              resources: [`arn:aws:s3:::orders/${text}/*`],
              when: { StringLike: { "s3:prefix": [text] } },
            })),
            policyFiles: ["policies/team.json"],
            trustConditions: { StringNotLike: { "aws:RequestTag/kubernetes-pod-name": TEXT } },
          },
        ],
      }),
    });
    const { resources } = plan.parse(await stack.planFile()).planned_values.root_module;
    const role = resources.find(({ type }) => type === "aws_iam_role")?.values;
    expect(role?.description).toBe(TEXT);
    expect(parsed(role?.assume_role_policy)).toMatchObject({
      Statement: [{ Condition: { StringNotLike: { "aws:RequestTag/kubernetes-pod-name": [TEXT] } } }],
    });
    const [declared, team] = ["pod-identity", "team"].map((name) =>
      parsed(
        resources.find(({ type, values }) => type === "aws_iam_role_policy" && values.name === name)?.values.policy,
      ),
    );
    expect(declared).toEqual({
      Version: "2012-10-17",
      Statement: expect.arrayContaining(
        TEXTS.map((text) => ({
          Effect: "Allow",
          Action: ["s3:GetObject"],
          Resource: [`arn:aws:s3:::orders/${text}/*`],
          Condition: { StringLike: { "s3:prefix": [text] } },
        })),
      ),
    });
    expect(team).toEqual(file);
    await world.close();
  });

  test("in an add-on's configuration and the names of existing roles", async () => {
    const world = await startWorld();
    const roleArn = `arn:aws:iam::${ACCOUNT}:role/\${path.cwd}/api`;
    const project = new Project(world, {
      "platform.yaml": platformFile({
        clusters: {
          atlas: {
            ...INLINE.atlas,
            agent: "external",
            addons: [
              {
                name: "aws-ebs-csi-driver",
                configuration: { controller: { note: TEXT } },
                identities: [{ serviceAccount: "ebs-csi-controller-sa", roleArn }],
              },
            ],
          },
        },
      }),
    });
    const stack = await project.prepared("cluster-atlas");
    const { resources } = plan.parse(await stack.planFile()).planned_values.root_module;
    const addon = resources.find(({ type }) => type === "aws_eks_addon")?.values;
    expect(parsed(addon?.configuration_values)).toEqual({ controller: { note: TEXT } });
    expect(addon?.pod_identity_association).toEqual([{ role_arn: roleArn, service_account: "ebs-csi-controller-sa" }]);
    expect(contents(world).addons).toEqual([]);
    await world.close();
  });
});

function parsed(text: unknown): unknown {
  return JSON.parse(z.string().parse(text));
}
