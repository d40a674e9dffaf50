/** What is wrong with a policy document, and where in it. */
export interface DocumentProblem {
  /** Keys and indexes from the document's root down to the part that is meant. */
  path: (string | number)[];
  message: string;
  found?: string;
  allowed?: string;
  fix?: string;
}

/** A value as an error shows it: one line, not much of it, whatever it is. */
export function shown(value: unknown): string {
  const text = typeof value === "string" ? value : asJson(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

function asJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    // Cycles, big integers and depths that the stack does not hold.
    return `a value of type ${typeof value}`;
  }
}

/** An element that may be one or a list, as a list, each with its path. */
export function entriesOf(value: unknown, path: (string | number)[]): { value: unknown; path: (string | number)[] }[] {
  if (!Array.isArray(value)) return [{ value, path }];
  const list: readonly unknown[] = value;
  return list.map((entry, index) => ({ value: entry, path: [...path, index] }));
}
