import type { Review } from "../../review/review";
import { counted } from "../phrase";
import { planLines, unchangedText } from "../resource-words";
import { code, phrase } from "./escape";
import { folded, joined } from "./room";
import type { Section } from "./section";

/** Drift, what is deferred, checks, and who keeps the access that it has. */
export function otherNotes(review: Review): Section {
  const lines = planLines(review);
  const { unchanged } = review;
  const title = [
    ...(lines.length > 0 ? [`${counted(lines.length, "more note")} on the plans`] : []),
    ...(unchanged.length > 0 ? [unchangedText(review)] : []),
  ].join(", ");
  if (title === "") return [() => ""];
  return [
    (room) =>
      folded(
        title,
        [
          joined(lines, (line) => `- ${phrase(line)}`, "\n", room),
          joined(unchanged, (who) => `- same access: ${code(who)}`, "\n", room),
        ]
          .filter((part) => part !== "")
          .join("\n"),
      ),
    () => `${title}.`,
  ];
}
