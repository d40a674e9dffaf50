import { emptyRecord } from "../record";
import catalog from "./aws-managed-policies.json";

/** A policy that AWS manages, without its document. */
export interface AwsManagedPolicy {
  arn: string;
  name: string;
  path: string;
  defaultVersion: string;
  created: string;
  updated: string;
}

/** By `/path/name`: default version, when it was made, when it was last changed. */
const entries: Readonly<Record<string, readonly string[]>> = Object.assign(emptyRecord<string[]>(), catalog);

/** The AWS managed policy of an ARN, `arn:PARTITION:iam::aws:policy/PATH/NAME`; undefined when AWS has none such. */
export function awsManagedPolicy(arn: string): AwsManagedPolicy | undefined {
  const [, partition, key = ""] = /^arn:(aws|aws-cn|aws-us-gov):iam::aws:policy(\/.*)$/.exec(arn) ?? [];
  return partition === undefined ? undefined : describe(partition, key);
}

/** All of them, with the ARNs of a partition. */
export function awsManagedPolicies(partition: string): AwsManagedPolicy[] {
  return Object.keys(entries).flatMap((key) => describe(partition, key) ?? []);
}

function describe(partition: string, key: string): AwsManagedPolicy | undefined {
  const [defaultVersion, created, updated] = entries[key] ?? [];
  if (defaultVersion === undefined || created === undefined || updated === undefined) return undefined;
  const end = key.lastIndexOf("/") + 1;
  return {
    arn: `arn:${partition}:iam::aws:policy${key}`,
    name: key.slice(end),
    path: key.slice(0, end),
    defaultVersion,
    created,
    updated,
  };
}
