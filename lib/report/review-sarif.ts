import { createHash } from "node:crypto";
import { findingId, type Severity } from "../model/finding";
import type { AcknowledgedFinding, Review, ReviewFinding } from "../review/review";
import type { RuleText } from "../rules/rule";
import { aboutIn, ruleIn } from "./acknowledged-words";
import { declaredPlace, type Layout, nearestFile } from "./finding-place";
import { findingWords, words } from "./finding-words";
import { notPlannedText } from "./review-words";

export interface SarifOptions extends Layout {
  /** Of this program. */
  version: string;
  /** Rules that findings name; of one that is not among them no more than its id is told. */
  rules: readonly RuleText[];
}

/** GitHub refuses a file with more results. */
const MOST_RESULTS = 25_000;

/** GitHub's bound on descriptions of rules. */
const LONGEST_DESCRIPTION = 1024;

/**
 * The findings of a review as SARIF 2.1.0, with what GitHub's code scanning asks for beyond the standard: at most 25,000 results,
 * each with a file and a region, and a fingerprint that stays the same while the finding does. What the declaration acknowledges
 * is there as suppressed, and as a note: code scanning does not read `suppressions` and would let an error fail the pull request.
 * Plain data, to be written as JSON.
 *
 * Sources: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html and
 * https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 */
export function reviewSarif(review: Review, options: SarifOptions): object {
  const acknowledged = review.acknowledged ?? [];
  const open = gravest(review.findings);
  const suppressed = acknowledged.slice(0, MOST_RESULTS - open.length);
  const shown: readonly Shown[] = [
    ...open.map((finding) => ({ finding })),
    ...suppressed.map((of) => ({ finding: asFinding(of), reason: of.reason })),
  ];
  const firsts = new Map<string, ReviewFinding>();
  for (const { finding } of shown) if (!firsts.has(finding.rule)) firsts.set(finding.rule, finding);
  const places = new Map([...firsts.keys()].map((rule, index) => [rule, index]));
  const described = new Map(options.rules.map((rule) => [rule.id, rule]));
  const fingerprints = new Fingerprints();
  const notices = noticesOf(review, review.findings.length + acknowledged.length - shown.length);
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "pod-identity-stacks",
            semanticVersion: options.version,
            rules: [...firsts].map(([rule, first]) => ruleOf(described.get(rule), first)),
          },
        },
        invocations: [
          { executionSuccessful: true, ...(notices.length === 0 ? {} : { toolExecutionNotifications: notices }) },
        ],
        columnKind: "utf16CodeUnits",
        results: shown.map(({ finding, reason }) => ({
          ruleId: finding.rule,
          ruleIndex: places.get(finding.rule),
          level: reason === undefined ? levelOf(finding.severity) : "note",
          message: { text: sentences(finding) },
          locations: [locationOf(finding, review, options)],
          partialFingerprints: fingerprints.of(finding),
          baselineState: finding.status === "new" ? "new" : "unchanged",
          ...(reason === undefined
            ? {}
            : { suppressions: [{ kind: "inSource", justification: withoutLinks(words(reason)) }] }),
          properties: {
            id: words(findingId(finding)),
            stack: words(finding.stack),
            serviceAccounts: finding.serviceAccounts.map(words),
          },
        })),
      },
    ],
  };
}

interface Shown {
  finding: ReviewFinding;
  /** Why it is acknowledged; undefined where it is not. */
  reason?: string;
}

/** An acknowledged finding as one that stands at its acknowledgement. */
function asFinding({ rule, severity, stack, serviceAccounts, message, place }: AcknowledgedFinding): ReviewFinding {
  const about = aboutIn(rule);
  return {
    rule: ruleIn(rule),
    ...(about === undefined ? {} : { about }),
    severity,
    status: "new",
    message,
    stack,
    serviceAccounts,
    help: "",
    at: { source: stack, path: [] },
    ...(place === undefined ? {} : { place }),
  };
}

/** As many as are taken; of more the errors first, and of these the new ones. */
function gravest(findings: readonly ReviewFinding[]): readonly ReviewFinding[] {
  if (findings.length <= MOST_RESULTS) return findings;
  const rank = ({ severity, status }: ReviewFinding) =>
    ["error", "warning", "info"].indexOf(severity) * 2 + (status === "new" ? 0 : 1);
  return findings.toSorted((a, b) => rank(a) - rank(b)).slice(0, MOST_RESULTS);
}

/** What is no finding. `cut`: of how many findings there is no room. */
function noticesOf(review: Review, cut: number): object[] {
  const missing = notPlannedText(review);
  const texts = [
    ...(cut > 0
      ? [`${cut} more findings are left out: GitHub takes ${MOST_RESULTS}. Those shown are the gravest.`]
      : []),
    ...(missing === undefined ? [] : [withoutLinks(words(missing))]),
  ];
  return texts.map((text) => ({ level: "warning", message: { text } }));
}

function levelOf(severity: Severity): "error" | "warning" | "note" {
  return severity === "info" ? "note" : severity;
}

function ruleOf(rule: RuleText | undefined, first: ReviewFinding): object {
  // What a finding says is no description: it may hold texts of a plan, and Markdown is rendered.
  const { id, severity, what, why, fix, source } = rule ?? {
    id: first.rule,
    severity: first.severity,
    what: "A rule of the plan review.",
    why: "",
    fix: "",
    source: first.help,
  };
  const uri = [first.help, source].find((address) => /^https:\/\//.test(address) && URL.canParse(address));
  const help = [...(why === "" ? [] : [`Why: ${why}`]), ...(fix === "" ? [] : [`Fix: ${fix}`])];
  const links = [
    ...(uri === undefined ? [] : [["More of this rule", uri]]),
    ...(uri === source || source === "" ? [] : [["Source", source]]),
  ];
  return {
    id,
    name: id,
    shortDescription: { text: described(what) },
    fullDescription: { text: described(why === "" ? what : `${what} ${why}`) },
    ...(uri === undefined ? {} : { helpUri: uri }),
    help: {
      text: [what, ...help, ...links.map(([name, to]) => `${name}: ${to}`)].join("\n"),
      markdown: [what, ...help, ...links.map(([name, to]) => `[${name}](${to})`)].join("\n\n"),
    },
    defaultConfiguration: { level: levelOf(severity) },
    properties: {
      tags: ["eks", "iam", "pod-identity"],
      "problem.severity": severity === "info" ? "recommendation" : severity,
    },
  };
}

function described(text: string): string {
  return text.length > LONGEST_DESCRIPTION ? `${text.slice(0, LONGEST_DESCRIPTION - 1)}…` : text;
}

/** The message: where there is little room its first sentence is shown. */
function sentences(finding: ReviewFinding): string {
  const text = findingWords(finding)
    .map((line) => (/[.!?…]$/.test(line) ? line : `${line}.`))
    .join("\n");
  return withoutLinks(text);
}

/** `[text](address)` would be a link in a message. */
function withoutLinks(text: string): string {
  return text.replace(/\](?=\()/g, "] ");
}

function locationOf(finding: ReviewFinding, review: Review, options: SarifOptions): object {
  const { file, line, column } = declaredPlace(finding, options) ?? {
    file: nearestFile(finding, review, options),
    line: 1,
    column: 1,
  };
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(file) },
      region: { startLine: line, startColumn: column, endLine: line, endColumn: column + 1 },
    },
    logicalLocations: [{ fullyQualifiedName: words(finding.at.source), kind: "resource" }],
  };
}

/** A relative path as a URI: no part of it can be taken for a scheme, a host or a query. */
function uriOf(file: string): string {
  return file
    .replace(/\p{Surrogate}/gu, "\ufffd")
    .split("/")
    .map(encodeURIComponent)
    .join("/");
}

/** Fingerprints of findings: by what they are about, so that neither a moved line nor a reordered list changes them. */
class Fingerprints {
  private readonly seen = new Map<string, number>();

  /**
   * `primaryLocationLineHash` is the one by which GitHub tells alerts apart. The upload would make it of the line's text, and
   * take two findings on one line for the same.
   */
  of({ rule, about, stack, at, found, serviceAccounts }: ReviewFinding): Record<string, string> {
    const keys = at.path.filter((step) => typeof step === "string");
    const parts = [rule, about ?? null, stack, at.source, keys, found ?? null, serviceAccounts];
    const hash = createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 16);
    const count = (this.seen.get(hash) ?? 0) + 1;
    this.seen.set(hash, count);
    return { primaryLocationLineHash: `${hash}:${count}`, "podIdentityFinding/v1": `${hash}:${count}` };
  }
}
