import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { type TerraformProvider, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";

/** The oldest AWS provider that knows each of the attributes that are newer than the rest. */
const NEWER_ATTRIBUTES = {
  /** `target_role_arn` and `disable_session_tags` of aws_eks_pod_identity_association. */
  targetRole: [6, 2, 0],
  /** `policy` of aws_eks_pod_identity_association. */
  sessionPolicy: [6, 57, 1],
} as const;

const OLDEST: Version = [5, 100, 0];
const BELOW = "7.0.0";

type Version = readonly [number, number, number];

/** Asks for the AWS provider in the widest range that holds what the stack uses. Called again, the floor can only rise. */
export function requireAwsProvider(scope: IConstruct, attribute?: keyof typeof NEWER_ATTRIBUTES): void {
  const stack = TerraformStack.of(scope);
  const before = floors.get(stack);
  const floor = attribute === undefined ? OLDEST : NEWER_ATTRIBUTES[attribute];
  if (before !== undefined && !isOlder(before, floor)) return;
  floors.set(stack, floor);
  stack.addOverride("terraform.required_providers.aws", {
    source: "hashicorp/aws",
    version: `>= ${floor.join(".")}, < ${BELOW}`,
  });
}

const floors = new WeakMap<TerraformStack, Version>();

function isOlder(a: Version, b: Version): boolean {
  for (const [index, part] of a.entries()) {
    const other = b[index] ?? 0;
    if (part !== other) return part < other;
  }
  return false;
}

/** The providers of a stack, one a region, each held to the one account: with other credentials Terraform refuses. */
export class RegionalProviders {
  private readonly byRegion = new Map<string, AwsProvider>();

  constructor(stack: TerraformStack, regions: readonly string[], account: string) {
    requireAwsProvider(stack);
    for (const region of regions) {
      this.byRegion.set(
        region,
        new AwsProvider(stack, `aws-${region}`, { alias: region, region, allowedAccountIds: [account] }),
      );
    }
  }

  /** The provider of a region of the stack. */
  of(region: string): TerraformProvider {
    const provider = this.byRegion.get(region);
    if (provider === undefined) throw new Error(`the stack has no provider for the region ${region}`);
    return provider;
  }
}
