import { codesOf, globOf, matches } from "../match";
import type { Piece } from "../variables";

/** StringLike: `*` and `?` of the policy in force, those of filled-in variables not; letter case matters. */
export function compileText(pieces: readonly Piece[]): (value: string) => boolean {
  const pattern = globOf(codesOf(pieces));
  return (value) => matches(pattern, value);
}
