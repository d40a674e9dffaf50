/** Run by review.ts as a process of its own: `FILE`; says as JSON what reading it and `JSON.parse` took, with nothing else loaded. */
import { readFileSync } from "node:fs";
import { reportHeld } from "./report-held";

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error("usage: node --expose-gc FILE.js PLAN");
const start = performance.now();
const text = readFileSync(file, "utf8");
const read = performance.now();
const plan: unknown = JSON.parse(text);
const parsed = performance.now();
void reportHeld({ reading: read - start, "JSON.parse": parsed - read }, plan);
