import type { AnyDocument } from "../iam/document";
import { parsePolicy } from "../iam/parse";
import { isRecord } from "../is-record";
import type { Finding } from "../model/finding";
import { hasToken } from "../model/token";
import { readJson } from "./json-file";
import type { YamlFile } from "./yaml-file";

const SIZE_LIMIT = 64 * 1024;

/** A JSON policy document read: what it says, where its parts stand, and what is wrong with it. */
export interface PolicyFile {
  document: AnyDocument | undefined;
  file: YamlFile | undefined;
  findings: Finding[];
}

/** Reads the bytes of a policy file. `source` is the file as the user is to see it. */
export function readPolicyFile(bytes: Uint8Array, source: string): PolicyFile {
  const broken = (problem: Omit<Finding, "rule" | "severity" | "at">, path: (string | number)[] = []): Finding => ({
    rule: "policy-document",
    severity: "error",
    at: { source, path },
    ...problem,
  });
  const none = (problem: Omit<Finding, "rule" | "severity" | "at">, file?: YamlFile): PolicyFile => ({
    document: undefined,
    file,
    findings: [broken(problem)],
  });
  if (bytes.length > SIZE_LIMIT) {
    return none({
      message: "is too large for a policy",
      found: `${Math.ceil(bytes.length / 1024)} KiB`,
      allowed: "at most 10,240 characters",
      fix: "split it, or make it a customer managed policy",
    });
  }
  const text = new TextDecoder().decode(bytes);
  const read = readJson(text, "a policy document");
  if ("message" in read) {
    const { line, column, ...problem } = read;
    return none(problem, { data: undefined, position: () => ({ line, column }), written: () => undefined });
  }
  const { value, file } = read;
  if (hasToken(text)) {
    return none(
      { message: "holds a CDKTF token, which only TypeScript can make", fix: "write the value itself" },
      file,
    );
  }
  const { problems } = parsePolicy(value, "identity");
  const findings = problems.map(({ path, ...problem }) => broken(problem, path));
  return { document: findings.length === 0 && isRecord(value) ? value : undefined, file, findings };
}
