/** Run by review.ts as a process of its own: `FILE`; says as JSON what `JSON.parse` of it took, with nothing else loaded. */
import { readFileSync } from "node:fs";
import { reportHeld } from "./report-held";

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error("usage: node --expose-gc FILE.js PLAN");
const text = readFileSync(file, "utf8");
const start = performance.now();
const plan: unknown = JSON.parse(text);
void reportHeld({ "JSON.parse": performance.now() - start }, plan);
