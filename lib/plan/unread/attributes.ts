import type { ResourceChange } from "../format";
import { isSameValue, isSensitiveAt, isUnknownAt, rawAt, valueAt } from "../value";
import type { Seen } from "./seen";
import { WORDS } from "./unread-types";

/** The roles of pods that an attribute names on either side; `open`: it may name any. */
export function namedIn(resource: ResourceChange, attribute: string, plan: Seen): { roles: string[]; open: boolean } {
  const roles = new Set<string>();
  let open = false;
  for (const side of ["before", "after"] as const) {
    const known = valueAt(resource.change, side, [attribute]);
    if (known.kind === "absent") continue;
    const value = known.kind === "known" ? known.value : plan.rebuilt(resource.address, attribute);
    if (value === undefined) open = true;
    for (const text of Array.isArray(value) ? value : [value]) {
      if (typeof text !== "string") continue;
      if (plan.known().isOfPods(text)) roles.add(text);
      for (const name of plan.known().namedIn(text, plan.document.stack)) roles.add(name);
    }
  }
  return { roles: [...roles], open };
}

/** Whether an attribute has another value after, or is known only then. */
export function changes({ change }: ResourceChange, attribute: string): boolean {
  if (isUnknownAt(change, "after", attribute)) return true;
  const [from, to] = [rawAt(change, "before", attribute), rawAt(change, "after", attribute)];
  return from !== to && !isSameValue(from === "" ? undefined : from, to === "" ? undefined : to);
}

export function isLater({ change }: ResourceChange, attribute: string): boolean {
  return valueAt(change, "after", [attribute]).kind === "unknown";
}

export function mayHold(resource: ResourceChange, attribute: string): boolean {
  if (!changes(resource, attribute)) return false;
  return (["before", "after"] as const).some((side) => {
    const known = valueAt(resource.change, side, [attribute]);
    if (known.kind !== "known" || typeof known.value !== "string") return known.kind === "unknown";
    const { value } = known;
    return attribute === "template_url" || WORDS.some((word) => value.includes(word));
  });
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

const SIDES = ["before", "after"] as const;
