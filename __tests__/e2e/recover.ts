import type { DeployedStack } from "./project";
import { contents, type World } from "./world";

/** What a deploy of the service `orders`, with its one identity `api` on atlas, says of what Terraform does not know of, and how it is imported. */
const LOST: { error: RegExp; type: string; id: (world: World) => string }[] = [
  {
    error: /EntityAlreadyExists: Role with name orders-api already exists\./,
    type: "aws_iam_role",
    id: () => "orders-api",
  },
  {
    error: /ResourceInUseException: Association already exists: a-\w+/,
    type: "aws_eks_pod_identity_association",
    id: (world) => `atlas-eks,${associationId(world)}`,
  },
];

/** Deploys, and imports what each failing deploy names. Gives the types that had to be imported. */
export async function goOn(world: World, stack: DeployedStack): Promise<string[]> {
  const imported: string[] = [];
  for (;;) {
    const { errors, changes } = await stack.tryApply();
    if (errors.length === 0) return imported;
    const lost = LOST.find(({ error }) => error.test(errors.join("\n")));
    if (lost === undefined || imported.includes(lost.type)) throw new Error(errors.join("\n"));
    await adopt(stack, changes, lost.type, lost.id(world));
    imported.push(lost.type);
  }
}

/** Gives Terraform what it lost: the recovery that the guide describes. */
async function adopt(stack: DeployedStack, changes: readonly string[], type: string, id: string): Promise<void> {
  const address = changes.find((change) => change.startsWith(`create ${type}.`))?.slice("create ".length) ?? "";
  await stack.terraform(["import", "-input=false", "-no-color", address, id], [0]);
}

function associationId(world: World): string {
  return contents(world).associations["atlas-eks/shop/api"]?.id ?? "";
}
