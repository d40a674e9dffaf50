import type { ResourceAction } from "../../../lib/plan/resource-action";
import { doneWords } from "../../../lib/report/resource-words";
import { action } from "../review/planned";

const CASES: readonly [string, readonly Parameters<typeof action>[0][], string][] = [
  ["one kind", [{ kind: "update" }, { kind: "update" }], "updated"],
  ["two kinds, in the order of all", [{ kind: "update" }, { kind: "create" }], "created or updated"],
  [
    "a move with an update is both",
    [{ kind: "read" }, { kind: "update", previousAddress: "a.b" }],
    "updated, read or moved",
  ],
  ["an import alone", [{ kind: "no-op", importing: {} }], "imported"],
];

test.each(CASES)("what is done: %s", (_, actions, expected) => {
  expect(doneWords(actions.map((one): ResourceAction => action(one)))).toBe(expected);
});
