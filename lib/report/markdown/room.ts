/** Bytes of UTF-8: a text has no more characters than these, however they are counted. */
export function size(text: string): number {
  return Buffer.byteLength(text);
}

/**
 * Parts written one by one and joined, until they take more than `room`: what is too long is not written to its end, only to
 * be thrown away.
 */
export function joined<T>(parts: Iterable<T>, write: (part: T) => string, between: string, room: number): string {
  const written: string[] = [];
  let taken = 0;
  for (const part of parts) {
    const text = write(part);
    written.push(text);
    taken += size(text) + between.length;
    if (taken > room) break;
  }
  return written.join(between);
}

/** As many lines as have room, then how many there are in all. The last line is always there. */
export function asManyAsFit<T>(
  parts: readonly T[],
  write: (part: T) => string,
  more: (left: number) => string,
  room: number,
): string {
  const written: string[] = [];
  let left = room - size(more(parts.length)) - 1;
  for (const part of parts) {
    const text = write(part);
    left -= size(text) + 1;
    if (left < 0) break;
    written.push(text);
  }
  const rest = parts.length - written.length;
  return [...written, ...(rest > 0 ? [more(rest)] : [])].join("\n");
}

/**
 * Parts in their longer form as far as there is room, from the first one on, the others in the shorter form: `""` is none.
 * The shorter ones are taken to fit. `longer`: how many are.
 */
export function enriched<T>(
  parts: readonly T[],
  short: (part: T) => string,
  long: (part: T) => string,
  room: number,
): { texts: readonly string[]; longer: number } {
  const texts = parts.map(short);
  let left = room - texts.reduce((sum, text) => sum + taken(text), 0);
  let longer = 0;
  for (const part of parts) {
    const text = long(part);
    left -= taken(text) - taken(texts[longer] ?? "");
    if (left < 0) break;
    texts[longer] = text;
    longer += 1;
  }
  return { texts, longer };
}

function taken(text: string): number {
  return text === "" ? 0 : size(text) + 1;
}

/** The lines that there are, and how many there are not: `""` is one that is not. */
export function shownOf(texts: readonly string[]): string {
  const shown = texts.filter((text) => text !== "");
  const rest = texts.length - shown.length;
  return [...shown, ...(rest > 0 && shown.length > 0 ? [`- and ${rest} more`] : [])].join("\n");
}

/** What `shownOf`, a fold and its title take beside the lines. */
export const FRAME = 200;

/** A folded list of as many lines as there is room for; `""` where there is none for the first one. */
export function foldedFirst<T>(title: string, parts: readonly T[], write: (part: T) => string, room: number): string {
  const list = shownOf(enriched(parts, () => "", write, room - size(title) - FRAME).texts);
  return list === "" ? "" : folded(title, list);
}

export function folded(title: string, body: string): string {
  return `<details><summary>${title}</summary>\n\n${body}\n\n</details>`;
}
