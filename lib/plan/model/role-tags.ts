import { isRecord } from "../../is-record";
import { placeholder } from "../../model/placeholder";
import type { Side } from "../value";
import { type PlanObject, read } from "./objects";
import { tagsOf } from "./roles";

/**
 * The tags of a role, which conditions may ask for: what is known only after apply is a placeholder, as a value or, where
 * it may be any tag, as a key.
 */
export function roleTags(object: PlanObject, side: Side): Readonly<Record<string, string>> {
  const known = tagsOf(object, side);
  if (read(object, side, ["tags_all"]).kind !== "unknown") return known;
  const marks: unknown = isRecord(object.change.after_unknown) ? object.change.after_unknown.tags : true;
  const names = isRecord(marks) ? Object.keys(marks).filter((name) => marks[name] === true) : [];
  const later = names.map((name): [string, string] => [name, placeholder(`tag ${name} of ${object.address}`)]);
  if (later.length > 0) return { ...known, ...Object.fromEntries(later) };
  return { ...known, [placeholder(`tags of ${object.address}`)]: placeholder(`tags of ${object.address}`) };
}
