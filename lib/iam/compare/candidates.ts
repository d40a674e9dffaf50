import { entry } from "../../entry";
import type { Pattern } from "./pattern";

/** Finds, among many patterns, those that may match a text that another one matches, by what they begin with. */
export class Candidates<T> {
  private readonly byPrefix = new Map<string, T[]>();
  private readonly prefixes: readonly string[];
  private readonly lengths: readonly number[];

  constructor(items: readonly T[], patternOf: (item: T) => Pattern) {
    for (const item of items) entry(this.byPrefix, patternOf(item).prefix, () => []).push(item);
    this.prefixes = [...this.byPrefix.keys()].sort();
    this.lengths = [...new Set(this.prefixes.map(({ length }) => length))].sort((a, b) => a - b);
  }

  for(pattern: Pattern): T[] {
    const { prefix } = pattern;
    const found: T[] = [];
    for (const length of this.lengths) {
      if (length >= prefix.length) break;
      for (const item of this.byPrefix.get(prefix.slice(0, length)) ?? []) found.push(item);
    }
    if (pattern.exact) return found.concat(this.byPrefix.get(prefix) ?? []);
    for (let at = this.firstFrom(prefix); at < this.prefixes.length; at++) {
      const other = this.prefixes[at];
      if (other === undefined || !other.startsWith(prefix)) break;
      for (const item of this.byPrefix.get(other) ?? []) found.push(item);
    }
    return found;
  }

  private firstFrom(prefix: string): number {
    let low = 0;
    let high = this.prefixes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.prefixes[middle] ?? "") < prefix) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
