import type * as z from "zod";
import { DeclarationError } from "../lib/declaration/declaration-error";
import { policyFiles } from "../lib/declaration/policy-files";
import { problems } from "../lib/declaration/problems";
import { resolveClusterStacks, resolvePlatform } from "../lib/declaration/resolve-platform";
import { cluster } from "../lib/declaration/schema/cluster";
import { clusterKey } from "../lib/declaration/schema/names";
import { platform } from "../lib/declaration/schema/platform";
import { state } from "../lib/declaration/schema/state";
import type { Finding } from "../lib/model/finding";
import type { ClusterModel } from "../lib/model/stack";
import { judge } from "../lib/rules/all";

const schema = cluster.extend({ key: clusterKey, state: state.optional(), quotas: platform.shape.quotas });

/** A cluster of `platform.yaml`, with its key, and where its state is kept. */
export type ClusterStackProps = z.input<typeof schema>;

/** The props resolved and judged. Throws a DeclarationError with all that is wrong. */
export function clusterModel(props: ClusterStackProps): ClusterModel {
  const source = typeof props.key === "string" ? `cluster-${props.key}` : "cluster";
  const parsed = schema.safeParse(props);
  if (!parsed.success)
    throw new DeclarationError(problems(parsed.error.issues, schema, props, source, () => undefined));
  const { key, state: kept, quotas, ...declared } = parsed.data;
  const findings: Finding[] = [];
  const whole = resolvePlatform({ platform: source, state: kept, quotas, clusters: { [key]: declared } }, source);
  const stacks = resolveClusterStacks(whole, policyFiles(process.cwd(), findings), findings);
  findings.push(...judge(stacks));
  const [model] = stacks;
  if (findings.length > 0 || model === undefined) throw new DeclarationError(findings);
  return model;
}
