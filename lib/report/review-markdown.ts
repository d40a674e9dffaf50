import type { Review, ReviewVerdict } from "../review/review";
import { accessInFull, accessTable } from "./markdown/access-table";
import { acknowledged } from "./markdown/acknowledged";
import { deployNotes } from "./markdown/deploy";
import { text } from "./markdown/escape";
import { newFindings, oldFindings } from "./markdown/findings";
import { graph } from "./markdown/graph";
import { otherNotes } from "./markdown/other";
import { otherResources, removedResources } from "./markdown/resources";
import { size } from "./markdown/room";
import type { Section, SectionName } from "./markdown/section";
import { judgement, NOT_DEPLOYABLE, notPlannedText } from "./review-words";

/** By it the comment is found again: without a version, or every upgrade would leave an orphan behind. */
const MARKER = "<!-- pod-identity-review -->";

/**
 * In which order detail gives way where the comment is too long: each step brings a section to its next shorter form, until
 * all fits. What is never left out has no step: the verdict, who loses all access, errors, resources that are deleted,
 * forgotten or replaced, the fingerprint, how many findings are acknowledged. Where these alone are too many, each of the three
 * lists says how many there are, shows as many of the first ones as fit, and the whole is in the job summary and the artifact.
 * Room that is left once all fits is given back: sections show the first entries of what they left out (`Section.more`).
 */
const GIVES_WAY: readonly { section: SectionName; leaves: string }[] = [
  { section: "graph", leaves: "the graph" },
  { section: "access in full", leaves: "the whole of long lists of access" },
  { section: "other", leaves: "notes on the plans, and who keeps the same access" },
  { section: "other resources", leaves: "resources created, updated, read, moved or imported" },
  { section: "old findings", leaves: "findings that were there before" },
  { section: "findings", leaves: "how to acknowledge findings" },
  { section: "deploy", leaves: "reasons of the notes on the deploy" },
  { section: "access", leaves: "conditions, and long lists of actions" },
  { section: "findings", leaves: "details of warnings" },
  { section: "access", leaves: "actions and resources of the access" },
  { section: "resources", leaves: "why resources are removed or replaced" },
  { section: "findings", leaves: "warnings" },
  { section: "deploy", leaves: "the notes on the deploy" },
  { section: "acknowledged", leaves: "what is acknowledged, and why" },
  { section: "findings", leaves: "details of errors" },
  { section: "access", leaves: "service accounts that lose nothing" },
  { section: "resources", leaves: "the stacks of resources" },
];

/** As they are read. */
const LAYOUT: readonly SectionName[] = [
  "access",
  "access in full",
  "findings",
  "acknowledged",
  "resources",
  "other resources",
  "graph",
  "deploy",
  "old findings",
  "other",
];

/** In which order sections take the room that is left. */
const TAKES_BACK: readonly SectionName[] = [
  "access",
  "findings",
  "resources",
  "acknowledged",
  "deploy",
  "other resources",
  "old findings",
  "other",
];

/** What a section may take of the room that is left, so that there is some for the next one; the second time, all. */
const SHARES = [2 / 3, 1];

/** The least room in which verdict, fingerprint and some of what must be said have place. */
const LEAST = 8000;

/**
 * The comment of a pull request, in GitHub's Markdown. `limit` is in bytes of UTF-8, of which no text has fewer than
 * characters, so that it serves for comments (65,536 characters) and job summaries (1 MiB) alike; less than 8,000 is taken
 * for 8,000. `leftOut` says what gave way for lack of room, in words; the text says it too.
 */
export function reviewMarkdown(
  review: Review,
  { limit = 65_536 }: { limit?: number } = {},
): { text: string; leftOut: readonly string[] } {
  const most = Math.max(limit, LEAST);
  const sections: Record<SectionName, Section> = {
    access: accessTable(review),
    "access in full": accessInFull(review),
    graph: graph(review),
    findings: newFindings(review),
    acknowledged: acknowledged(review),
    "old findings": oldFindings(review),
    resources: removedResources(review),
    "other resources": otherResources(review),
    deploy: deployNotes(review),
    other: otherNotes(review),
  };
  const draft = new Draft(review, sections, most);
  for (const step of GIVES_WAY) {
    if (draft.fits()) break;
    draft.shorten(step);
  }
  if (!draft.fits()) return draft.squeezed();
  draft.takeBack();
  return draft.written();
}

const SEPARATOR = "\n\n";

/** The comment while it is made to fit. */
class Draft {
  private readonly forms = new Map<SectionName, { form: number; text: string }>();
  private readonly leftOut: string[] = [];
  private readonly cut = new Set<SectionName>();

  constructor(
    private readonly review: Review,
    private readonly sections: Record<SectionName, Section>,
    private readonly limit: number,
  ) {
    for (const section of LAYOUT) this.forms.set(section, { form: 0, text: this.write(section, 0, limit) });
  }

  fits(): boolean {
    return size(this.text()) <= this.limit;
  }

  shorten({ section, leaves }: (typeof GIVES_WAY)[number]): void {
    const standing = this.forms.get(section);
    if (standing === undefined) return;
    const form = Math.min(standing.form + 1, this.sections[section].forms.length - 1);
    const text = this.write(section, form, this.limit);
    if (text !== standing.text) {
      this.leftOut.push(leaves);
      this.cut.add(section);
    }
    this.forms.set(section, { form, text });
  }

  /** The room that is left, for the first entries of what has given way. */
  takeBack(): void {
    const takers = TAKES_BACK.filter((section) => this.cut.has(section));
    for (const share of takers.length > 1 ? SHARES : [1]) {
      for (const section of takers) {
        const { form, text } = this.forms.get(section) ?? { form: 0, text: "" };
        const left = this.limit - size(this.text()) - SEPARATOR.length;
        const room = size(text) + Math.floor(left * share);
        const more = this.sections[section].more?.(form, room) ?? "";
        if (more !== "" && size(more) <= room) this.forms.set(section, { form, text: more });
      }
    }
  }

  written(): { text: string; leftOut: readonly string[] } {
    return { text: this.text(), leftOut: [...new Set(this.leftOut)] };
  }

  /** What must not be left out, each list with a share of the room that there is; what one does not need is the next one's. */
  squeezed(): { text: string; leftOut: readonly string[] } {
    this.leftOut.push("service accounts that lose access, errors, and resources that go, beyond the first ones");
    const lists = ["access", "findings", "resources"] as const;
    for (const section of lists) this.forms.set(section, { form: 0, text: "" });
    for (const shares of [lists.length, 1]) {
      for (const [index, section] of lists.entries()) {
        const standing = size(this.forms.get(section)?.text ?? "");
        const room = Math.max(0, this.limit - size(this.text()) - SEPARATOR.length * lists.length);
        const share = standing + Math.floor(room / Math.max(1, shares - index));
        const text = this.write(section, this.sections[section].forms.length - 1, share);
        this.forms.set(section, { form: 0, text });
      }
    }
    return this.written();
  }

  private write(section: SectionName, form: number, room: number): string {
    return this.sections[section].forms[form]?.(room) ?? "";
  }

  private text(): string {
    return [
      MARKER,
      ...head(this.review),
      ...leftOutNote(this.leftOut),
      ...LAYOUT.map((section) => this.forms.get(section)?.text ?? ""),
      ...foot(this.review),
    ]
      .filter((part) => part !== "")
      .join(SEPARATOR)
      .concat("\n");
  }
}

function head(review: Review): string[] {
  const { verdict, plans } = review;
  const missing = notPlannedText(review);
  const broken = plans.filter(({ errored }) => errored).length;
  return [
    `### Pod identity review: ${SIGNS[verdict.level]} ${judgement(verdict)}`,
    `**${text(verdict.text, 400)}**`,
    ...(broken > 0
      ? [`**Terraform could not finish ${broken === 1 ? "a plan" : `${broken} plans`}: what follows is not all.**`]
      : []),
    ...(missing === undefined ? [] : [`**${text(missing, 400)}**`]),
  ];
}

const SIGNS: Record<ReviewVerdict["level"], string> = { fine: "✅", warning: "⚠️", error: "🛑", "cannot tell": "❔" };

function leftOutNote(leftOut: readonly string[]): string[] {
  if (leftOut.length === 0) return [];
  const what = [...new Set(leftOut)].join("; ");
  return [
    `> Too long to be shown whole. Left out: ${what}; where there is room, the first of them are shown. The job summary has more, the artifact all.`,
  ];
}

function foot({ fingerprint, plans }: Review): string[] {
  const shown = /^pi1-[0-9a-f]{40}$/.test(fingerprint) ? fingerprint : "?";
  return [
    "---",
    plans.some(({ errored }) => errored)
      ? `${NOT_DEPLOYABLE} Fingerprint: \`${shown}\`.`
      : `Deploy what was reviewed: \`pod-identity plan --expect ${shown}\` fails where a new plan differs; \`review --expect\` does so for plans at hand.`,
  ];
}
