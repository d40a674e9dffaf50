import {
  CreateAddonCommand,
  type CreateAddonCommandInput,
  CreatePodIdentityAssociationCommand,
  DeleteAddonCommand,
  DeletePodIdentityAssociationCommand,
  DescribeAddonCommand,
  DescribeAddonVersionsCommand,
  DescribePodIdentityAssociationCommand,
  DescribeUpdateCommand,
  ListAddonsCommand,
  ListPodIdentityAssociationsCommand,
  ListTagsForResourceCommand,
  UpdateAddonCommand,
  type UpdateAddonCommandInput,
  UpdatePodIdentityAssociationCommand,
} from "@aws-sdk/client-eks";
import {
  ACCOUNT,
  addRole,
  CLUSTER,
  OTHER_ACCOUNT,
  REGION,
  refusal,
  startTestWorld,
  type TestWorld,
} from "./test-world";

const AGENT = "eks-pod-identity-agent";
const EBS = "aws-ebs-csi-driver";
const EFS = "aws-efs-csi-driver";
const EBS_ACCOUNT = "ebs-csi-controller-sa";

let world: TestWorld;
let roleArn: string;
beforeEach(async () => {
  world = await startTestWorld();
  roleArn = addRole(world, "csi");
});
afterEach(() => world.close());

const create = (addonName: string, more: Partial<CreateAddonCommandInput> = {}) =>
  world.eks.send(new CreateAddonCommand({ clusterName: CLUSTER, addonName, ...more }));
const update = (addonName: string, more: Partial<UpdateAddonCommandInput> = {}) =>
  world.eks.send(new UpdateAddonCommand({ clusterName: CLUSTER, addonName, ...more }));
const remove = (addonName: string, preserve = false) =>
  world.eks.send(new DeleteAddonCommand({ clusterName: CLUSTER, addonName, preserve }));
const addon = async (addonName: string) =>
  (await world.eks.send(new DescribeAddonCommand({ clusterName: CLUSTER, addonName }))).addon;
const associations = async () =>
  (await world.eks.send(new ListPodIdentityAssociationsCommand({ clusterName: CLUSTER }))).associations ?? [];

async function createActive(addonName: string, more: Partial<CreateAddonCommandInput> = {}): Promise<void> {
  await create(addonName, more);
  world.wait(1);
}

test("an add-on is CREATING, ACTIVE, UPDATING, ACTIVE, DELETING, gone", async () => {
  const created = await create(AGENT, { tags: { team: "platform" } });
  expect(created.addon).toMatchObject({
    addonName: AGENT,
    status: "CREATING",
    addonVersion: "v1.3.9-eksbuild.3",
    publisher: "eks",
    owner: "aws",
    tags: { team: "platform" },
    podIdentityAssociations: [],
  });
  expect(created.addon?.addonArn).toMatch(
    new RegExp(`^arn:aws:eks:${REGION}:${ACCOUNT}:addon/${CLUSTER}/${AGENT}/[0-9a-f-]{36}$`),
  );
  world.wait(1);
  expect((await addon(AGENT))?.status).toBe("ACTIVE");
  const { update: started } = await update(AGENT, {
    addonVersion: "v1.3.10-eksbuild.2",
    resolveConflicts: "OVERWRITE",
  });
  const updateStatus = async () =>
    (await world.eks.send(new DescribeUpdateCommand({ name: CLUSTER, addonName: AGENT, updateId: started?.id })))
      .update;
  expect(await updateStatus()).toMatchObject({
    status: "InProgress",
    type: "AddonUpdate",
    params: [
      { type: "AddonVersion", value: "v1.3.10-eksbuild.2" },
      { type: "ResolveConflicts", value: "OVERWRITE" },
    ],
  });
  expect(await addon(AGENT)).toMatchObject({ status: "UPDATING", addonVersion: "v1.3.10-eksbuild.2" });
  world.wait(1);
  expect(await updateStatus()).toMatchObject({ status: "Successful" });
  expect((await world.eks.send(new ListAddonsCommand({ clusterName: CLUSTER }))).addons).toEqual([AGENT]);
  expect((await remove(AGENT)).addon?.status).toBe("DELETING");
  expect((await remove(AGENT)).addon?.status).toBe("DELETING");
  world.wait(1);
  expect(await refusal(addon(AGENT))).toEqual({
    code: "ResourceNotFoundException",
    status: 404,
    message: `No addon: ${AGENT} found in cluster: ${CLUSTER}`,
  });
});

const OWN = { serviceAccount: EBS_ACCOUNT, roleArn: `arn:aws:iam::${ACCOUNT}:role/csi` };

test.each<{
  what: string;
  addonName?: string;
  input: Partial<CreateAddonCommandInput>;
  code?: string;
  status?: number;
  message: unknown;
}>([
  { what: "an unknown add-on", addonName: "nonsense", input: {}, message: "Addon specified is not supported" },
  { what: "an unknown version", input: { addonVersion: "v9" }, message: "Addon version specified is not supported" },
  {
    what: "a version of another Kubernetes",
    addonName: "kube-proxy",
    input: { addonVersion: "v1.28.15-eksbuild.4" },
    message: "Addon version specified is not supported",
  },
  {
    what: "configuration that is no object",
    input: { configurationValues: "just text" },
    message: expect.stringContaining("ConfigurationValue provided in request is not supported"),
  },
  {
    what: "a role that does not exist",
    input: { serviceAccountRoleArn: `arn:aws:iam::${ACCOUNT}:role/ghost` },
    message: "Role provided in the request does not exist.",
  },
  {
    what: "a role of another account",
    input: { serviceAccountRoleArn: `arn:aws:iam::${OTHER_ACCOUNT}:role/csi` },
    code: "AccessDeniedException",
    status: 403,
    message: "Cross-account pass role is not allowed.",
  },
  {
    what: "an identity for an add-on that takes none",
    addonName: AGENT,
    input: { podIdentityAssociations: [OWN] },
    message: "Pod Identity feature is not supported for addon version: v1.3.9-eksbuild.3",
  },
  {
    what: "an identity for a service account that is not the add-on's",
    input: { podIdentityAssociations: [{ ...OWN, serviceAccount: "other" }] },
    message: `Service account other in pod identity configuration is not supported for addon ${EBS}`,
  },
  {
    what: "an identity with a role that does not exist",
    input: { podIdentityAssociations: [{ ...OWN, roleArn: `arn:aws:iam::${ACCOUNT}:role/ghost` }] },
    message: "Role provided in the request does not exist.",
  },
])(
  "refuses $what, and leaves nothing behind",
  async ({ addonName = EBS, input, code = "InvalidParameterException", status = 400, message }) => {
    expect(await refusal(create(addonName, input))).toEqual({ code, status, message });
    expect(await refusal(addon(addonName))).toMatchObject({ code: "ResourceNotFoundException" });
    expect(await associations()).toEqual([]);
  },
);

test("an add-on exists once, and is not updated before it is ACTIVE", async () => {
  await create(EBS, { clientRequestToken: "one" });
  expect((await create(EBS, { clientRequestToken: "one" })).addon?.addonName).toBe(EBS);
  expect(await refusal(create(EBS, { clientRequestToken: "two" }))).toEqual({
    code: "ResourceInUseException",
    status: 409,
    message: "Addon already exists.",
  });
  expect(await refusal(update(EBS))).toEqual({
    code: "ResourceInUseException",
    status: 409,
    message: `Addon ${EBS} cannot be updated as it is currently in CREATING state`,
  });
});

test("an update keeps what it does not name, and a repeated one is the same", async () => {
  await createActive(EBS, { configurationValues: '{"a":1}', serviceAccountRoleArn: roleArn });
  const first = await update(EBS, { clientRequestToken: "one", addonVersion: "v1.52.1-eksbuild.1" });
  const again = await update(EBS, { clientRequestToken: "one", addonVersion: "v1.52.1-eksbuild.1" });
  expect(again.update?.id).toBe(first.update?.id);
  expect(await addon(EBS)).toMatchObject({ configurationValues: '{"a":1}', serviceAccountRoleArn: roleArn });
});

test("an add-on owns its associations, which live and die with it", async () => {
  await createActive(EBS, { podIdentityAssociations: [{ serviceAccount: EBS_ACCOUNT, roleArn }] });
  const [own] = await associations();
  const { addonArn, podIdentityAssociations } = (await addon(EBS)) ?? {};
  expect(own).toMatchObject({ namespace: "kube-system", serviceAccount: EBS_ACCOUNT, ownerArn: addonArn });
  expect(podIdentityAssociations).toEqual([own?.associationArn]);

  const owned = { clusterName: CLUSTER, associationId: own?.associationId };
  for (const call of [
    world.eks.send(new DeletePodIdentityAssociationCommand(owned)),
    world.eks.send(new UpdatePodIdentityAssociationCommand({ ...owned, roleArn })),
  ])
    expect(await refusal(call)).toMatchObject({ code: "InvalidRequestException", status: 400 });

  const other = addRole(world, "other");
  await update(EBS, { podIdentityAssociations: [{ serviceAccount: EBS_ACCOUNT, roleArn: other }] });
  world.wait(1);
  const { association } = await world.eks.send(new DescribePodIdentityAssociationCommand(owned));
  expect(association).toMatchObject({ roleArn: other, associationId: own?.associationId });

  await update(EBS, { addonVersion: "v1.52.1-eksbuild.1" });
  world.wait(1);
  expect(await associations()).toHaveLength(1);
  await update(EBS, { podIdentityAssociations: [] });
  world.wait(1);
  expect(await associations()).toEqual([]);
  expect((await addon(EBS))?.podIdentityAssociations).toEqual([]);
});

test("an update that is refused changes no association", async () => {
  const all = (second: string) => [
    { serviceAccount: "efs-csi-controller-sa", roleArn },
    { serviceAccount: "efs-csi-node-sa", roleArn: second },
  ];
  await createActive(EFS, { podIdentityAssociations: all(roleArn).slice(0, 1) });
  const before = await associations();
  const other = addRole(world, "other");
  const wanted = all(`arn:aws:iam::${ACCOUNT}:role/ghost`).map((own, index) =>
    index === 0 ? { ...own, roleArn: other } : own,
  );
  expect(await refusal(update(EFS, { podIdentityAssociations: wanted }))).toMatchObject({
    message: "Role provided in the request does not exist.",
  });
  expect(await associations()).toEqual(before);
  const { association } = await world.eks.send(
    new DescribePodIdentityAssociationCommand({ clusterName: CLUSTER, associationId: before[0]?.associationId }),
  );
  expect(association?.roleArn).toBe(roleArn);
});

test.each([
  { preserve: false, left: [] },
  { preserve: true, left: [EBS_ACCOUNT] },
])("deleted with preserve $preserve, an add-on leaves the associations of $left", async ({ preserve, left }) => {
  await createActive(EBS, { podIdentityAssociations: [{ serviceAccount: EBS_ACCOUNT, roleArn }] });
  await remove(EBS, preserve);
  const found = await associations();
  expect(found.map((association) => association.serviceAccount)).toEqual(left);
  for (const association of found) expect(association.ownerArn).toBeUndefined();
});

test("an add-on does not adopt an association that stands", async () => {
  const { association } = await world.eks.send(
    new CreatePodIdentityAssociationCommand({
      clusterName: CLUSTER,
      namespace: "kube-system",
      serviceAccount: EBS_ACCOUNT,
      roleArn,
    }),
  );
  expect(
    await refusal(create(EBS, { podIdentityAssociations: [{ serviceAccount: EBS_ACCOUNT, roleArn }] })),
  ).toMatchObject({
    code: "ResourceInUseException",
    message: `Association already exists: ${association?.associationId}`,
  });
});

test("add-ons carry tags", async () => {
  await create(EBS, { tags: { team: "platform" } });
  const resourceArn = (await addon(EBS))?.addonArn;
  expect((await world.eks.send(new ListTagsForResourceCommand({ resourceArn }))).tags).toEqual({ team: "platform" });
});

test.each([
  { kubernetesVersion: "1.33", addonName: "coredns", newest: "v1.12.4-eksbuild.1", standard: "v1.12.1-eksbuild.2" },
  { kubernetesVersion: "1.34", addonName: AGENT, newest: "v1.3.10-eksbuild.2", standard: "v1.3.9-eksbuild.3" },
])("$addonName on $kubernetesVersion: newest $newest, default $standard", async ({ newest, standard, ...input }) => {
  const { addons = [] } = await world.eks.send(new DescribeAddonVersionsCommand(input));
  expect(addons.map((one) => one.addonName)).toEqual([input.addonName]);
  const versions = addons[0]?.addonVersions ?? [];
  expect(versions[0]?.addonVersion).toBe(newest);
  const defaults = versions.filter((version) => version.compatibilities?.some((one) => one.defaultVersion));
  expect(defaults.map((version) => version.addonVersion)).toEqual([standard]);
  for (const version of versions)
    expect(version.compatibilities?.map((one) => one.clusterVersion)).toEqual([input.kubernetesVersion]);
});

test.each([
  { filter: { owners: ["community"] }, found: ["cert-manager", "external-dns", "metrics-server"] },
  { filter: { types: ["security"], publishers: ["eks"] }, found: [AGENT] },
  { filter: { addonName: "nonsense" }, found: [] },
])("add-on versions filtered by $filter", async ({ filter, found }) => {
  const { addons = [] } = await world.eks.send(new DescribeAddonVersionsCommand(filter));
  expect(addons.map((one) => one.addonName)).toEqual(found);
});
