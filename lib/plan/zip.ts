import { inflateRawSync } from "node:zlib";

/**
 * The files of a zip archive whose names are wanted, by name; undefined where the archive is broken, or holds more than
 * `limit` bytes of them unpacked. Names are keys, and nothing else.
 *
 * Source: PKWARE's APPNOTE.TXT, 4.3. Plan files are written by Go's archive/zip: stored or deflated, sizes in the
 * directory at the end. Zip64 and encryption are not read.
 */
export function readZip(
  archive: Uint8Array,
  isWanted: (name: string) => boolean,
  limit: number,
): ReadonlyMap<string, Buffer> | undefined {
  const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.length);
  try {
    return readEntries(bytes, isWanted, limit);
  } catch {
    // Offsets that lead outside, and data that does not inflate.
    return undefined;
  }
}

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_ENTRY = 0x04034b50;
const STORED = 0;
const DEFLATED = 8;

function readEntries(bytes: Buffer, isWanted: (name: string) => boolean, limit: number): Map<string, Buffer> {
  const end = endOfDirectory(bytes);
  const files = new Map<string, Buffer>();
  let left = limit;
  let at = bytes.readUInt32LE(end + 16);
  for (let count = bytes.readUInt16LE(end + 10); count > 0; count--) {
    expect(bytes.readUInt32LE(at) === DIRECTORY_ENTRY);
    const nameEnd = at + 46 + bytes.readUInt16LE(at + 28);
    expect(nameEnd <= end);
    const name = bytes.toString("utf8", at + 46, nameEnd);
    if (isWanted(name)) {
      const file = unpacked(bytes, at, left);
      left -= file.length;
      files.set(name, file);
    }
    at = nameEnd + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return files;
}

function unpacked(bytes: Buffer, entry: number, limit: number): Buffer {
  const method = bytes.readUInt16LE(entry + 10);
  const packedSize = bytes.readUInt32LE(entry + 20);
  const size = bytes.readUInt32LE(entry + 24);
  const local = bytes.readUInt32LE(entry + 42);
  expect(bytes.readUInt32LE(local) === LOCAL_ENTRY && size <= limit);
  const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
  expect(start + packedSize <= bytes.length);
  const packed = bytes.subarray(start, start + packedSize);
  expect(method === DEFLATED || method === STORED);
  // The size that the archive states is not believed: inflating stops there.
  const file = method === STORED ? packed : inflateRawSync(packed, { maxOutputLength: Math.max(size, 1) });
  expect(file.length === size);
  return file;
}

/** It stands at the end, before a comment of at most 65,535 bytes. */
function endOfDirectory(bytes: Buffer): number {
  for (let at = bytes.length - 22; at >= Math.max(0, bytes.length - 22 - 0xffff); at--) {
    if (bytes.readUInt32LE(at) === END_OF_DIRECTORY) return at;
  }
  throw new Error("no directory");
}

function expect(isSo: boolean): void {
  if (!isSo) throw new Error("not an archive as it should be");
}
