import type { ResourceAction } from "../../plan/resource-action";
import type { Review } from "../../review/review";
import { counted } from "../phrase";
import { changedPhrase, doneWord, mark, otherActions, reasonPhrase, removals, resourceCounts } from "../resource-words";
import { code, phrase } from "./escape";
import { asManyAsFit, folded, joined } from "./room";
import type { Section } from "./section";

/** More removals than these are folded. */
const MOST_OPEN = 10;

/** Counts, and the resources that go or are replaced. */
export function removedResources(review: Review): Section {
  const { changes, counts } = review.verdict;
  if (!changes && review.plans.every(({ actions }) => actions.length === 0)) return [() => ""];
  const gone = removals(review);
  const several = review.plans.length > 1;
  const title = `#### Resources: ${resourceCounts(counts)}`;
  const form = (write: (action: ResourceAction) => string) => (room: number) => {
    const list = joined(gone, write, "\n", room);
    const body =
      gone.length > MOST_OPEN ? folded(`${counted(gone.length, "resource")} removed or replaced`, list) : list;
    return [title, body].filter((part) => part !== "").join("\n\n");
  };
  return [
    form((action) => {
      const why = phrase(reasonPhrase(action));
      return `${line(action, several)}${why === "" ? "" : `: ${why}`}`;
    }),
    form((action) => line(action, several)),
    (room) =>
      `${title}\n\n${asManyAsFit(
        gone,
        (action) => `- **${doneWord(action)}** ${code(action.address, 120)}`,
        (left) => `- and ${left} more removed or replaced`,
        room - title.length - 4,
      )}`.trimEnd(),
  ];
}

/** All that is created, updated, read, moved or imported. */
export function otherResources(review: Review): Section {
  const others = otherActions(review);
  if (others.length === 0) return [() => ""];
  const several = review.plans.length > 1;
  const write = (action: ResourceAction) => {
    const more = phrase(changedPhrase(action));
    return `- \`${mark(action)}\` ${code(action.address)}${several ? ` (${code(action.stack)})` : ""}${more === "" ? "" : `: ${more}`}`;
  };
  const title = `${counted(others.length, "resource")} created, updated, read, moved or imported`;
  return [(room) => folded(title, joined(others, write, "\n", room)), () => ""];
}

function line(action: ResourceAction, several: boolean): string {
  return `- **${doneWord(action)}** ${code(action.address)}${several ? ` (${code(action.stack)})` : ""}`;
}
