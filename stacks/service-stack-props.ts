import { resolve } from "node:path";
import * as z from "zod";
import { readPlatform } from "../lib/declaration/load";
import { policyFiles } from "../lib/declaration/policy-files";
import { readProps, refuseIfAny } from "../lib/declaration/props";
import { type Platform, resolvePlatform, unreadPlatform } from "../lib/declaration/resolve-platform";
import { resolveService } from "../lib/declaration/resolve-service";
import { environmentName } from "../lib/declaration/schema/names";
import { platform as platformSchema } from "../lib/declaration/schema/platform";
import { service } from "../lib/declaration/schema/service";
import type { Finding } from "../lib/model/finding";
import { stackName } from "../lib/model/names";
import type { ServiceModel } from "../lib/model/stack";
import { judge } from "../lib/rules/all";

const schema = service.omit({ environments: true }).extend({
  platform: z.union([z.string(), platformSchema]).optional(),
  environment: environmentName.optional(),
  identities: service.shape.identities.optional(),
});

/**
 * What a ServiceStack is made from: the keys of `pod-identity.yaml`, with these differences.
 *
 * - `environment`: the one environment that the stack is for; make a stack for each
 * - `platform`: a path relative to the working directory, or a file of a package, or the platform's declaration itself
 * - `identities`: may be left out, and made with `new PodIdentity(stack, …)` instead
 */
export type ServiceStackProps = z.input<typeof schema>;

/** The props resolved and judged. Throws a DeclarationError with all that is wrong. */
export function serviceModel(props: ServiceStackProps): ServiceModel {
  const source = typeof props.service === "string" ? stackName(props.service, props.environment) : "service";
  const findings: Finding[] = [];
  const parsed = readProps(schema, props, source, findings);
  const { environment, platform: named, identities = [], clusters, ...rest } = parsed;
  const platform = platformOf(named, source, findings);
  const declared =
    environment === undefined
      ? { ...rest, identities, clusters }
      : { ...rest, identities, environments: { [environment]: { clusters: clusters ?? [] } } };
  const stacks = resolveService(declared, platform, policyFiles(process.cwd(), findings), source, findings);
  findings.push(...judge(stacks));
  refuseIfAny(findings);
  const [model] = stacks;
  if (model === undefined) throw new Error(`${source}: no stack came out of the service`);
  return model;
}

function platformOf(
  named: z.infer<typeof schema>["platform"],
  source: string,
  findings: Finding[],
): Platform | undefined {
  if (named === undefined) return undefined;
  if (typeof named !== "string") return resolvePlatform(named, source);
  return readPlatform(named, resolve(process.cwd(), "main.ts"), findings) ?? unreadPlatform(named);
}
