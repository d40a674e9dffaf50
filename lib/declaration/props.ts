import type * as z from "zod";
import { below, type Finding } from "../model/finding";
import { DeclarationError } from "./declaration-error";
import { problems } from "./problems";
import { aboutStandIn, withStandIns } from "./stand-in";

/**
 * The props of a construct in the schema's shape, with stand-ins for what is broken; what is wrong is pushed to
 * `findings`. Throws a DeclarationError where nothing can be made of them.
 */
export function readProps<T extends z.ZodType>(
  schema: T,
  props: unknown,
  source: string,
  findings: Finding[],
): z.infer<T> {
  const parsed = schema.safeParse(props);
  if (parsed.success) return parsed.data;
  findings.push(...problems(parsed.error.issues, schema, props, source, () => undefined));
  const foreign = foreignValue(props, { source, path: [] });
  const repaired = foreign === undefined ? withStandIns(props, schema) : undefined;
  if (repaired === undefined) throw new DeclarationError(findings);
  return repaired.data;
}

/** Throws a DeclarationError with all findings, where there are errors among them. */
export function refuseIfAny(findings: readonly Finding[]): void {
  // A program may still add what an expectation needs: those are judged at synth.
  const own = findings.filter((finding) => !aboutStandIn(finding) && finding.rule !== "expectation");
  if (own.some(({ severity }) => severity === "error")) throw new DeclarationError(own);
}

/** A value that is no plain data, such as a function or a construct: it cannot be copied and mended. */
function foreignValue(value: unknown, at: Finding["at"], depth = 0): Finding["at"] | undefined {
  if (typeof value === "function" || typeof value === "symbol" || depth > 50) return at;
  if (value === null || typeof value !== "object") return undefined;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) return at;
  for (const [key, part] of Object.entries(value)) {
    const found = foreignValue(part, below(at, key), depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}
