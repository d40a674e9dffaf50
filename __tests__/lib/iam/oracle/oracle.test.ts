import { readFileSync } from "node:fs";
import path from "node:path";
import { askOurs, askSimulator } from "./ask";
import { generateCase } from "./cases";
import { inOtherWords, REWRITINGS } from "./in-other-words";

/** ORACLE_CASES for more or fewer; ORACLE_SEED for other cases, or to see one again. */
const COUNT = Number(process.env.ORACLE_CASES ?? 20_000);
const FIRST = Number(process.env.ORACLE_SEED ?? 0);
const outcomes = ["allowed", "explicit deny", "implicit deny"];

test(`answers like iam-simulate in ${COUNT} cases, or AWS's documentation says why not`, async () => {
  const unexplained: unknown[] = [];
  const met = new Map<string, number>();
  let alike = 0;
  for (let seed = FIRST; seed < FIRST + COUNT; seed++) {
    const asked = generateCase(seed);
    const ours = askOurs(asked).outcome;
    met.set(ours, (met.get(ours) ?? 0) + 1);
    const theirs = await askSimulator(asked);
    if (ours === theirs) {
      alike += 1;
      continue;
    }
    const other = inOtherWords(asked);
    const answers = { ours, theirs, rewritten: { ours: askOurs(other).outcome, theirs: await askSimulator(other) } };
    if (answers.rewritten.ours !== ours || answers.rewritten.theirs !== ours) unexplained.push({ seed, ...answers });
  }
  expect(unexplained).toEqual([]);
  // The cases are worth their time: every answer is common, and few need other words.
  for (const outcome of COUNT < 1000 ? [] : outcomes) expect((met.get(outcome) ?? 0) / COUNT).toBeGreaterThan(0.2);
  expect(alike / COUNT).toBeGreaterThan(COUNT < 1000 ? 0 : 0.95);
}, 300_000);

test("each difference has its row in the documentation", () => {
  const page = readFileSync(path.join(__dirname, "../../../../docs/reference/oracle.md"), "utf8");
  const rows = [...page.matchAll(/^\| (?!case |---)([^|]+?) \|/gm)].map(([, name]) => name);
  expect(rows).toEqual(REWRITINGS.map(({ name }) => name));
});
