/** More edits than this make another word, however long it is. */
const MOST_EDITS = 4;

/**
 * The nearest of the known words, for "did you mean", or one that it is a part of; undefined when none is near enough to be
 * meant.
 */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  const limit = Math.min(MOST_EDITS, Math.max(1, Math.floor(word.length / 3)));
  let best: string | undefined;
  let least = limit + 1;
  for (const candidate of known) {
    if (Math.abs(candidate.length - word.length) >= least) continue;
    const steps = distance(word.toLowerCase(), candidate.toLowerCase(), least);
    if (steps < least) {
      least = steps;
      best = candidate;
    }
  }
  return best ?? containing(word, known);
}

/** A word that the other is a part of: `boundary` of `permissionsBoundary`. */
function containing(word: string, known: Iterable<string>): string | undefined {
  if (word.length < 4) return undefined;
  const part = word.toLowerCase();
  return [...known].find((candidate) => candidate.toLowerCase().includes(part));
}

/** "did you mean `x`?", or an empty string. */
export function didYouMean(word: string, known: Iterable<string>): string {
  const best = nearest(word, known);
  return best === undefined ? "" : `did you mean \`${best}\`?`;
}

/** Edits between two words (insert, delete, replace, swap of neighbours), given up at `limit`. */
function distance(a: string, b: string, limit: number): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let steps = Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        steps = Math.min(steps, (before[j - 2] ?? 0) + 1);
      }
      row.push(steps);
      least = Math.min(least, steps);
    }
    if (least >= limit) return limit;
    before = previous;
    previous = row;
  }
  return previous[b.length] ?? limit;
}
