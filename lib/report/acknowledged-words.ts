import type { AcknowledgedFinding } from "../review/review";

/** `2 acknowledged in the declaration`. */
export function acknowledgedTitle(those: readonly AcknowledgedFinding[]): string {
  return `${those.length} acknowledged in the declaration`;
}

/** The rule in the id of a finding: `wildcard-resource` in `wildcard-resource[s3:DeleteObject]`. */
export function ruleIn(id: string): string {
  const end = id.indexOf("[");
  return end < 0 ? id : id.slice(0, end);
}

/** What the id of a finding speaks of: `s3:DeleteObject` in `wildcard-resource[s3:DeleteObject]`. */
export function aboutIn(id: string): string | undefined {
  const start = id.indexOf("[");
  return start < 0 ? undefined : id.slice(start + 1).replace(/\]$/, "");
}
