import { constants } from "node:buffer";
import files from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { readBytes } from "../../../lib/plan/read-bytes";
import { tempFolder } from "../terraform/temp-folder";

const LARGE = 2 ** 24 + 3;

let folder: ReturnType<typeof tempFolder>;

beforeEach(() => {
  folder = tempFolder();
});

afterEach(() => {
  jest.restoreAllMocks();
  folder.remove();
});

/** A file whose bytes tell their places. */
async function written(size: number): Promise<{ file: string; content: Buffer }> {
  const file = join(folder.path, "plan.json");
  const content = Buffer.from(Uint32Array.from({ length: Math.ceil(size / 4) }, (_, index) => index).buffer, 0, size);
  await files.writeFile(file, content);
  return { file, content };
}

/** What is read, or what is wrong with it. */
async function read(file: string, stdin?: AsyncIterable<Uint8Array | string>): Promise<Buffer | string> {
  const bytes = await readBytes(file, "plan.json", stdin);
  return bytes instanceof Uint8Array ? Buffer.from(bytes) : bytes.message;
}

test.each([0, 5, LARGE - 4, LARGE - 3, LARGE])("a file of %d bytes is read to its last byte", async (size) => {
  const { file, content } = await written(size);
  expect(content.equals(Buffer.from(await read(file)))).toBe(true);
});

test.each([
  ["to nothing", 0],
  ["in its first half", 2 ** 22 + 1],
  ["between its halves", Math.ceil(LARGE / 2)],
  ["in its second half", LARGE - 2 ** 22],
  ["by its last byte", LARGE - 1],
])("a file that is cut off %s while it is read has what is left of it", async (_, left) => {
  const { file, content } = await written(LARGE);
  const { open } = files;
  jest.spyOn(files, "open").mockImplementation(async (path) => {
    const handle = await open(path);
    jest.spyOn(handle, "stat").mockImplementation(async () => {
      const stats = await files.stat(file);
      await files.truncate(file, left);
      return stats;
    });
    return handle;
  });
  expect(content.subarray(0, left).equals(Buffer.from(await read(file)))).toBe(true);
});

const TOO_LARGE = expect.stringContaining("is larger than can be read");
test("what is longer than a text can be is not read", async () => {
  const file = join(folder.path, "plan.json");
  await files.writeFile(file, "");
  await files.truncate(file, constants.MAX_STRING_LENGTH + 1);
  expect(await read(file)).toEqual(TOO_LARGE);
  const part = Buffer.alloc(2 ** 24);
  const parts = Array.from({ length: Math.ceil(constants.MAX_STRING_LENGTH / part.length) + 1 }, () => part);
  expect(await read("-", Readable.from(parts))).toEqual(TOO_LARGE);
});

test("the standard input, in texts and bytes", async () => {
  expect(String(await read("-", Readable.from(["ü", Buffer.from("b"), "c"])))).toBe("übc");
});

test("a file that cannot be read is said with its cause", async () => {
  expect(await read(join(folder.path, "none.json"))).toMatch(/^cannot be read: .*ENOENT/);
});
