import { randomUUID } from "node:crypto";
import { existsSync, lstatSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Refusal } from "../lib/access/choose-pod";

/** What is wrong with a file to write a report to; undefined where it can be tried. */
export function notWritable(file: string): Refusal | undefined {
  if (file === "") return { message: "--out names no file", fix: "name a file, or leave the option out" };
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
  if (isSpecial(file)) {
    writeFileSync(file, text);
    return;
  }
  const beside = join(dirname(file), `.${randomUUID()}.tmp`);
  try {
    writeFileSync(beside, text);
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

/** Where the whole of a review goes that has no room in its file. */
export function fullFileOf(file: string): string {
  return `${file.replace(/\.md$/i, "")}.full.md`;
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "the permissions do not allow it",
  EPERM: "the permissions do not allow it",
  EROFS: "the file system can only be read",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk's quota is used up",
  ENOENT: "its folder is not there",
  ENOTDIR: "its folder is not there",
  ENAMETOOLONG: "its name is too long",
};

/** Why a file cannot be written, without the names that the system's error tells. */
export function whyNotWritten(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return REASONS[code] ?? `the system says ${code || String(error)}`;
}

/** A device, a pipe, or a link such as /dev/stdout: what is written to it goes elsewhere, and it has to stay what it is. */
export function isSpecial(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false })?.isFile() === false;
}
