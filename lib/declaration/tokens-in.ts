import type { Finding, Pointer } from "../model/finding";
import { hasToken } from "../model/token";

/** A token can only be made by TypeScript: in a file it would slip past every check. */
export function tokensIn(data: unknown, source: string): Finding[] {
  const findings: Finding[] = [];
  const walk = (value: unknown, path: (string | number)[]) => {
    if (typeof value === "string") {
      if (hasToken(value)) findings.push(tokenFinding({ source, path }, value));
    } else if (Array.isArray(value)) {
      for (const [index, part] of value.entries()) walk(part, [...path, index]);
    } else if (value !== null && typeof value === "object") {
      for (const [key, part] of Object.entries(value)) {
        if (hasToken(key)) findings.push(tokenFinding({ source, path: [...path, key], key: true }, key));
        walk(part, [...path, key]);
      }
    }
  };
  walk(data, []);
  return findings;
}

function tokenFinding(at: Pointer, found: string): Finding {
  return {
    rule: "token",
    severity: "error",
    at,
    message: "holds a CDKTF token, which only TypeScript can make",
    found,
    allowed: "plain values, and IAM policy variables like ${aws:PrincipalTag/team}",
    fix: "write the value itself, or declare the identity in TypeScript",
  };
}
