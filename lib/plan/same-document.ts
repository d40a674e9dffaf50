import { canonicalText } from "../iam/canonical";
import { type PolicyKind, parsePolicy } from "../iam/parse";

/** Over the size of any policy that AWS takes: longer texts are not looked into. */
const MAX_LENGTH = 64 * 1024;
const KINDS: readonly PolicyKind[] = ["identity", "trust", "resource"];

/** Whether two texts are policy documents that mean the same: one is the other in another order, or with other spaces. */
export function isSameDocument(before: unknown, after: unknown): boolean {
  if (typeof before !== "string" || typeof after !== "string") return false;
  if (before.length > MAX_LENGTH || after.length > MAX_LENGTH) return false;
  // Few of a plan's thousands of changed texts get beyond this, and to read a policy takes a hundred times as long.
  if (weightOf(before) !== weightOf(after)) return false;
  const [old, next] = [parsed(before), parsed(after)];
  if (old === undefined || next === undefined) return false;
  return KINDS.some((kind) => {
    const one = parsePolicy(old, kind).policy;
    const other = one === undefined ? undefined : parsePolicy(next, kind).policy;
    return one !== undefined && other !== undefined && canonicalText(one) === canonicalText(other);
  });
}

function parsed(text: string): unknown {
  if (!text.trimStart().startsWith("{")) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The same for two texts of the same letters in whatever order. Spaces and brackets do not count. */
function weightOf(text: string): number {
  let weight = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 0x20 && code !== 0x5b && code !== 0x5d) weight += code;
  }
  return weight;
}
