import { JsonCursor, NotCompact } from "../../../lib/plan/json-cursor";
import fc from "../../property";

/** The bytes of a text, which begin at any place of a word. */
function bytesOf(text: string, offset: number): Uint8Array {
  const bytes = Buffer.from(text);
  const placed = new Uint8Array(new SharedArrayBuffer(bytes.length + offset), offset);
  placed.set(bytes);
  return placed;
}

const places = fc.nat(8);
const value = fc.jsonValue({ stringUnit: "binary" });

test("a value that is passed over ends where it ends, wherever it begins", () => {
  fc.assert(
    fc.property(value, places, places, (one, offset, before) => {
      const text = JSON.stringify(one);
      const cursor = new JsonCursor(bytesOf(`${" ".repeat(before)}${text},"after"]`, offset), before);
      cursor.skip();
      expect(cursor.at - before).toBe(Buffer.byteLength(text));
    }),
    { numRuns: 1000 },
  );
});

test("texts of quotes, backslashes and their neighbours, of all lengths", () => {
  const character = fc.constantFrom('"', "\\", "!", "#", "[", "]", "\u0000", "\u0001", "¢", "Ü", "\u{10ffff}", "a");
  fc.assert(
    fc.property(fc.array(character, { maxLength: 40 }), places, (characters, offset) => {
      const text = JSON.stringify(characters.join(""));
      const cursor = new JsonCursor(bytesOf(`${text}]`, offset), 0);
      expect(cursor.value()).toBe(characters.join(""));
      expect(cursor.at).toBe(Buffer.byteLength(text));
    }),
    { numRuns: 1000 },
  );
});

test.each(['"', '"a', '"abcdefgh', '"\\', '"abc\\"', '{"a":"b', '["a"', "{"])("%j ends too early", (text) => {
  for (const offset of [0, 1, 2, 3]) {
    expect(() => new JsonCursor(bytesOf(text, offset), 0).skip()).toThrow(NotCompact);
  }
});
