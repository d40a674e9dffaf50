import type { Change } from "../../../lib/plan/format";
import { changedPaths, type Known, type Path, valueAt } from "../../../lib/plan/value";
import fc from "../../property";

const change: Change = {
  actions: ["update"],
  before: { name: "api", tags: { team: "red" }, rule: [{ id: "a" }, { id: "b" }], boundary: null },
  after: { name: "api", tags: { team: "blue" }, rule: [{ id: "a" }, null], secret: { key: "s3cret" } },
  after_unknown: { arn: true, rule: [{}, true], tags_all: true, nested: { deep: { all: true } } },
  before_sensitive: { tags: true },
  after_sensitive: { secret: { key: true } },
};

const known = (value: unknown, sensitive = false): Known => ({ kind: "known", value, sensitive });
const unknown: Known = { kind: "unknown", sensitive: false };
const absent: Known = { kind: "absent" };

describe("valueAt", () => {
  const cases: [string, "before" | "after", Path, Known][] = [
    ["a value", "after", ["name"], known("api")],
    ["an element's", "before", ["rule", 1, "id"], known("b")],
    ["an attribute that is known after apply", "after", ["arn"], unknown],
    ["an element that is known after apply, null in `after`", "after", ["rule", 1], unknown],
    ["below what is known after apply", "after", ["tags_all", "team"], unknown],
    ["at the end of a long way", "after", ["nested", "deep", "all", 3, "x"], unknown],
    ["what is unknown after is not so before", "before", ["arn"], absent],
    ["null", "before", ["boundary"], absent],
    ["what is not there", "after", ["path"], absent],
    ["what only every object has", "after", ["constructor"], absent],
    ["a list's length", "before", ["rule", "length"], absent],
    ["a number in an object", "before", ["tags", 0], absent],
    ["beyond a text", "before", ["name", "x", 0], absent],
    ["sensitive at the path", "after", ["secret", "key"], known("s3cret", true)],
    ["sensitive above", "before", ["tags", "team"], known("red", true)],
    ["sensitive below", "after", ["secret"], known({ key: "s3cret" }, true)],
    ["sensitive on the other side alone", "after", ["tags", "team"], known("blue")],
  ];
  test.each(cases)("%s", (_, side, path, wanted) => expect(valueAt(change, side, path)).toEqual(wanted));

  test("marks of a whole resource hold for all of it", () => {
    const whole: Change = { actions: ["create"], after: { a: { b: 1 } }, after_unknown: true, after_sensitive: true };
    expect(valueAt(whole, "after", ["a", "b"])).toEqual({ kind: "unknown", sensitive: true });
  });

  test("a key that JSON may have and a prototype has too", () => {
    const hostile: Change = { actions: ["update"], before: JSON.parse('{"__proto__": {"name": "own"}}') };
    expect(valueAt(hostile, "before", ["__proto__", "name"])).toEqual(known("own"));
    expect(valueAt(hostile, "before", ["name"])).toEqual(absent);
  });
});

test.each<[unknown, boolean]>([
  [true, true],
  [false, false],
  [undefined, false],
  [{}, false],
  [{ tags: {}, list: [false, {}] }, false],
  [{ list: [{}, { deep: true }] }, true],
])("by a mark %j a value is sensitive: %s", (mark, sensitive) => {
  expect(valueAt({ actions: ["create"], after: 1, after_sensitive: mark }, "after", [])).toEqual(known(1, sensitive));
});

describe("changedPaths", () => {
  const cases: [string, Partial<Change>, Path[]][] = [
    ["nothing changes", { before: { a: 1, b: [1], c: { d: null } }, after: { a: 1, b: [1], c: {} } }, []],
    ["a value", { before: { a: 1, b: 2 }, after: { a: 1, b: 3 } }, [["b"]]],
    ["a key of a map", { before: { tags: { a: "1", b: "2" } }, after: { tags: { a: "1", b: "3" } } }, [["tags", "b"]]],
    [
      "a key more and a key less",
      { before: { tags: { a: "1" } }, after: { tags: { b: "1" } } },
      [
        ["tags", "a"],
        ["tags", "b"],
      ],
    ],
    ["a list of texts, as a whole", { before: { arns: ["a", "b"] }, after: { arns: ["a", "c"] } }, [["arns"]]],
    [
      "an element of as many objects",
      { before: { r: [{ i: 1 }, { i: 2 }] }, after: { r: [{ i: 1 }, { i: 3 }] } },
      [["r", 1, "i"]],
    ],
    ["a list of more objects, as a whole", { before: { r: [{ i: 1 }] }, after: { r: [{ i: 1 }, { i: 3 }] } }, [["r"]]],
    ["a list that begins or ends", { before: { r: [] }, after: { r: [{ i: 1 }] } }, [["r"]]],
    ["an object in place of a list", { before: { r: [] }, after: { r: {} } }, [["r"]]],
    [
      "known after apply, and left out of after",
      { before: { arn: "x", n: 1 }, after: { n: 1 }, after_unknown: { arn: true } },
      [["arn"]],
    ],
    ["known after apply, and new", { before: { n: 1 }, after: { n: 1 }, after_unknown: { arn: true } }, [["arn"]]],
    ["a set that collapses to one mark", { before: { s: [1] }, after: {}, after_unknown: { s: true } }, [["s"]]],
    ["an unknown element", { before: { l: ["a"] }, after: { l: [null] }, after_unknown: { l: [true] } }, [["l"]]],
    [
      "unknown in an object of a list",
      { before: { l: [{ a: 1 }] }, after: { l: [{}] }, after_unknown: { l: [{ a: true }] } },
      [["l", 0, "a"]],
    ],
    ["marks of false and of nothing", { before: { n: 1 }, after: { n: 1 }, after_unknown: { n: false, m: {} } }, []],
    [
      "a reordered policy is a change of the attribute",
      { before: { p: '{"a":1,"b":2}' }, after: { p: '{"b":2,"a":1}' } },
      [["p"]],
    ],
    ["all of it is known after apply", { before: { n: 1 }, after: null, after_unknown: true }, [[]]],
  ];
  test.each(cases)("%s", (_, change, wanted) => {
    expect(changedPaths({ actions: ["update"], ...change }).map(({ path }) => path)).toEqual(wanted);
  });

  test("says of each path whether it is sensitive on either side, and whether it is unknown", () => {
    const found = changedPaths({
      actions: ["update"],
      before: { a: 1, b: { c: 1 }, d: 1, e: 1 },
      after: { a: 2, b: { c: 2 }, e: 2 },
      after_unknown: { d: true },
      before_sensitive: { a: true },
      after_sensitive: { b: true },
    });
    expect(found.map(({ path, sensitive, unknown }) => [path.join("."), sensitive, unknown])).toEqual([
      ["a", true, false],
      ["b.c", true, false],
      ["d", false, true],
      ["e", false, false],
    ]);
  });

  test("a nesting that no plan has ends the walk, and is taken for a change", () => {
    const deep = JSON.parse(`${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}`);
    const other = JSON.parse(`${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}`);
    const found = changedPaths({ actions: ["update"], before: deep, after: other, after_sensitive: other });
    expect(found).toHaveLength(1);
    expect(found[0]?.path.every((step) => step === "a")).toBe(true);
    expect(found[0]?.sensitive).toBe(true);
  });

  test("any object against itself has no change, and against another at least one", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.string(), fc.integer(), (object, key, number) => {
        const copy = JSON.parse(JSON.stringify(object));
        expect(changedPaths({ actions: ["update"], before: object, after: copy })).toEqual([]);
        const more = { ...copy, [`${key}+`]: { [key]: number } };
        expect(changedPaths({ actions: ["update"], before: object, after: more })).not.toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});
