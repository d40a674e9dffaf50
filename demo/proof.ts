import { StepFailed } from "./steps";

/** The line of an output that proves the step. */
export function theLine(said: string, pattern: RegExp): string {
  const found = pattern.exec(said)?.[0];
  if (found === undefined) throw new StepFailed(`it ended well, but did not say ${pattern.source}`, said);
  return found;
}

export function expectTexts(what: string, found: readonly string[], wanted: readonly string[]): void {
  if (found.join(", ") === wanted.join(", ")) return;
  throw new StepFailed(`${what}: expected ${wanted.join(", ") || "none"}, found ${found.join(", ") || "none"}`);
}
