import { existing } from "./addons";
import type { EksContext } from "./context";
import { badRequest, notFound } from "./errors";
import type { JsonInput } from "./rest-json";
import { checkTags } from "./tags";

/** Whatever of EKS can carry tags: clusters, add-ons, associations. */
interface Tagged {
  tags: Record<string, string>;
}

const ARN = /^arn:aws[-a-z]*:eks:([^:]+):(\d{12}):(cluster|addon|podidentityassociation)\/([^/]+)(?:\/(.+))?$/;

export function listTags(context: EksContext, arn: string): Record<string, unknown> {
  return { tags: findTagged(context, arn).tags };
}

export function tagResource(context: EksContext, arn: string, input: JsonInput): Record<string, unknown> {
  const tagged = findTagged(context, arn);
  const tags = { ...tagged.tags, ...input.map("tags") };
  checkTags(tags);
  tagged.tags = tags;
  return {};
}

export function untagResource(context: EksContext, arn: string, query: URLSearchParams): Record<string, unknown> {
  const tagged = findTagged(context, arn);
  for (const key of query.getAll("tagKeys")) delete tagged.tags[key];
  return {};
}

/** The tags of a thing that the gate asks about; undefined where there is none such. */
export function tagsOfArn(context: EksContext, arn: string): Readonly<Record<string, string>> | undefined {
  return namedBy(context, arn)?.tags;
}

function findTagged(context: EksContext, arn: string): Tagged {
  const [, region, account, kind] = ARN.exec(arn) ?? [];
  if (kind === undefined || region !== context.region || account !== context.account)
    throw badRequest(`Invalid resource ARN: ${arn}`);
  const tagged = namedBy(context, arn);
  if (tagged !== undefined) return tagged;
  throw notFound(`The specified resource could not be found: ${arn}`);
}

function namedBy(context: EksContext, arn: string): Tagged | undefined {
  const [, region, account, kind, clusterName = "", rest = ""] = ARN.exec(arn) ?? [];
  const cluster = context.state.clusters[clusterName];
  if (cluster === undefined || region !== context.region || account !== context.account) return undefined;
  if (kind === "cluster") return cluster;
  if (kind === "addon") return existing(context, cluster, rest.split("/")[0] ?? "");
  return cluster.associations[rest];
}
