import { few } from "../../few";
import type { Condition } from "../../iam/policy";
import { placeholdersIn } from "../../model/placeholder";
import { type Door, isPin } from "./trust-doors";
import { isAnybody } from "./trust-principals";
import type { DoorsByPrincipal } from "./trust-within";

/** What a door lets in that none of the doors of before did, as the rest of a sentence about its principal. */
export function openedText({ principal, conditions, actions }: Door, was: DoorsByPrincipal): string {
  const known = was.of(principal);
  if (known.length === 0) {
    if (isAnybody(principal)) return anybodyText("the role", conditions);
    if (was.isOfAccountAlone(principal)) {
      return "needs no policy of its own any more to assume the role: only its account was let in before";
    }
    const later = placeholdersIn(principal.value).length > 0 ? " (who that is, is known only after apply)" : "";
    return `can now assume the role, and could not before${later}`;
  }
  const pins = (door: Pick<Door, "conditions">) => door.conditions.filter(isPin).map(({ key }) => key.toLowerCase());
  const lost = known.flatMap(pins).filter((key) => !pins({ conditions }).includes(key));
  if (lost.length > 0) {
    const names = [...new Set(lost)].map((key) => `\`${key.slice(key.indexOf("/") + 1)}\``).sort();
    return `is let in without the pin on ${names.join(", ")}: associations of others can use the role`;
  }
  const more = actions.filter((action) => !known.some((door) => door.actions.includes(action)));
  if (more.length > 0) return `may now call ${more.map((action) => `\`${action}\``).join(" and ")} on the role`;
  return "is let in under wider conditions than before";
}

/** Of a door for everybody: `role` is `the role` or `a new role`. */
export function anybodyText(role: string, conditions: readonly Condition[]): string {
  if (conditions.length === 0) return `lets anybody of any account assume ${role}`;
  const all = conditions.map((condition) => `\`${code(conditionText(condition))}\``);
  return `lets anybody assume ${role}, of whatever account, under the condition${all.length === 1 ? "" : "s"} ${all.join(" and ")}`;
}

function conditionText({ operator, key, values, set, ifExists }: Condition): string {
  const name = `${set === undefined ? "" : `${set}:`}${operator}${ifExists ? "IfExists" : ""}`;
  return `${name} ${key} ${few(values)}`;
}

/** Fit to stand between back quotes, on one line. */
function code(text: string): string {
  return text.replace(/[\p{Cc}`]/gu, "'");
}
