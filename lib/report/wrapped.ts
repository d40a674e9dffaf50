import { placeholderText } from "../model/placeholder";
import { printable } from "./findings-text";
import type { Phrase } from "./phrase";

type Paint = (text: string) => string;

interface Piece {
  text: string;
  paint: Paint;
}

/** What is written together: pieces, each with its colour. */
type Word = readonly Piece[];

/**
 * A phrase as lines for a terminal, broken at spaces of own words and sentences: names stay whole, so that they can be copied,
 * and are printed without what a terminal would act on. Later lines are indented by `indent`, the first one begins with `start`.
 */
export function wrapped(
  start: Piece,
  parts: Phrase,
  { width, indent, bold, dim }: { width: number; indent: number; bold: Paint; dim: Paint },
): string {
  const lines: string[] = [];
  let line = start.paint(start.text);
  let taken = lengthOf(start.text);
  let empty = true;
  for (const word of wordsOf(parts, { bold, dim })) {
    const length = word.reduce((sum, { text }) => sum + lengthOf(text), 0);
    if (!empty && taken + 1 + length > width) {
      lines.push(line);
      line = " ".repeat(indent);
      taken = indent;
      empty = true;
    }
    line += `${empty ? "" : " "}${word.map(({ text, paint }) => paint(text)).join("")}`;
    taken += length + (empty ? 0 : 1);
    empty = false;
  }
  return [...lines, line].join("\n");
}

function wordsOf(parts: Phrase, { bold, dim }: { bold: Paint; dim: Paint }): Word[] {
  const words: Word[] = [];
  let word: Piece[] = [];
  const end = () => {
    if (word.length > 0) words.push(word);
    word = [];
  };
  for (const part of parts) {
    if (typeof part !== "string" && "name" in part) {
      const name = harmless(part.name);
      word.push({ text: name.trim() === "" ? `"${name}"` : name, paint: plain });
      continue;
    }
    if (typeof part !== "string" && "faint" in part) {
      word.push({ text: harmless(part.faint), paint: dim });
      continue;
    }
    const [text, paint] =
      typeof part === "string"
        ? [part, plain]
        : "sentence" in part
          ? [harmless(part.sentence.replace(/\s+/g, " ")), plain]
          : [part.strong, bold];
    for (const [index, piece] of text.split(" ").entries()) {
      if (index > 0) end();
      if (piece !== "") word.push({ text: piece, paint });
    }
  }
  end();
  return words;
}

/** A text from a plan, in one line and without control characters. */
function harmless(text: string): string {
  return printable(placeholderText(text));
}

function plain(text: string): string {
  return text;
}

function lengthOf(text: string): number {
  return [...text].length;
}
