import type { AnyDocument } from "../iam/document";
import { parsePolicy } from "../iam/parse";
import { isRecord } from "../is-record";
import type { Finding } from "../model/finding";
import { hasToken } from "../model/token";
import { jsonSlip } from "./json-slip";
import { readYaml, type YamlFile } from "./yaml-file";

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
  // JSON is YAML too: the one reader knows places, the other is strict about the grammar.
  const text = new TextDecoder().decode(bytes);
  const slip = jsonSlip(text);
  if (slip !== undefined) {
    const { offset, ...problem } = slip;
    return none(problem, placed(text, offset));
  }
  const read = readYaml(Buffer.from(text.replace(/\t/g, " ")));
  const value = json(text);
  if (Array.isArray(read) || value === undefined) {
    const [first] = Array.isArray(read) ? read : [];
    const { line = 1, column = 1, ...problem } = first ?? { message: "is not JSON", fix: "mend the file" };
    const message = problem.message.replace("is not YAML:", "is not JSON:");
    return none(
      { ...problem, message },
      { data: undefined, position: () => ({ line, column }), written: () => undefined },
    );
  }
  if (hasToken(text)) {
    return none(
      { message: "holds a CDKTF token, which only TypeScript can make", fix: "write the value itself" },
      read,
    );
  }
  const { problems } = parsePolicy(value, "identity");
  const findings = problems.map(({ path, ...problem }) => broken(problem, path));
  return { document: findings.length === 0 && isRecord(value) ? value : undefined, file: read, findings };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A file of which only one place is known. */
function placed(text: string, offset: number): YamlFile {
  const before = text.slice(0, offset).split("\n");
  const position = { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  return { data: undefined, position: () => position, written: () => undefined };
}
