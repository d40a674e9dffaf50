import fc from "../../../property";
import { comesTo, planOf, rebuiltFrom } from "./rebuilt";

const text = fc
  .string({
    unit: fc.oneof(
      fc.constantFrom("$", "{", "}", "%", '"', "\\", "\n", "é", "😀", "a", "<"),
      fc.string({ maxLength: 1 }),
    ),
  })
  // A lone `$` or `%` before an escaped sequence can be written in no way.
  .filter((found) => !/(\$\$|%%)\{|\$\{\s*later/i.test(found));
const number = fc.integer().map((found) => (Object.is(found, -0) ? 0 : found));
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, false),
    number,
    text,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(text, tie("value"), { maxKeys: 4 }),
  ),
}));

function escaped(found: string): string {
  return found.replace(/([$%])\{/g, "$1$1{");
}

/** HCL knows fewer escapes than JSON. */
function quoted(found: string): string {
  const escapes: Record<string, string> = { b: "\\u0008", f: "\\u000c" };
  return JSON.stringify(escaped(found)).replace(/\\(.)/g, (each, letter: string) => escapes[letter] ?? each);
}

/** A value in the native syntax. */
function written(found: unknown): string {
  if (typeof found === "string") return quoted(found);
  if (Array.isArray(found)) return `[${found.map((item) => `${written(item)},`).join("\n")}]`;
  if (typeof found !== "object" || found === null) return String(found);
  return `{${Object.entries(found)
    .map(([key, item]) => `\n(${quoted(key)}) = ${written(item)}`)
    .join("")}\n}`;
}

/** A value in the JSON syntax: its texts are templates. */
function templates(found: unknown): unknown {
  if (typeof found === "string") return escaped(found);
  if (Array.isArray(found)) return found.map(templates);
  if (typeof found !== "object" || found === null) return found;
  return Object.fromEntries(Object.entries(found).map(([key, item]) => [escaped(key), templates(item)]));
}

test("a value that is written in the native syntax is read as it is, and encoded as JSON says the same", () => {
  fc.assert(
    fc.property(value, (found) => {
      expect(comesTo(written([found]))).toEqual([found]);
      expect(JSON.parse(String(comesTo(`jsonencode(${written(found)})`)))).toEqual(found);
    }),
    { numRuns: 60 },
  );
});

test("a value that is written in the JSON syntax is read as it is", () => {
  const plan = planOf({ "aws_iam_policy.p": { unknown: ["policy"] } });
  fc.assert(
    fc.property(value, (found) => {
      const file = {
        locals: { found: templates({ "": found }) },
        resource: { aws_iam_policy: { p: { policy: "${local.found}" } } },
      };
      const rebuilt = rebuiltFrom({ "main.tf.json": JSON.stringify(file) }, plan, "aws_iam_policy.p", "policy");
      expect(rebuilt).toEqual({ kind: "value", value: { "": found } });
    }),
    { numRuns: 60 },
  );
});

test("any text is read or refused, and nothing is thrown", () => {
  const pieces = fc.constantFrom(
    ...'"${}[]()%~\\\n .,=:?+-*/<#',
    "<<E\n",
    "E\n",
    "for x in ",
    " if ",
    "...",
    "1",
    "aws_s3_bucket.b.arn",
    "[*]",
    "try(",
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 30 }), (found) => {
      expect(() => comesTo(found.join(""))).not.toThrow();
    }),
    { numRuns: 300 },
  );
});
