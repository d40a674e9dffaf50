import type * as z from "zod";
import { policyFiles } from "../lib/declaration/policy-files";
import { readProps, refuseIfAny } from "../lib/declaration/props";
import { resolveClusterStacks, resolvePlatform } from "../lib/declaration/resolve-platform";
import { cluster } from "../lib/declaration/schema/cluster";
import { clusterKey } from "../lib/declaration/schema/names";
import { platform } from "../lib/declaration/schema/platform";
import { state } from "../lib/declaration/schema/state";
import type { Finding } from "../lib/model/finding";
import type { ClusterModel } from "../lib/model/stack";
import { judge } from "../lib/rules/all";

const schema = cluster.extend({
  key: clusterKey,
  state: state.optional(),
  quotas: platform.shape.quotas,
  defaults: platform.shape.defaults,
  rules: platform.shape.rules,
});

/** A cluster of `platform.yaml` with its key, and the platform's `state`, `quotas`, `defaults` and `rules`. */
export type ClusterStackProps = z.input<typeof schema>;

/** The props resolved and judged. Throws a DeclarationError with all that is wrong. */
export function clusterModel(props: ClusterStackProps): ClusterModel {
  const source = typeof props.key === "string" ? `cluster-${props.key}` : "cluster";
  const findings: Finding[] = [];
  const { key, state: kept, quotas, defaults, rules, ...declared } = readProps(schema, props, source, findings);
  const platformOfOne = { platform: source, state: kept, quotas, defaults, rules, clusters: { [key]: declared } };
  const stacks = resolveClusterStacks(
    resolvePlatform(platformOfOne, source),
    policyFiles(process.cwd(), findings),
    findings,
  );
  findings.push(...judge(stacks));
  refuseIfAny(findings);
  const [model] = stacks;
  if (model === undefined) throw new Error(`${source}: no stack came out of the cluster`);
  return model;
}
