import { planPathText } from "../../../lib/plan/path-text";
import type { Path } from "../../../lib/plan/value";

test.each<[Path, string]>([
  [["policy"], "policy"],
  [["tags", "team"], 'tags["team"]'],
  [["tags", 'a "b"\n'], 'tags["a \\"b\\"\\n"]'],
  [["rule", 0, "filter", 1, "prefix"], "rule[0].filter[1].prefix"],
  [["rule", 0, "not a name"], 'rule[0]["not a name"]'],
  [["not a name"], '["not a name"]'],
  [[], ""],
])("%j is written %s", (path, wanted) => expect(planPathText(path)).toBe(wanted));
