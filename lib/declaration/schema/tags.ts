import * as z from "zod";
import { hasToken } from "../../model/token";
import type { ProblemParams } from "./field";

const CHARACTERS = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const ALLOWED = "letters, digits, spaces and _ . : / = + - @";

/** A tag's key; what is wrong with it, or nothing. */
function keyProblem(key: string): (ProblemParams & { message: string }) | undefined {
  if (key === "") return { message: "is an empty tag key", allowed: "1 to 128 characters" };
  if (key.length > 128) {
    return {
      message: `is a tag key of ${key.length} characters`,
      allowed: "1 to 128 characters",
      fix: "shorten the key",
    };
  }
  if (/^aws:/i.test(key)) {
    return {
      message: "is a tag key that AWS keeps for itself",
      allowed: "keys that do not begin with `aws:`",
      fix: "rename the key",
    };
  }
  if (!CHARACTERS.test(key)) {
    return { message: "is a tag key with characters that AWS refuses", allowed: ALLOWED, fix: "rename the key" };
  }
  return undefined;
}

function valueProblem(value: string): (ProblemParams & { message: string }) | undefined {
  if (value.length > 256) {
    return {
      message: `is a tag value of ${value.length} characters`,
      allowed: "at most 256 characters",
      fix: "shorten the value",
    };
  }
  if (!CHARACTERS.test(value)) {
    return { message: "is a tag value with characters that AWS refuses", allowed: ALLOWED, fix: "change the value" };
  }
  return undefined;
}

/**
 * Tags of roles, associations and add-ons. Source: IAM user guide, "Tags for IAM resources", and the EKS user guide's
 * "Tag restrictions". How many there may be is known only where all levels are merged: lib/rules/tags.ts.
 */
export const tags = z
  .record(z.string(), z.string({ error: "must be a tag's value, which is text" }))
  .check((context) => {
    for (const [key, value] of Object.entries(context.value)) {
      const problems = [
        { key: true, input: key, problem: hasToken(key) ? undefined : keyProblem(key) },
        { key: false, input: value, problem: hasToken(value) ? undefined : valueProblem(value) },
      ];
      for (const { key: atKey, input, problem } of problems) {
        if (problem === undefined) continue;
        const { message, ...params } = problem;
        context.issues.push({ code: "custom", input, path: [key], message, params: { ...params, key: atKey } });
      }
    }
  })
  .describe("Tags for the role, its associations and add-ons. At most 50 a resource; a more specific place wins.");
