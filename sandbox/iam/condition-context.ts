import type { RequestContext } from "../../lib/iam/request";

type Values = Readonly<Record<string, string | readonly string[] | undefined>>;
type Pairs = Iterable<readonly [key: string, value: string]>;

/** Tags as key and value. */
interface TagSets {
  /** Those that the request sends. */
  request?: Pairs;
  /** Those of the caller. */
  principal?: Pairs;
  /** Those of what the request is about. */
  resource?: Pairs;
}

/** What is known of a request, by condition key: values that are undefined are absent, as is `aws:TagKeys` without tags. */
export function conditionContext(
  values: Values,
  { request = [], principal = [], resource = [] }: TagSets = {},
): RequestContext {
  const sent = [...request];
  return Object.fromEntries([
    ...Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])),
    ...[...resource].map(([key, value]) => [`aws:ResourceTag/${key}`, value] as const),
    ...[...principal].map(([key, value]) => [`aws:PrincipalTag/${key}`, value] as const),
    ...sent.map(([key, value]) => [`aws:RequestTag/${key}`, value] as const),
    ...(sent.length === 0 ? [] : [["aws:TagKeys", sent.map(([key]) => key)] as const]),
  ]);
}

export function pairsOf(tags: readonly { readonly Key: string; readonly Value: string }[]): [string, string][] {
  return tags.map(({ Key, Value }) => [Key, Value]);
}
