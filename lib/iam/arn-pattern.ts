import { codesOf, type Glob, globOf, matches } from "./match";
import type { Piece } from "./variables";

/**
 * ARNs against the patterns of Resource and NotResource. A wildcard stays within its segment (the parts between the first
 * five colons), unless it is a `*` at a segment's end: that one may reach beyond the colon. In the resource part, which may
 * hold colons of its own, wildcards match them. Source: "IAM JSON policy elements: Resource",
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export interface ArnPattern {
  any: boolean;
  /** The segments before the last, each up to its colon, where none of them has a wildcard. */
  prefix: string | undefined;
  segments: readonly { glob: Glob; open: boolean }[];
  rest: Glob;
}

const COLON = 58;

export function arnPattern(pieces: readonly Piece[]): ArnPattern {
  const parts = splitCodes(codesOf(pieces));
  const rest = globOf(parts.pop() ?? []);
  const segments = parts.map((codes) => ({ glob: globOf(codes), open: (codes.at(-1) ?? 0) === -1 }));
  const plain = segments.every(({ glob }) => glob.exact !== undefined);
  return {
    any: segments.length === 0 && rest.codes.length === 1 && rest.codes[0] === -1,
    prefix: plain ? segments.map(({ glob }) => `${glob.exact ?? ""}:`).join("") : undefined,
    segments,
    rest,
  };
}

function splitCodes(codes: readonly number[]): number[][] {
  const parts: number[][] = [[]];
  for (const code of codes) {
    if (code === COLON && parts.length < 6) parts.push([]);
    else parts.at(-1)?.push(code);
  }
  return parts;
}

export function matchesArn(pattern: ArnPattern, arn: string): boolean {
  if (pattern.any) return true;
  const { prefix } = pattern;
  if (prefix !== undefined) return arn.startsWith(prefix) && matches(pattern.rest, arn, prefix.length);
  // Where the next segment may begin: one place, until a `*` at a segment's end has opened several.
  let starts: number[] = [0];
  for (const { glob, open } of pattern.segments) {
    const next = new Set<number>();
    for (const start of starts) {
      const end = arn.indexOf(":", start);
      if (end < 0 || !matches(glob, arn, start, end)) continue;
      next.add(end + 1);
      if (!open) continue;
      for (let colon = arn.indexOf(":", end + 1); colon >= 0; colon = arn.indexOf(":", colon + 1)) next.add(colon + 1);
    }
    if (next.size === 0) return false;
    starts = [...next];
  }
  return starts.some((start) => matches(pattern.rest, arn, start));
}
