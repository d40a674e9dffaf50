import { findingId } from "../model/finding";
import type { ResourceAction } from "../plan/resource-action";
import { losesAll } from "../review/loses-all";
import type { AccessChange, AcknowledgedFinding, Review, ReviewFinding } from "../review/review";
import { asides, associationPhrase, changeLines, type Depth, subjectPhrase, verdictWord } from "./access-change-words";
import { acknowledgedTitle } from "./acknowledged-words";
import { faint, name, type Phrase, sentence, strong } from "./phrase";
import {
  changedPhrase,
  mark,
  otherActions,
  planLines,
  reasonPhrase,
  removals,
  resourceCounts,
  unchangedText,
} from "./resource-words";
import { judgement, NOT_DEPLOYABLE, notPlannedText } from "./review-words";
import { wrapped } from "./wrapped";

type Paint = (text: string) => string;

/** The colours that are used; picocolors has them all. */
export interface ReviewPaint {
  red: Paint;
  yellow: Paint;
  green: Paint;
  dim: Paint;
  bold: Paint;
}

const DEPTH: Depth = { most: 12, conditions: true };

/** The review for a terminal, `width` columns wide: what the comment says, marked as Terraform marks its plans. */
export function reviewTerminal(review: Review, paint: ReviewPaint, width = 80): string {
  return new Writer(review, paint, width).text();
}

class Writer {
  private readonly several: boolean;

  constructor(
    private readonly review: Review,
    private readonly paint: ReviewPaint,
    private readonly width: number,
  ) {
    this.several = review.plans.length > 1;
  }

  text(): string {
    const { findings, verdict, unchanged, plans, fingerprint, acknowledged = [] } = this.review;
    const errored = plans.some((plan) => plan.errored);
    const missing = notPlannedText(this.review);
    const old = findings.filter(({ status }) => status === "old");
    const fresh = findings.filter(({ status }) => status === "new");
    const resources = [...removals(this.review), ...otherActions(this.review)];
    const blocks = [
      [
        `${this.paint.bold("Pod identity review:")} ${this.levelPaint()(judgement(verdict))}`,
        this.line("", [sentence(verdict.text)], 0),
        ...(errored
          ? [this.line("", ["Terraform could not finish a plan: what follows is not all."], 0, this.paint.red)]
          : []),
        ...(missing === undefined ? [] : [this.line("", [sentence(missing)], 0, this.paint.yellow)]),
      ],
      this.section("Access", spaced(this.review.access.map((change) => this.access(change)))),
      this.section("Findings", spaced(fresh.map((finding) => this.finding(finding)))),
      this.section(
        acknowledgedTitle(acknowledged),
        acknowledged.map((finding) => this.acknowledged(finding)),
      ),
      this.section(
        `Resources: ${resourceCounts(verdict.counts)}`,
        resources.map((action) => this.resource(action)),
      ),
      this.section("At deploy", this.deploy()),
      this.section("Findings that were there before", spaced(old.map((finding) => this.finding(finding)))),
      this.section(
        "Of the plans",
        planLines(this.review).map((line) => this.line("  ", line, 4)),
      ),
      unchanged.length === 0 ? [] : [this.paint.dim(`${unchangedText(this.review)}.`)],
      errored
        ? [this.line("", [NOT_DEPLOYABLE, " Fingerprint: ", name(fingerprint)], 0)]
        : [
            this.line("", ["Deploy what was reviewed; this fails where a new plan differs:"], 0),
            this.line("  pod-identity plan --expect ", [name(fingerprint)], 4),
            this.line("  ", ["(review --expect: for plans at hand)"], 2, this.paint.dim),
          ],
    ];
    return blocks
      .filter((lines) => lines.length > 0)
      .map((lines) => lines.join("\n"))
      .join("\n\n");
  }

  private deploy(): string[] {
    const { gaps, restarts, steps } = this.review.deploy;
    const { yellow } = this.paint;
    const who = ({ cluster, serviceAccount }: { cluster: string; serviceAccount: string }): Phrase => [
      ...[" ", name(serviceAccount), " on ", name(cluster), ": "],
    ];
    return [
      ...gaps.map((gap) =>
        this.line("  ! ", [strong("no credentials:"), ...who(gap), sentence(gap.why)], 4, yellow).concat(
          "\n",
          this.line("    ", ["expect: ", sentence(gap.expect)], 4),
        ),
      ),
      ...restarts.map((restart) =>
        this.line("  ! ", [strong("restart the pods of"), ...who(restart), sentence(restart.why)], 4, yellow),
      ),
      ...steps.map((step, index) => this.line(`  ${index + 1}. `, [sentence(step)], 5)),
    ];
  }

  private access(change: AccessChange): string {
    const { subject, stack } = change;
    const { red, green } = this.paint;
    const head: Phrase = [
      ...subjectPhrase(change),
      ...(subject.kind === "role" ? [] : [" on ", name(subject.cluster)]),
      ...(this.several ? [" (", name(stack), ")"] : []),
      ": ",
      strong(verdictWord(change)),
    ];
    const [sign, paint] = ASSOCIATION_MARKS[change.association];
    return [
      this.line(`${sign} `, head, 6, this.paint[paint]),
      this.line("    ", associationPhrase(change), 6),
      ...asides(change).map((line) => this.line("    ", line, 6)),
      ...(losesAll(change) ? [this.line("  - ", [strong("all its access")], 6, red)] : []),
      ...changeLines(change, "gained", DEPTH).map((line) => this.line("  + ", line, 6, green)),
      ...changeLines(change, "lost", DEPTH).map((line) => this.line("  - ", line, 6, red)),
    ].join("\n");
  }

  private finding(finding: ReviewFinding): string {
    const { severity, serviceAccounts, message, found, allowed, fix, place, at, stack, help } = finding;
    const paint = { error: this.paint.red, warning: this.paint.yellow, info: this.paint.dim }[severity];
    const [first, ...others] = serviceAccounts;
    const whom: Phrase =
      first === undefined ? [] : [" ", name(first), others.length > 0 ? ` and ${others.length} more` : ""];
    const facts: Phrase[] = [
      ...(found === undefined || found === ""
        ? []
        : [["found: ", found.includes(" ") ? sentence(found) : name(found)]]),
      ...(allowed === undefined ? [] : [["allowed: ", sentence(allowed)]]),
      ...(fix === undefined || fix === "" ? [] : [["fix: ", sentence(fix)]]),
      [
        "at: ",
        name(place === undefined ? at.source : `${place.file}:${place.line}:${place.column}`),
        ...(this.several ? [" (", name(stack), ")"] : []),
      ],
    ];
    const kind = `${severity === "info" ? "note" : severity} `;
    const id = findingId(finding);
    const helpFits = [kind, id, " (", help, ")", first ?? ""].join("").length < this.width;
    return [
      this.line(
        kind,
        [
          name(id),
          ...(helpFits && help !== "" ? [" (", faint(help), ")"] : []),
          ...whom,
          ": ",
          ...(found === undefined || found === "" ? [] : [found.includes(" ") ? sentence(found) : name(found), " "]),
          sentence(message),
        ],
        4,
        paint,
      ),
      ...facts.map((fact) => this.line("    ", fact, 6)),
    ].join("\n");
  }

  private acknowledged(finding: AcknowledgedFinding): string {
    const { rule, severity, serviceAccounts, reason, until, place, stack } = finding;
    const [first, ...others] = serviceAccounts;
    const facts: Phrase[] = [
      ...(until === undefined ? [] : [["until ", name(until)]]),
      ...(place === undefined ? [] : [["at ", name(`${place.file}:${place.line}:${place.column}`)]]),
      ...(this.several ? [[name(stack)]] : []),
    ];
    return this.line(
      `  ${severity === "info" ? "note" : severity} `,
      [
        name(rule),
        ...(first === undefined ? [] : [" ", name(first), others.length > 0 ? ` and ${others.length} more` : ""]),
        ", because: ",
        sentence(reason),
        ...facts.flatMap((fact, index) => [index === 0 ? " (" : ", ", ...fact]),
        facts.length === 0 ? "" : ")",
      ],
      4,
      this.paint.dim,
    );
  }

  private resource(action: ResourceAction): string {
    const sign = mark(action);
    const paint = sign.includes("-") ? this.paint.red : sign === "+" ? this.paint.green : this.paint.yellow;
    const gone = ["delete", "replace", "forget"].includes(action.kind);
    const more = gone ? reasonPhrase(action) : changedPhrase(action);
    const parts: Phrase = [
      name(action.address),
      ...(this.several ? [" (", name(action.stack), ")"] : []),
      ...(more.length === 0 ? [] : [": ", ...more]),
    ];
    return this.line(`${sign.padStart(3)} `, parts, 6, paint);
  }

  private section(title: string, lines: readonly string[]): string[] {
    return lines.length === 0 ? [] : [this.line("", [strong(title)], 2), ...lines];
  }

  private levelPaint(): Paint {
    const { red, yellow, green } = this.paint;
    return { fine: green, warning: yellow, error: red, "cannot tell": red }[this.review.verdict.level];
  }

  private line(start: string, parts: Phrase, indent: number, paint: Paint = plain): string {
    return wrapped({ text: start, paint }, parts, {
      width: this.width,
      indent,
      bold: this.paint.bold,
      dim: this.paint.dim,
    });
  }
}

/** As Terraform would mark the association. */
const ASSOCIATION_MARKS: Record<AccessChange["association"], readonly [string, "green" | "red" | "yellow"]> = {
  created: ["+", "green"],
  removed: ["-", "red"],
  replaced: ["-/+", "red"],
  "re-pointed": ["~", "yellow"],
  updated: ["~", "yellow"],
  kept: ["~", "yellow"],
  none: ["~", "yellow"],
};

/** Blocks of several lines, an empty one between them. */
function spaced(blocks: readonly string[]): string[] {
  return blocks.map((block, index) => (index === 0 ? block : `\n${block}`));
}

function plain(text: string): string {
  return text;
}
