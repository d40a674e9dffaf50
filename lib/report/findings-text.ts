import { type Finding, findingId } from "../model/finding";

/** Where a finding is shown to stand. */
interface Shown extends Finding {
  file: string;
  /** Of what is no text for people there is none. */
  line?: number;
  column?: number;
  see?: readonly { file: string; line: number }[];
}

/** The path as a reader of YAML writes it: `identities[0].serviceAccounts[1]`. */
export function pathText(path: Finding["at"]["path"]): string {
  return path
    .map((step, index) =>
      typeof step === "number" ? `[${step}]` : index === 0 ? printable(step) : `.${printable(step)}`,
    )
    .join("");
}

/**
 * One finding for people: place, what is wrong, what was found, what is allowed, what to do. Values of the user's are
 * shown on one line, without control characters, so that none can forge another line.
 */
export function findingText(finding: Shown, colour: { red: Paint; yellow: Paint; dim: Paint; bold: Paint }): string {
  const paint = { error: colour.red, warning: colour.yellow, info: colour.dim }[finding.severity];
  const { line, column } = finding;
  const place = [printable(finding.file), line, column].filter((part) => part !== undefined).join(":");
  const where = pathText(finding.at.path);
  const lines = [
    `${paint(finding.severity)} ${colour.bold(place)}${where === "" ? "" : colour.dim(` ${where}`)}`,
    `  ${finding.found === undefined || finding.found === "" ? "" : `\`${cut(finding.found)}\` `}${printable(finding.message)}`,
    ...(finding.allowed === undefined ? [] : [`  ${colour.dim("allowed:")} ${printable(finding.allowed)}`]),
    ...(finding.fix === undefined || finding.fix === "" ? [] : [`  ${colour.dim("fix:")} ${printable(finding.fix)}`]),
    ...(finding.see ?? []).map(({ file, line }) => `  ${colour.dim("see:")} ${printable(file)}:${line}`),
    `  ${colour.dim(`rule: ${printable(findingId(finding))}`)}`,
  ];
  return lines.join("\n");
}

/** One finding on one line, for where only text goes: errors of constructs and of synth. */
export function findingLine(finding: Finding): string {
  const where = [printable(finding.at.source), pathText(finding.at.path)].filter((part) => part !== "").join(" ");
  const parts = [
    `${finding.found === undefined || finding.found === "" ? "" : `\`${cut(finding.found)}\` `}${printable(finding.message)}`,
    ...(finding.allowed === undefined ? [] : [`allowed: ${printable(finding.allowed)}`]),
    ...(finding.fix === undefined || finding.fix === "" ? [] : [`fix: ${printable(finding.fix)}`]),
  ];
  return `[${where}] ${parts.join("; ")} (${printable(findingId(finding))})`;
}

type Paint = (text: string) => string;

/** Without colours: what is written to files and pipes. */
export const PLAIN = { red: same, yellow: same, green: same, dim: same, bold: same };

function same(text: string): string {
  return text;
}

/** "2 errors, 1 warning, 3 notes". */
export function countText(findings: readonly Finding[]): string {
  const errors = findings.filter((finding) => finding.severity === "error").length;
  const warnings = findings.filter((finding) => finding.severity === "warning").length;
  const notes = findings.length - errors - warnings;
  const parts = [
    ...(errors > 0 ? [`${errors} error${errors === 1 ? "" : "s"}`] : []),
    ...(warnings > 0 ? [`${warnings} warning${warnings === 1 ? "" : "s"}`] : []),
    ...(notes > 0 ? [`${notes} note${notes === 1 ? "" : "s"}`] : []),
  ];
  return parts.join(", ");
}

function cut(text: string): string {
  const shown = printable(text);
  return shown.length > 120 ? `${shown.slice(0, 119)}…` : shown;
}

/**
 * Control characters, line ends, directional marks and all else that is there and not seen as `\u…`: neither a terminal
 * nor a page must act on them, and no reader be misled.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) => {
    if (character === "\n") return "\\n";
    return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`;
  });
}
