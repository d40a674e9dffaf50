import { hasDuplicateKeys } from "../../../../lib/plan/source/duplicate-keys";
import fc from "../../../property";

test.each<[string, boolean]>([
  ["{}", false],
  ['{"a":1,"b":2}', false],
  ['{"a":1,"a":2}', true],
  ['{"a":1,"\\u0061":2}', true],
  ['{"a\\"":1,"a":"a"}', false],
  ['{"\\\\":1, "\\\\" : 2}', true],
  ['{"a":{"a":{"a":[]}},"b":{"a":1}}', false],
  ['[{"a":1},{"a":1},"a","a"]', false],
  ['{"x":[{"a":1,"b":["a",{"c":1}],"a":2}]}', true],
  ['{"a":"\\\\","b":"{\\"a\\":1,\\"a\\":2}"}', false],
  ['{"a":"b","c":"a"}', false],
])("%s", (json, wanted) => {
  expect(hasDuplicateKeys(json)).toBe(wanted);
});

test("what JSON.stringify writes has each key once", () => {
  fc.assert(
    fc.property(fc.json(), (json) => {
      expect(hasDuplicateKeys(JSON.stringify(JSON.parse(json)))).toBe(false);
    }),
  );
});
