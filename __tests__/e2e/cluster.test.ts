import { describeE2e } from "./describe-e2e";
import { runPod } from "./pod";
import { exampleFiles, Project } from "./project";
import { ATLAS, contents, NOTHING, startWorld } from "./world";

jest.setTimeout(120_000);

describeE2e("a cluster's stack", () => {
  test("deploys the agent and an add-on that owns its association, and removes both", async () => {
    const world = await startWorld();
    const project = new Project(world, exampleFiles("platform"));
    const stack = await project.prepared("cluster-atlas");
    await stack.apply();
    expect(contents(world).addons).toEqual(["atlas-eks/aws-ebs-csi-driver", "atlas-eks/eks-pod-identity-agent"]);
    expect(await stack.plan()).toEqual([]);
    // It is the role of the add-on, which has no business with buckets.
    expect(await runPod(world, ATLAS, "kube-system/ebs-csi-controller-sa")).toEqual({
      refused: expect.stringMatching(
        /:assumed-role\/cluster-atlas-aws-ebs-csi-driver-ebs-csi-controller-sa\/\S+ is not authorized to perform: s3:ListAllMyBuckets because/,
      ),
    });
    await stack.destroy();
    expect(contents(world)).toEqual(NOTHING);
    await world.close();
  });
});
