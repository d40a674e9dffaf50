import { isRecord } from "../../is-record";
import type { ResourceChange } from "../format";
import { isPartlyUnknownAt, isSameValue, isSensitiveAt, isUnknownAt, rawAt, SIDES, type Side } from "../value";
import { type Anybody, openTo } from "./open-to";
import { referredRoles } from "./referred-roles";
import type { Seen } from "./seen";
import { unescaped } from "./unescaped";

/** Whom an attribute is about, on either side. */
interface Named {
  /** The roles of pods. */
  roles: readonly string[];
  /** It may name any. */
  open: boolean;
  /** It asks for the session tags that EKS gives pods. */
  sessionTags: boolean;
  /** After apply it is a policy that lets anybody in, and it is not so before, or under more conditions. */
  anybody?: Anybody;
}

export function namedIn(resource: ResourceChange, attribute: string, plan: Seen): Named {
  const [before, after] = [onSide("before", resource, attribute, plan), onSide("after", resource, attribute, plan)];
  return {
    roles: [...new Set([...before.roles, ...after.roles])],
    open: before.open || after.open,
    sessionTags: before.sessionTags || after.sessionTags,
    ...(isWider(before.anybody, after.anybody) ? { anybody: after.anybody } : {}),
  };
}

function isWider(before: Anybody | undefined, after: Anybody | undefined): after is Anybody {
  return after !== undefined && after !== before && before !== "in any case";
}

function onSide(side: Side, resource: ResourceChange, attribute: string, plan: Seen): Named {
  const { texts, open } = textsOn(side, resource, attribute, plan);
  const { stack } = plan.document;
  const referred = open ? referredRoles(resource, attribute, plan) : [];
  const roles = referred.flatMap((address) => plan.known().at(stack, address) ?? []);
  const named: Pick<Named, "open" | "sessionTags" | "anybody"> = { open, sessionTags: false };
  for (const text of texts) {
    const { sessionTags, anybody, patterns } = openTo(text);
    if (sessionTags) named.sessionTags = true;
    if (anybody !== undefined && named.anybody !== "in any case") named.anybody = anybody;
    roles.push(...plan.known().alike(text));
    if (ROLE_PATTERN.test(text)) roles.push(...plan.known().matching([text.replace(":::role/", "::*:role/")]));
    roles.push(...plan.known().namedIn(unescaped(text), stack), ...plan.known().matching(patterns));
  }
  return { roles, ...named };
}

/** An ARN with wildcards, as portfolios of Service Catalog take them, without an account there; a whole policy is none. */
const ROLE_PATTERN = /^arn:[^\s{}]*:role\/[^\s{}]*[*?]/;

/** The texts of an attribute and in it, as far as they can be told; `open`: there are others. */
export function textsOn(
  side: Side,
  resource: ResourceChange,
  attribute: string,
  plan: Seen,
): { texts: readonly string[]; open: boolean } {
  const { change, address } = resource;
  const raw = rawAt(change, side, attribute);
  if (!isPartlyUnknownAt(change, side, attribute)) return { texts: textsIn(raw), open: false };
  const value = plan.rebuilt(address, attribute);
  // What can be told of a value counts, also where the rest of it cannot.
  return value === undefined ? { texts: textsIn(raw), open: true } : { texts: textsIn(value), open: false };
}

function textsIn(value: unknown, depth = 0): string[] {
  if (typeof value === "string") return [value];
  if (depth > DEEPEST) return [];
  if (Array.isArray(value)) return value.flatMap((one) => textsIn(one, depth + 1));
  return isRecord(value) ? textsIn(Object.values(value), depth + 1) : [];
}

/** Lists and blocks that name somebody nest a few levels. */
const DEEPEST = 20;

/** Whether an attribute has another value after, or is known only then. */
export function changes({ change }: ResourceChange, attribute: string): boolean {
  if (isUnknownAt(change, "after", attribute)) return true;
  const [from, to] = [rawAt(change, "before", attribute), rawAt(change, "after", attribute)];
  return from !== to && !isSameValue(from === "" ? undefined : from, to === "" ? undefined : to);
}

/** The texts that an attribute has, or holds, on either side; none that is sensitive. */
export function textsOf({ change }: ResourceChange, attribute: string): string[] {
  const texts = new Set<string>();
  for (const side of SIDES) {
    const value = rawAt(change, side, attribute);
    if (value === undefined || isUnknownAt(change, side, attribute) || isSensitiveAt(change, side, attribute)) continue;
    for (const one of Array.isArray(value) ? value : [value]) if (typeof one === "string") texts.add(one);
  }
  return [...texts];
}
