import { resolve } from "node:path";
import * as z from "zod";
import { DeclarationError } from "../lib/declaration/declaration-error";
import { readPlatform } from "../lib/declaration/load";
import { policyFiles } from "../lib/declaration/policy-files";
import { problems } from "../lib/declaration/problems";
import { resolvePlatform } from "../lib/declaration/resolve-platform";
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
export function serviceModel(props: ServiceStackProps): {
  model: ServiceModel;
  tags: Readonly<Record<string, string>>;
  permissionsBoundary: string | undefined;
} {
  const source = typeof props.service === "string" ? stackName(props.service, props.environment) : "service";
  const parsed = schema.safeParse(props);
  if (!parsed.success)
    throw new DeclarationError(problems(parsed.error.issues, schema, props, source, () => undefined));
  const { environment, platform: named, identities = [], clusters, ...rest } = parsed.data;
  const findings: Finding[] = [];
  const platform =
    named === undefined
      ? undefined
      : typeof named === "string"
        ? readPlatform(named, resolve(process.cwd(), "main.ts"), findings)
        : resolvePlatform(named, source);
  const declared =
    environment === undefined
      ? { ...rest, identities, clusters }
      : { ...rest, identities, environments: { [environment]: { clusters: clusters ?? [] } } };
  const stacks =
    findings.length > 0
      ? []
      : resolveService(declared, platform, policyFiles(process.cwd(), findings), source, findings);
  findings.push(...judge(stacks));
  const [model] = stacks;
  if (findings.length > 0 || model === undefined) throw new DeclarationError(findings);
  const tags = { ...platform?.declared.defaults?.tags, ...props.tags };
  const boundary =
    props.permissionsBoundary ??
    platform?.declared.clusters[model.clusters[0]?.key ?? ""]?.permissionsBoundary ??
    platform?.declared.defaults?.permissionsBoundary;
  return { model, tags, permissionsBoundary: boundary };
}
