import { counted } from "../../counted";
import type { DeployNotes, Review } from "../../review/review";
import { code, text } from "./escape";
import { enriched, FRAME, folded, joined, shownOf, size } from "./room";
import { NOTHING, type Section } from "./section";

/** Longer lists are folded. */
const MOST_OPEN = 10;

/** What to do, and to expect, at deploy. */
export function deployNotes({ deploy }: Review): Section {
  const { restarts, gaps, steps } = deploy;
  if (restarts.length + gaps.length + steps.length === 0) return NOTHING;
  const title = "#### At deploy";
  const who = ({ cluster, serviceAccount }: { cluster: string; serviceAccount: string }) =>
    `${code(serviceAccount)} on ${code(cluster)}`;
  const counts = {
    gaps: `${counted(gaps.length, "service account")} without credentials for a while, or for good`,
    restarts: `pods of ${counted(restarts.length, "service account")} to restart`,
    steps: counted(steps.length, "step"),
  };
  const entries: readonly Entry[] = [...gaps, ...restarts, ...steps.map((step, index) => ({ step, index }))];
  const short = (entry: Entry) => {
    if ("step" in entry) return `${entry.index + 1}. ${text(entry.step)}`;
    const what = "expect" in entry ? "⏳ **no credentials:**" : "🔁 **restart the pods of**";
    return `- ${what} ${who(entry)}`;
  };
  const whole = (entry: Entry) => {
    if ("step" in entry) return short(entry);
    const more = "expect" in entry ? `.<br>Expect: ${text(entry.expect)}` : "";
    return `${short(entry)}: ${text(entry.why)}${more}`;
  };
  const lists = [
    { title: counts.gaps, from: 0, to: gaps.length },
    { title: counts.restarts, from: gaps.length, to: gaps.length + restarts.length },
    { title: counts.steps, from: gaps.length + restarts.length, to: entries.length },
  ].filter(({ from, to }) => to > from);
  const framed = (write: (from: number, to: number) => string) =>
    [
      title,
      ...lists.map(({ title: summary, from, to }) => {
        const lines = write(from, to);
        return to - from > MOST_OPEN && lines !== "" ? folded(summary, lines) : lines || `${summary}.`;
      }),
    ].join("\n\n");
  const form = (write: (entry: Entry) => string) => (room: number) =>
    framed((from, to) => joined(entries.slice(from, to), write, "\n", room));
  return {
    forms: [form(whole), form(short), () => `${title}\n\n${lists.map((list) => list.title).join(", ")}.`],
    more: (step, room) => {
      const [less, more] = step === 1 ? [short, whole] : [() => "", short];
      const { texts, longer } = enriched(entries, less, more, room - size(title) - lists.length * FRAME);
      return longer === 0 ? "" : framed((from, to) => shownOf(texts.slice(from, to)));
    },
  };
}

type Entry = DeployNotes["gaps"][number] | DeployNotes["restarts"][number] | { step: string; index: number };
