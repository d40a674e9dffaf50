/** More states than any ARN patterns of a policy need: what goes beyond is given up. */
const MOST_STATES = 20_000;

/** What stands for the characters that no pattern says anything about. No digit: it must not look like an account. */
const FILLER = "x";

/**
 * A text that all of the patterns (`*` and `?` are wildcards) match, the shortest; undefined where there is none, and
 * "too much" where the search has been given up.
 */
export function commonText(patterns: readonly string[]): { text: string } | "too much" | undefined {
  const start = patterns.map(() => 0);
  const seen = new Set<string>([start.join()]);
  let texts: { places: number[]; text: string }[] = [{ places: start, text: "" }];
  while (texts.length > 0) {
    const next: typeof texts = [];
    for (const { places, text } of texts) {
      if (patterns.every((pattern, index) => /^\**$/.test(pattern.slice(places[index])))) return { text };
      for (const character of charactersAt(patterns, places)) {
        for (const reached of stepped(patterns, places, character)) {
          const key = reached.join();
          if (seen.has(key)) continue;
          seen.add(key);
          if (seen.size > MOST_STATES) return "too much";
          next.push({ places: reached, text: text + character });
        }
      }
    }
    texts = next;
  }
  return undefined;
}

/** The characters that bring any pattern on, and one that only wildcards take. */
function charactersAt(patterns: readonly string[], places: readonly number[]): Set<string> {
  const found = new Set<string>();
  for (const [index, pattern] of patterns.entries()) {
    let place = places[index] ?? 0;
    while (pattern[place] === "*") place++;
    const character = pattern[place];
    if (character !== undefined && character !== "?") found.add(character);
  }
  return found.add(FILLER);
}

/** Where the patterns may stand after the character: each combination of where each of them may. */
function stepped(patterns: readonly string[], places: readonly number[], character: string): number[][] {
  let combined: number[][] = [[]];
  for (const [index, pattern] of patterns.entries()) {
    const ways: number[] = [];
    let place = places[index] ?? 0;
    // A star takes the character and stays, or is passed over.
    for (; pattern[place] === "*"; place++) ways.push(place);
    if (pattern[place] === character || pattern[place] === "?") ways.push(place + 1);
    if (ways.length === 0) return [];
    combined = combined.flatMap((before) => ways.map((way) => [...before, way]));
  }
  return combined;
}
