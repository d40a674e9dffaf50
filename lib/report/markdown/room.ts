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

export function folded(title: string, body: string): string {
  return `<details><summary>${title}</summary>\n\n${body}\n\n</details>`;
}
