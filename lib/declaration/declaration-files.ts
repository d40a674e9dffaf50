import { type Dirent, existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** The names under which declarations are looked for in a folder. */
export const SERVICE_FILE = "pod-identity.yaml";
export const PLATFORM_FILE = "platform.yaml";

/** The declarations in a folder; where it has none, in the folders in it. */
export function declarationsAt(folder: string): string[] {
  const here = declarationsIn(folder);
  return here.length > 0 ? here : subfolders(folder).flatMap(declarationsIn);
}

/** A declaration in a folder whose name ends in `.yml`: the name that it should have. */
export function misnamedIn(folder: string): string | undefined {
  return [SERVICE_FILE, PLATFORM_FILE].find((name) => existsSync(join(folder, ymlOf(name))));
}

export function ymlOf(name: string): string {
  return name.replace(/yaml$/, "yml");
}

function declarationsIn(folder: string): string[] {
  return [PLATFORM_FILE, SERVICE_FILE].map((name) => join(folder, name)).filter((path) => existsSync(path));
}

/** The folders in a folder; none where it may not be listed: there is no declaration to be had from it either way. */
function subfolders(folder: string): string[] {
  return entries(folder)
    .filter((entry) => entry.isDirectory() && entry.name !== "node_modules" && !entry.name.startsWith("."))
    .map((entry) => join(folder, entry.name))
    .sort();
}

function entries(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
