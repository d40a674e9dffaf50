import { randomUUID } from "node:crypto";
import { existsSync, lstatSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
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
  const beside = `${file}.${randomUUID()}.tmp`;
  try {
    writeFileSync(beside, text);
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

/** A device, a pipe, or a link such as /dev/stdout: what is written to it goes elsewhere, and it has to stay what it is. */
export function isSpecial(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false })?.isFile() === false;
}
