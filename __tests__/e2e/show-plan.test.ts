import { rmSync } from "node:fs";
import { join } from "node:path";
import { planState } from "../../lib/plan/plan-state";
import { type PlanFilesRead, readPlanFiles } from "../../lib/plan/read-plan-files";
import { INLINE, serviceFile } from "./declarations";
import { describeE2e } from "./describe-e2e";
import { environment, Project } from "./project";
import { startWorld } from "./world";

jest.setTimeout(60_000);

function declared(actions: string[]): Record<string, string> {
  const identity = {
    name: "api",
    serviceAccounts: ["shop/api"],
    policies: ["AmazonS3ReadOnlyAccess"],
    allow: [{ actions, resources: ["arn:aws:sqs:us-east-1:492000000148:orders"] }],
  };
  const clusters = { atlas: INLINE.atlas };
  return { "pod-identity.yaml": serviceFile({ service: "orders", clusters, identities: [identity] }) };
}

describeE2e("the plan file that Terraform leaves", () => {
  test("is shown where it lies, by what made it, with the configuration that it is of", async () => {
    const world = await startWorld();
    const project = new Project(world, {});
    const read = (...inputs: string[]) => readPlanFiles(inputs, project.folder, { env: environment(world) });
    const plan = () => stack.terraform(["plan", "-input=false", "-no-color", "-out=plan"], [0]);
    const stack = await project.prepared("orders", declared(["sqs:SendMessage"]));

    await plan();
    const first = await read();
    expect(first).toMatchObject({ problems: [], withoutPlan: [] });
    expect(first.documents[0]).toMatchObject({ file: "cdktf.out/stacks/orders/plan", stack: "orders" });
    const created = stateOf(first);
    expect(created.drift).toEqual([]);
    expect(created.actions.map(({ kind, at }) => `${kind} ${at.source}`).sort()).toEqual([
      "create orders/api/atlas_shop_api",
      "create orders/api/inline_pod-identity",
      "create orders/api/managed_aws_AmazonS3ReadOnlyAccess",
      "create orders/api/role",
    ]);

    // What a deployment leaves behind is no drift of the next plan.
    await stack.terraform(["apply", "-input=false", "-no-color", "plan"], [0]);
    project.write(declared(["sqs:SendMessage", "sqs:DeleteMessage"]));
    await project.synth();
    expect((await read("cdktf.out")).problems).toMatchObject([
      { message: expect.stringContaining("synthesized anew") },
    ]);
    await plan();
    const widened = stateOf(await read("cdktf.out"));
    expect(widened).toMatchObject({ errored: false, complete: true, drift: [] });
    expect(widened.actions).toMatchObject([
      { kind: "update", changed: ["policy"], at: { source: "orders/api/inline_pod-identity" } },
    ]);

    rmSync(join(stack.folder, ".terraform"), { recursive: true });
    const { documents, problems } = await read("cdktf.out/stacks/orders");
    expect(documents).toEqual([]);
    expect(problems).toMatchObject([
      {
        message: expect.stringMatching(
          /^cannot be shown: its providers or modules are not installed where it lies: .*registry\.terraform\.io\/hashicorp\/aws/,
        ),
      },
    ]);
  });
});

function stateOf({ documents, problems }: PlanFilesRead) {
  const [document] = documents;
  if (document === undefined) throw new Error(JSON.stringify(problems));
  return planState(document);
}
