import type { AcknowledgedFinding, Review } from "../../review/review";
import { acknowledgedTitle } from "../acknowledged-words";
import { code, text } from "./escape";
import { whom } from "./findings";
import { enriched, FRAME, joined, shownOf } from "./room";
import { NOTHING, type Section } from "./section";

/** New findings that the declaration acknowledges, a line each, and never out of sight: their number stays whatever happens. */
export function acknowledged(review: Review): Section {
  const those = review.acknowledged ?? [];
  if (those.length === 0) return NOTHING;
  const several = review.plans.length > 1;
  const title = acknowledgedTitle(those);
  const write = (finding: AcknowledgedFinding) => line(finding, several);
  return {
    forms: [(room) => `#### ${title}\n\n${joined(those, write, "\n", room)}`, () => `${title}.`],
    more: (_, room) => {
      const list = shownOf(enriched(those, () => "", write, room - FRAME).texts);
      return list === "" ? "" : `#### ${title}\n\n${list}`;
    },
  };
}

function line(
  { rule, severity, serviceAccounts, reason, until, place, stack }: AcknowledgedFinding,
  several: boolean,
): string {
  const facts = [
    ...(until === undefined ? [] : [`until ${code(until)}`]),
    ...(place === undefined ? [] : [`at ${code(`${place.file}:${place.line}`)}`]),
    ...(several ? [`stack ${code(stack)}`] : []),
  ];
  const more = facts.length === 0 ? "" : ` (${facts.join(", ")})`;
  const kind = severity === "info" ? "note" : severity;
  return `- ${kind} ${code(rule)}${whom(serviceAccounts)}, because: ${text(reason)}${more}`;
}
