/**
 * Tokens stand for values that are known only later: attributes of other resources of the stack. CDKTF writes them
 * into strings as `${TfToken[TOKEN.0]}`. What holds one passes through every check unjudged.
 */
const TOKEN = /[$#]\{TfToken\[/;

export function hasToken(value: string): boolean {
  return TOKEN.test(value);
}

/** Whether any text within a value holds one. */
export function holdsToken(value: unknown): boolean {
  if (typeof value === "string") return hasToken(value);
  if (Array.isArray(value)) return value.some(holdsToken);
  return value !== null && typeof value === "object" && Object.values(value).some(holdsToken);
}

/**
 * Stands in for a part of a declaration that is broken and reported already, so that the rest can be judged in the same
 * run. Like any token it passes unjudged.
 */
export function standIn(id: string | number): string {
  return `\${TfToken[BROKEN.${id}]}`;
}

export function isStandIn(value: string): boolean {
  return value.includes("TfToken[BROKEN.");
}
