import { join, sep } from "node:path";
import type { Finding } from "../model/finding";
import { findingLine } from "../report/findings-text";

/**
 * What is wrong with a declaration written in TypeScript: all of it at once. Its stack is the message and the one line
 * of the program that made the construct, so that nobody has to read this library's insides.
 */
export class DeclarationError extends Error {
  declare readonly findings: readonly Finding[];

  constructor(findings: readonly Finding[]) {
    super(findings.map(findingLine).join("\n"));
    // Not enumerable: Node would print the findings a second time, as data, below the message.
    Object.defineProperty(this, "findings", { value: findings });
    this.name = "DeclarationError";
    const caller = callerOf(this.stack ?? "");
    this.stack = `${this.name}:\n${this.message}${caller === undefined ? "" : `\n${caller}`}`;
  }
}

/** Where this package's own code is: one file when it is bundled, these folders when it runs from its sources. */
const OWN = [__filename, join(__dirname, "..", "..", "lib", sep), join(__dirname, "..", "..", "stacks", sep)];

/** The first frame of the stack that is neither this package's nor a dependency's nor Node's own. */
function callerOf(stack: string): string | undefined {
  return stack
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .find((line) => !/node_modules|node:|<anonymous>\)?$/.test(line) && !OWN.some((place) => line.includes(place)));
}
