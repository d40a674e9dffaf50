import type { ResourceChange } from "../format";
import { rawAt, SIDES, valueAt } from "../value";
import { unescaped } from "./unescaped";
import { WORDS } from "./unread-types";

/** `Transform:`, `"Fn::Transform"`, `!Transform`: what it makes of the template is not in the template. */
const TRANSFORM = /(?<![\w-])Transform(?![\w-])/;

/**
 * Whether a change is of something that makes what gives access: whatever changes of it then may change that. `attributes` are
 * those whose texts tell what it makes; one that cannot be read may tell anything.
 */
export function mayHold(resource: ResourceChange, attributes: readonly string[]): boolean {
  const { change } = resource;
  if (change.actions.every((action) => action === "no-op")) return false;
  return attributes.some((attribute) => SIDES.some((side) => holdsAt(resource, side, attribute)));
}

function holdsAt({ change }: ResourceChange, side: "before" | "after", attribute: string): boolean {
  const known = valueAt(change, side, [attribute]);
  if (known.kind !== "known") return known.kind === "unknown";
  const value = rawAt(change, side, attribute);
  if (typeof value !== "string" || value === "") return false;
  // What stands at another place is not at hand.
  if (attribute === "template_url") return true;
  const text = unescaped(value);
  return TRANSFORM.test(text) || WORDS.some((word) => text.includes(word));
}
