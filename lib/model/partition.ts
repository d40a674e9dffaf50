/** The AWS partitions: separate worlds of accounts and regions, named in every ARN. */
export const PARTITIONS = ["aws", "aws-cn", "aws-us-gov"] as const;

export type Partition = (typeof PARTITIONS)[number];

/** The partition of a region, by its prefix (`cn-`, `us-gov-`). */
export function partitionOf(region: string): Partition {
  if (region.startsWith("cn-")) return "aws-cn";
  if (region.startsWith("us-gov-")) return "aws-us-gov";
  return "aws";
}
