/** The first of many words, each once, and how many more there are: `a, b, c and 4 more`. */
export function few(words: readonly string[], most = 3): string {
  const all = [...new Set(words)];
  const shown = all.slice(0, most).join(", ");
  return all.length > most ? `${shown} and ${all.length - most} more` : shown;
}
