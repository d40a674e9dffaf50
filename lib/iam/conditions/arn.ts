import { codesOf, globOf, matches } from "../match";
import type { Piece } from "../variables";

const COLON = 58;

/**
 * ArnEquals and ArnLike, which are the same to IAM: each of the six parts is compared for itself, with wildcards; the last
 * keeps its colons. What is not an ARN matches nothing.
 */
export function compileArn(pieces: readonly Piece[]): (value: string) => boolean {
  const parts: number[][] = [[]];
  for (const code of codesOf(pieces)) {
    if (code === COLON && parts.length < 6) parts.push([]);
    else parts.at(-1)?.push(code);
  }
  if (parts.length < 6) return () => false;
  const globs = parts.map((codes) => globOf(codes));
  return (value) => {
    const found = value.split(":");
    if (found.length < 6) return false;
    const resource = found.slice(5).join(":");
    return globs.every((glob, index) => matches(glob, index === 5 ? resource : (found[index] ?? "")));
  };
}
