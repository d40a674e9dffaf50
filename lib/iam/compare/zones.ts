import type { Pattern } from "./pattern";
import type { ResourcePattern, Rule } from "./rules";

/** Resource patterns that have the same part in every rule: it only matters whether one of them matches. */
export interface Zone {
  patterns: readonly ResourcePattern[];
  /** The patterns' automata. */
  automata: readonly Pattern[];
}

/**
 * Divides patterns by their part in the rules. `lists` are the rules by what they do (allow, deny, limit; on which side), for
 * a rule does the same as another of its list and of its condition.
 */
export function zonesOf(patterns: readonly ResourcePattern[], lists: readonly (readonly Rule[] | undefined)[]): Zone[] {
  const parts = new Map<number, Set<string>>();
  const note = ({ id, filled }: ResourcePattern, part: string) => {
    const known = parts.get(id) ?? new Set<string>();
    // What variables make of a pattern is its own affair.
    parts.set(id, known.add(filled === undefined ? part : `${part} ${id}`));
  };
  for (const [index, rules] of lists.entries()) {
    for (const { id, within, outside, condition } of rules ?? []) {
      note(within, outside.length > 0 ? `${index} rule ${id}` : `${index} within ${condition}`);
      for (const pattern of outside) note(pattern, `${index} outside ${id}`);
    }
  }
  const zones = new Map<string, ResourcePattern[]>();
  for (const pattern of patterns) {
    const key = [...(parts.get(pattern.id) ?? [])].sort().join("\n");
    const same = zones.get(key);
    if (same === undefined) zones.set(key, [pattern]);
    else same.push(pattern);
  }
  return [...zones.values()].map((same) => ({ patterns: same, automata: same.map(({ pattern }) => pattern) }));
}
