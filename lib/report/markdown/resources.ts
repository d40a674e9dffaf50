import { counted } from "../../counted";
import type { ResourceAction } from "../../plan/resource-action";
import type { Review } from "../../review/review";
import {
  changedPhrase,
  doneWord,
  doneWords,
  mark,
  otherActions,
  reasonPhrase,
  removals,
  resourceCounts,
} from "../resource-words";
import { code, phrase } from "./escape";
import { asManyAsFit, enriched, FRAME, folded, foldedFirst, joined, size } from "./room";
import { NOTHING, type Section } from "./section";

/** More removals than these are folded. */
const MOST_OPEN = 10;

/** Counts, and the resources that go or are replaced. */
export function removedResources(review: Review): Section {
  const { changes, counts } = review.verdict;
  if (!changes && review.plans.every(({ actions }) => actions.length === 0)) return NOTHING;
  const gone = removals(review);
  const several = review.plans.length > 1;
  const title = `#### Resources: ${resourceCounts(counts)}`;
  type Write = (action: ResourceAction) => string;
  const framed = (list: string) => {
    const body =
      gone.length > MOST_OPEN ? folded(`${counted(gone.length, "resource")} removed or replaced`, list) : list;
    return [title, body].filter((part) => part !== "").join("\n\n");
  };
  const whole: Write = (action) => {
    const why = phrase(reasonPhrase(action));
    return `${line(action, several)}${why === "" ? "" : `: ${why}`}`;
  };
  const short: Write = (action) => line(action, several);
  const shortest: Write = (action) => `- **${doneWord(action)}** ${code(action.address, 120)}`;
  return {
    forms: [
      (room) => framed(joined(gone, whole, "\n", room)),
      (room) => framed(joined(gone, short, "\n", room)),
      (room) =>
        `${title}\n\n${asManyAsFit(
          gone,
          shortest,
          (left) => `- and ${left} more removed or replaced`,
          room - title.length - 4,
        )}`.trimEnd(),
    ],
    more: (form, room) => {
      const [less, more] = form === 1 ? [short, whole] : [shortest, short];
      const { texts, longer } = enriched(gone, less, more, room - size(title) - FRAME);
      return longer === 0 ? "" : framed(texts.join("\n"));
    },
  };
}

/** All that is created, updated, read, moved or imported. */
export function otherResources(review: Review): Section {
  const others = otherActions(review);
  if (others.length === 0) return NOTHING;
  const several = review.plans.length > 1;
  const write = (action: ResourceAction) => {
    const more = phrase(changedPhrase(action));
    return `- \`${mark(action)}\` ${code(action.address)}${several ? ` (${code(action.stack)})` : ""}${more === "" ? "" : `: ${more}`}`;
  };
  const title = `${counted(others.length, "resource")} ${doneWords(others)}`;
  return {
    forms: [(room) => folded(title, joined(others, write, "\n", room)), () => ""],
    more: (_, room) => foldedFirst(title, others, write, room),
  };
}

function line(action: ResourceAction, several: boolean): string {
  return `- **${doneWord(action)}** ${code(action.address)}${several ? ` (${code(action.stack)})` : ""}`;
}
