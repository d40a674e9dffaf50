import { counted } from "../../counted";
import type { Review } from "../../review/review";
import type { Phrase } from "../phrase";
import { planLines, unchangedText } from "../resource-words";
import { code, phrase } from "./escape";
import { folded, foldedFirst, joined } from "./room";
import { NOTHING, type Section } from "./section";

/** Drift, what is deferred, checks, and who keeps the access that it has. */
export function otherNotes(review: Review): Section {
  const lines = planLines(review);
  const { unchanged } = review;
  const title = [
    ...(lines.length > 0 ? [`${counted(lines.length, "more note")} on the plans`] : []),
    ...(unchanged.length > 0 ? [unchangedText(review)] : []),
  ].join(", ");
  if (title === "") return NOTHING;
  const entries: readonly (Phrase | string)[] = [...lines, ...unchanged];
  const write = (entry: Phrase | string) =>
    typeof entry === "string" ? `- same access: ${code(entry)}` : `- ${phrase(entry)}`;
  return {
    forms: [(room) => folded(title, joined(entries, write, "\n", room)), () => `${title}.`],
    more: (_, room) => foldedFirst(title, entries, write, room),
  };
}
