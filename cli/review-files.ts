import { randomUUID } from "node:crypto";
import { existsSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Refusal } from "../lib/access/choose-pod";

/** What is wrong with a file to write a report to; undefined where it can be tried. */
export function notWritable(file: string): Refusal | undefined {
  const folder = dirname(file);
  const standing = statSync(folder, { throwIfNoEntry: false });
  if (standing === undefined || !standing.isDirectory()) {
    return {
      message: `${file} cannot be written: there is no folder ${folder}`,
      fix: `make it first: mkdir -p ${folder}`,
    };
  }
  if (existsSync(file) && statSync(file).isDirectory())
    return { message: `${file} cannot be written: it is a folder`, fix: "name a file" };
  return undefined;
}

/**
 * Writes a file whole or not at all: beside it first, then in its place.
 * @throws the system's error where it cannot
 */
export function writeWhole(file: string, text: string): void {
  // A device or a pipe: in its place there would be a file then.
  if (existsSync(file) && !statSync(file).isFile()) {
    writeFileSync(file, text);
    return;
  }
  const beside = `${file}.${randomUUID()}.tmp`;
  try {
    writeFileSync(beside, text);
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}
