import { counted } from "../../counted";
import { losesAll } from "../../review/loses-all";
import type { AccessChange, Review } from "../../review/review";
import {
  asides,
  associationPhrase,
  changeLines,
  countOfLines,
  type Depth,
  FULL,
  levelCounts,
  SHORT,
  type Side,
  subjectPhrase,
  verdictWord,
} from "../access-change-words";
import { code, phrase } from "./escape";
import { asManyAsFit, enriched, FRAME, folded, joined, size } from "./room";
import { NOTHING, type Section } from "./section";

/** More lines than these make a cell that nobody reads. */
const MOST_LINES = 6;

/** The access that changes, a service account a row. */
export function accessTable(review: Review): Section {
  const { access } = review;
  if (access.length === 0) return NOTHING;
  const places = placesOf(review);
  const sides = (["gained", "lost"] as const).filter((side) => access.some((change) => hasSide(change, side)));
  const titles = ["Service account", ...sides.map((side) => TITLES[side])];
  type Write = (change: AccessChange) => string;
  const rowOf =
    (cellOf: (change: AccessChange, side: Side) => string): Write =>
    (change) =>
      row([who(change, places), ...sides.map((side) => cellOf(change, side) || NO_ACCESS)]);
  const full = rowOf((change, side) => cell(change, side, FULL, MOST_LINES));
  const short = rowOf((change, side) => cell(change, side, SHORT, 3));
  const shortest = rowOf(countsCell);
  const head = ["#### Access", ...(places.one === undefined ? [] : [places.one])];
  const table = (rows: string) => [row(titles), row(titles.map(() => "---")), rows].join("\n");
  const framed = (...parts: readonly string[]) => [...head, ...parts].filter((part) => part !== "").join("\n\n");
  const form = (write: Write) => (room: number) => framed(table(joined(access, write, "\n", room)));
  return {
    forms: [form(full), form(short), form(shortest), (room) => losers(access, room)],
    more: (step, room) => {
      const left = room - size(framed(table(""))) - FRAME;
      if (step < 3) {
        const [less, more] = step === 1 ? [short, full] : [shortest, short];
        const { texts, longer } = enriched(access, less, more, left);
        return longer === 0 ? "" : framed(table(texts.join("\n")));
      }
      const said = countsOf(access);
      const { texts, longer } = enriched(access, loserLine, short, left - size(said));
      if (longer === 0) return "";
      const others = byLoss(access.slice(longer));
      const unsaid = access.length - longer - others.length;
      return framed(
        said,
        others.map(loserLine).join("\n"),
        table(texts.slice(0, longer).join("\n")),
        unsaid === 0 ? "" : `And ${unsaid} more that gain or stay as they are.`,
      );
    },
  };
}

const TITLES: Record<Side, string> = { gained: "Gains", lost: "Loses" };
const NO_ACCESS = "–";
const EVERYTHING = "**all its access**";

function hasSide(change: AccessChange, side: Side): boolean {
  return countOfLines(change, side) > 0 || (side === "lost" && losesAll(change)) || tellsNothing(change);
}

/** Whether nothing at all is known of the change: no cell may look as if there were none. */
function tellsNothing(change: AccessChange): boolean {
  return change.verdict === "cannot tell" && countOfLines(change, "gained") + countOfLines(change, "lost") === 0;
}

function countsCell(change: AccessChange, side: Side): string {
  if (side === "lost" && losesAll(change)) return EVERYTHING;
  if (tellsNothing(change)) return "cannot tell";
  const perhaps = levelCounts(change.unclear[side]);
  return [
    ...(change[side].length > 0 ? [levelCounts(change[side])] : []),
    ...(perhaps === "" ? [] : [`perhaps ${perhaps}`]),
    ...(change.future[side].length > 0 ? ["what AWS adds"] : []),
  ].join("; ");
}

/** Every entry of the rows whose cells do not hold them all. */
export function accessInFull({ access }: Review): Section {
  const cut = access.filter((change) =>
    (["gained", "lost"] as const).some((side) => countOfLines(change, side) > MOST_LINES),
  );
  if (cut.length === 0) return NOTHING;
  const block = (change: AccessChange) =>
    [
      `**${phrase(subjectPhrase(change))}**\n`,
      ...changeLines(change, "gained", FULL).map((line) => `- gains ${phrase(line)}`),
      ...changeLines(change, "lost", FULL).map((line) => `- loses ${phrase(line)}`),
    ].join("\n");
  return {
    forms: [
      (room) =>
        folded(`All that ${counted(cut.length, "service account")} gain and lose`, joined(cut, block, "\n\n", room)),
      () => "",
    ],
  };
}

/** What is the same for all stands above the table; what is not, below each name. */
interface Places {
  clusters: boolean;
  stacks: boolean;
  one?: string;
}

function placesOf({ access, plans }: Review): Places {
  const clusters = new Map(
    access.flatMap(({ subject }) => (subject.kind === "role" ? [] : [[subject.cluster, subject.region] as const])),
  );
  const [first] = clusters;
  const stacks = plans.length > 1;
  if (first === undefined || clusters.size > 1) return { clusters: clusters.size > 1, stacks };
  const [cluster, region] = first;
  return {
    clusters: false,
    stacks,
    one: `On cluster ${code(cluster)}${region === undefined ? "" : ` in ${code(region)}`}.`,
  };
}

/** Who it is and what happens, in one cell: with a column each, what is lost would be out of sight on GitHub. */
function who(change: AccessChange, { clusters, stacks }: Places): string {
  const { subject, stack } = change;
  const where = [
    ...(clusters && subject.kind !== "role" ? [`on ${code(subject.cluster)}`] : []),
    ...(stacks ? [`stack ${code(stack)}`] : []),
  ].join(", ");
  return [
    `**${phrase(subjectPhrase(change))}**: **${verdictWord(change)}**`,
    ...(where === "" ? [] : [where]),
    phrase(associationPhrase(change)),
    ...asides(change).map(phrase),
  ].join("<br>");
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function cell(change: AccessChange, side: Side, depth: Depth, most: number): string {
  if (tellsNothing(change)) return "cannot tell";
  const count = countOfLines(change, side);
  const shown = changeLines(change, side, depth, count <= most ? most : most - 1);
  const more = count - shown.length;
  const parts = [...(side === "lost" && losesAll(change) ? [EVERYTHING] : []), ...shown.map(phrase)];
  if (more > 0) parts.push(`and ${more} more: ${levelCounts(change[side].slice(shown.length)) || "see below"}`);
  return parts.join("<br>");
}

/** Who loses all, something or perhaps something: as many as have room, and the number of all. */
function losers(access: readonly AccessChange[], room: number): string {
  const list = asManyAsFit(
    byLoss(access),
    loserLine,
    (left) => `- and ${left} more that lose access`,
    room - size(countsOf(access)) - 4,
  );
  return `${countsOf(access)}\n\n${list}`.trimEnd();
}

function countsOf(access: readonly AccessChange[]): string {
  const count: Record<Loss, number> = { all: 0, some: 0, perhaps: 0, none: 0 };
  for (const change of access) count[lossOf(change)] += 1;
  return `**${counted(count.all, "service account")} ${count.all === 1 ? "loses" : "lose"} all access, ${count.some} lose some, ${count.perhaps} may lose some, ${count.none} gain or stay as they are.**`;
}

/** Those who lose, or may lose; who loses all comes first. */
function byLoss(access: readonly AccessChange[]): AccessChange[] {
  return (["all", "some", "perhaps"] as const).flatMap((loss) => access.filter((change) => lossOf(change) === loss));
}

/** `""` for who loses nothing. */
function loserLine(change: AccessChange): string {
  const { subject } = change;
  const loss = lossOf(change);
  const at = subject.kind === "role" ? subject.role : `${subject.cluster} ${subject.serviceAccount}`;
  return loss === "none" ? "" : `- ${code(at, 120)}: **${LOSSES[loss]}**`;
}

type Loss = "all" | "some" | "perhaps" | "none";

const LOSSES: Record<Loss, string> = { all: "loses all", some: "loses some", perhaps: "may lose some", none: "" };

function lossOf(change: AccessChange): Loss {
  if (losesAll(change)) return "all";
  if (change.lost.length > 0) return "some";
  return change.unclear.lost.length > 0 || change.verdict === "cannot tell" ? "perhaps" : "none";
}
