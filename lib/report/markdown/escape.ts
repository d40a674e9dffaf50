import { placeholderText } from "../../model/placeholder";
import { printable } from "../findings-text";
import type { Phrase } from "../phrase";

/**
 * Texts that come from a plan, in GitHub's Markdown: `code` for names and values, `text` for sentences, `codeBlock` for what
 * is to be copied. What they return may stand anywhere in a line of text, a heading, a list or a cell of a table (never within
 * HTML), and is one line of it.
 *
 * Backslashes and entities alone do not do: GitHub looks for mentions, references, commits and emoji in the text after
 * Markdown is gone (html-pipeline), and leaves out only what is code. So whatever is no plain word becomes code.
 */

/** Longer names lose their middle, longer sentences their end. */
const LONGEST_NAME = 300;
const LONGEST_TEXT = 1500;
const MOST_READ = 20_000;

const EMPTY = "(empty)";

/**
 * What must not stand within a code span as it is. Backticks would end it and pipes the cell that it is in; entities do
 * neither. The other two would let a text pass for the comment's marker, or for its fingerprint, to who looks for them.
 */
const APART = /([`|]+|<(?=!)|pi1-(?=[0-9a-f]))/i;

/** What most names are made of: nothing of it needs anything but a code span around it. */
const HARMLESS = /^[\w.:/*@=+,-]+$/;
const FINGERPRINT = /pi1-/i;

/** A name or value as code. */
export function code(value: string, longest = LONGEST_NAME): string {
  if (value.length <= longest && HARMLESS.test(value) && !FINGERPRINT.test(value)) return `\`${value}\``;
  return madeHarmless(value, longest);
}

function madeHarmless(value: string, longest: number): string {
  const shown = cutMiddle(printable(placeholderText(bounded(value))), longest);
  if (shown.trim() === "") return shown === "" ? EMPTY : "(blank)";
  return shown
    .split(APART)
    .map((part, index) => (part === "" ? "" : index % 2 === 1 ? entities(part) : span(part)))
    .join("");
}

function span(part: string): string {
  // One space at both ends is taken for padding and dropped.
  return part.trim() === "" ? "&#32;".repeat(part.length) : /^ .* $/.test(part) ? `\` ${part} \`` : `\`${part}\``;
}

function entities(part: string): string {
  return [...part].map((character) => `&#${character.codePointAt(0) ?? 0};`).join("");
}

/** A sentence: words as they are, what stands between backticks and whatever could be more than a word as code. */
export function text(value: string, longest = LONGEST_TEXT): string {
  const shown = cutEnd(printable(placeholderText(value.slice(0, MOST_READ).replace(/\s+/g, " ").trim())), longest);
  if (shown === "") return EMPTY;
  const parts = shown.split("`");
  const paired = parts.length % 2 === 1 && parts.every((part, index) => index % 2 === 0 || part.trim() !== "");
  if (!paired) return words(shown);
  return parts
    .map((part, index) => (index % 2 === 1 ? code(part) : words(part)))
    .reduce((before, part) => (before.endsWith("`") && part.startsWith("`") ? `${before} ${part}` : before + part));
}

/** Words, and what is known only after apply as one of them: `<arn of aws_s3_bucket.reports>/*`. */
const WORDS = /[("']?<[^<> ][^<>]{0,300}>[^ <>]*|[^ ]+/g;

function words(value: string): string {
  return value.replace(WORDS, word);
}

/** Letters and digits with what belongs into a sentence, at least one of them. */
const PLAIN = /^[("'‘“]*[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}.,;:!?'"’”()/%…–—→-]*$/u;

/** Plain by its characters, and yet a link, a commit, an emoji, a reference or the number of a list for GitHub. */
const MORE_THAN_WORD = /www\.|:\/\/|:[\w+-]+:|[0-9a-f]{7}|[a-z]-\d|^\d+[.)]+$|^(?:ghsa|cve)-|pi1-/i;

function word(value: string): string {
  if (/^(?:[–—…→(]|[.,;:)]+)$/.test(value)) return value;
  const [, start = "", middle = "", end = ""] = /^([("']?)(.*?)([.,;:!?)"']{0,3})$/.exec(value) ?? [];
  if (PLAIN.test(value) && !MORE_THAN_WORD.test(value)) return value;
  return middle === "" ? code(value) : `${start}${code(middle)}${end}`;
}

/** Lines to copy, in a fence that they cannot end. */
export function codeBlock(value: string, language = ""): string {
  const lines = placeholderText(value)
    .split("\n")
    .map((line) => printable(line.replace(/\r$/, "")).replace(/<(?=!)|pi1-(?=[0-9a-f])/gi, "$& "));
  while (lines.at(-1)?.trim() === "") lines.pop();
  const longest = lines.flatMap((line) => line.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 2);
  const fence = "`".repeat(longest + 1);
  return [`${fence}${language}`, ...lines, fence].join("\n");
}

/** A phrase, its names as code. */
export function phrase(parts: Phrase): string {
  return parts
    .map((part) => {
      if (typeof part === "string") return part;
      if ("name" in part) return code(part.name);
      if ("faint" in part) return code(part.faint);
      return "sentence" in part ? text(part.sentence) : `**${part.strong}**`;
    })
    .join("");
}

/** A link where the address is a plain one, else what would have been its text. */
export function link(shown: string, address: string): string {
  return /^https:\/\/[\w.:-]+[\w./#~%-]*$/.test(address) ? `[${shown}](${address})` : shown;
}

/** What will be cut is not read to its end first. */
function bounded(value: string): string {
  return value.length > MOST_READ ? value.slice(0, MOST_READ / 2) + value.slice(-MOST_READ / 2) : value;
}

function cutMiddle(value: string, longest: number): string {
  const characters = value.length > longest ? [...value] : [];
  if (characters.length <= longest) return value;
  const tail = Math.floor(longest / 3);
  return `${characters.slice(0, longest - tail - 1).join("")}…${characters.slice(-tail).join("")}`;
}

function cutEnd(value: string, longest: number): string {
  const characters = value.length > longest ? [...value] : [];
  return characters.length <= longest ? value : `${characters.slice(0, longest - 1).join("")}…`;
}
