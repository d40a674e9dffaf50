import type { Review } from "../../review/review";
import { counted } from "../phrase";
import { code, text } from "./escape";
import { folded, joined } from "./room";
import type { Section } from "./section";

/** Longer lists are folded. */
const MOST_OPEN = 10;

/** What to do, and to expect, at deploy. */
export function deployNotes({ deploy }: Review): Section {
  const { restarts, gaps, steps } = deploy;
  if (restarts.length + gaps.length + steps.length === 0) return [() => ""];
  const title = "#### At deploy";
  const who = ({ cluster, serviceAccount }: { cluster: string; serviceAccount: string }) =>
    `${code(serviceAccount)} on ${code(cluster)}`;
  const numbered = (room: number) =>
    joined(steps.entries(), ([index, step]) => `${index + 1}. ${text(step)}`, "\n", room);
  const counts = {
    gaps: `${counted(gaps.length, "service account")} without credentials for a while`,
    restarts: `pods of ${counted(restarts.length, "service account")} to restart`,
    steps: counted(steps.length, "step"),
  };
  const list = (lines: string, count: number, summary: string) => (count > MOST_OPEN ? folded(summary, lines) : lines);
  const form =
    (gap: (of: (typeof gaps)[number]) => string, restart: (of: (typeof restarts)[number]) => string) =>
    (room: number) =>
      [
        title,
        list(
          joined(gaps, (of) => `- ⏳ **no credentials for a while:** ${who(of)}${gap(of)}`, "\n", room),
          gaps.length,
          counts.gaps,
        ),
        list(
          joined(restarts, (of) => `- 🔁 **restart the pods of** ${who(of)}${restart(of)}`, "\n", room),
          restarts.length,
          counts.restarts,
        ),
        list(numbered(room), steps.length, counts.steps),
      ]
        .filter((part) => part !== "")
        .join("\n\n");
  return [
    form(
      ({ why, expect }) => `: ${text(why)}.<br>Expect: ${text(expect)}`,
      ({ why }) => `: ${text(why)}`,
    ),
    form(
      () => "",
      () => "",
    ),
    () => {
      const some = [
        ...(gaps.length > 0 ? [counts.gaps] : []),
        ...(restarts.length > 0 ? [counts.restarts] : []),
        ...(steps.length > 0 ? [counts.steps] : []),
      ];
      return `${title}\n\n${some.join(", ")}.`;
    },
  ];
}
