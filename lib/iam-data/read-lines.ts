import { readFileSync } from "node:fs";
import path from "node:path";
import { brotliDecompressSync } from "node:zlib";

/** The data files of lib/iam, lines of text in brotli. The build lays them beside the bundles in dist/. */
export type DataFile = "iam-catalog.br" | "aws-managed-policies.br";

const read = new Map<DataFile, readonly string[]>();

/** The lines of a data file, read when first asked for. */
export function readLines(file: DataFile): readonly string[] {
  const known = read.get(file);
  if (known !== undefined) return known;
  const lines = brotliDecompressSync(readFileSync(path.join(__dirname, file)))
    .toString("utf8")
    .split("\n");
  read.set(file, lines);
  return lines;
}
