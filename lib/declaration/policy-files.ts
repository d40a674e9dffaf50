import { existsSync, readFileSync, statSync } from "node:fs";
import { relative, resolve } from "node:path";
import type { Finding, Pointer } from "../model/finding";
import { hasToken } from "../model/token";
import { documentOfFile, type PlacedDocument } from "./placed-document";
import { readPolicyFile } from "./policy-file";
import type { YamlFile } from "./yaml-file";

/**
 * Reads the policy files that declarations name, each once. What is wrong is pushed to `findings`; the files read are
 * handed to `onFile`, for whoever shows places in them.
 * @param folder what the paths are relative to
 * @param cwd what the files are named relative to in findings
 */
export function policyFiles(
  folder: string,
  findings: Finding[],
  cwd: string = folder,
  onFile: (source: string, file: YamlFile) => void = () => {},
): (path: string, at: Pointer) => PlacedDocument | undefined {
  const read = new Map<string, PlacedDocument | undefined>();
  return (named, at) => {
    if (hasToken(named)) return undefined;
    const path = resolve(folder, named);
    if (read.has(path)) return read.get(path);
    const problem = (message: string, fix: string) =>
      findings.push({ rule: "policy-document", severity: "error", at, message, found: named, fix });
    let document: PlacedDocument | undefined;
    if (!existsSync(path) || !statSync(path).isFile()) {
      problem("names a policy file that is not there", "correct the path: it is relative to the declaration");
      return undefined;
    }
    try {
      const source = relative(cwd, path).replace(/\\/g, "/");
      const file = readPolicyFile(readFileSync(path), source);
      if (file.file !== undefined) onFile(source, file.file);
      findings.push(...file.findings);
      document = file.document && documentOfFile(file.document, source);
    } catch {
      problem("names a policy file that cannot be read", "check the file's permissions");
    }
    read.set(path, document);
    return document;
  };
}
