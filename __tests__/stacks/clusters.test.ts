import { policyIn, resource, resources, synthCluster } from "./synth";

test("the agent with all its settings", () => {
  const stack = synthCluster({
    agent: {
      version: "v1.3.10-eksbuild.2",
      configuration: { tolerations: [{ operator: "Exists" }], agent: { additionalArgs: { "-b": "169.254.170.23" } } },
      resolveConflicts: { onCreate: "OVERWRITE", onUpdate: "PRESERVE" },
      preserve: true,
      tags: { team: "platform" },
    },
    tags: { team: "all", cluster: "atlas" },
  });
  expect(resource(stack, "eks_addon")).toMatchObject({
    cluster_name: "atlas-eks",
    addon_name: "eks-pod-identity-agent",
    addon_version: "v1.3.10-eksbuild.2",
    configuration_values: '{"agent":{"additionalArgs":{"-b":"169.254.170.23"}},"tolerations":[{"operator":"Exists"}]}',
    resolve_conflicts_on_create: "OVERWRITE",
    resolve_conflicts_on_update: "PRESERVE",
    preserve: true,
    tags: { team: "platform", cluster: "atlas" },
  });
});

test("an agent without settings has the cluster's default version", () => {
  const addon = resource(synthCluster({}), "eks_addon");
  expect(Object.keys(addon).sort()).toEqual(["//", "addon_name", "cluster_name", "provider", "tags"]);
});

test.each([
  { name: "external", cluster: { agent: "external" as const } },
  { name: "built in", cluster: { agent: undefined, nodes: ["auto-mode" as const] } },
])("an agent that is $name is not made", ({ cluster }) => {
  expect(synthCluster(cluster).json.resource).toEqual({});
});

test("an add-on owns the associations of its identities, and waits for the agent and their policies", () => {
  const stack = synthCluster({
    addons: [
      {
        name: "aws-ebs-csi-driver",
        identities: [
          { serviceAccount: "ebs-csi-node-sa", policies: ["service-role/AmazonEBSCSIDriverPolicy"] },
          { serviceAccount: "ebs-csi-controller-sa", roleArn: "arn:aws:iam::492000000148:role/ebs" },
        ],
      },
    ],
  });
  const addons = resources(stack, "eks_addon");
  const [agent = ""] = Object.keys(addons).filter((id) => id.startsWith("agent"));
  const ebs = Object.values(addons).find((one) => one.addon_name === "aws-ebs-csi-driver");
  const [role = ""] = Object.keys(resources(stack, "iam_role"));
  const [attachment = ""] = Object.keys(resources(stack, "iam_role_policy_attachment"));
  expect(ebs?.pod_identity_association).toEqual([
    { role_arn: "arn:aws:iam::492000000148:role/ebs", service_account: "ebs-csi-controller-sa" },
    { role_arn: `\${aws_iam_role.${role}.arn}`, service_account: "ebs-csi-node-sa" },
  ]);
  expect(ebs?.depends_on).toEqual([`aws_eks_addon.${agent}`, `aws_iam_role_policy_attachment.${attachment}`]);
  expect(resources(stack, "eks_pod_identity_association")).toEqual({});
  expect(resource(stack, "iam_role")).toMatchObject({
    name: "cluster-atlas-aws-ebs-csi-driver-ebs-csi-node-sa",
    path: "/pod-identity/cluster-atlas/",
  });
  const [trust] = policyIn(resource(stack, "iam_role").assume_role_policy).Statement;
  expect(trust?.Condition?.StringEquals).toMatchObject({
    "aws:RequestTag/kubernetes-namespace": ["kube-system"],
    "aws:RequestTag/kubernetes-service-account": ["ebs-csi-node-sa"],
  });
});

test("outputs of an add-on's identities are names that Terraform allows", () => {
  const stack = synthCluster({
    addons: [
      { name: "2nd_addon", namespace: "tools", identities: [{ serviceAccount: "agent.v2" }, { serviceAccount: "9" }] },
    ],
  });
  for (const name of Object.keys(stack.json.output)) expect(name).toMatch(/^[A-Za-z_][\w-]*$/);
});
