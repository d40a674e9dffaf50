import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** A fresh folder for one test, with the files named (relative path → content), removed by `remove`. */
export function tempFolder(files: Record<string, string> = {}): { path: string; remove: () => void } {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "pod-identity-test-")));
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  return { path: folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
