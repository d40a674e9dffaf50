import { checkIdentityPolicy } from "../iam/check-document";
import type { AnyDocument } from "../iam/document";
import type { Finding } from "../model/finding";
import { hasToken } from "../model/token";
import type { YamlFile } from "./yaml-file";
import { readYaml } from "./yaml-file";

const SIZE_LIMIT = 64 * 1024;

/** A JSON policy document read: what it says, where its parts stand, and what is wrong with it. */
export interface PolicyFile {
  document: AnyDocument | undefined;
  file: YamlFile | undefined;
  findings: Finding[];
}

/** Reads the bytes of a policy file. `source` is the file as the user is to see it. */
export function readPolicyFile(bytes: Uint8Array, source: string): PolicyFile {
  const broken = (finding: Omit<Finding, "rule" | "severity" | "at">, path: (string | number)[] = []): Finding => ({
    rule: "policy-document",
    severity: "error",
    at: { source, path },
    ...finding,
  });
  if (bytes.length > SIZE_LIMIT) {
    return {
      document: undefined,
      file: undefined,
      findings: [broken({ message: "is too large for a policy", allowed: "at most 10,240 characters" })],
    };
  }
  // JSON is YAML too: the one reader knows places, the other is strict about the grammar.
  const read = readYaml(bytes);
  const file = Array.isArray(read) ? undefined : read;
  const text = Buffer.from(bytes)
    .toString("utf8")
    .replace(/^\uFEFF/, "");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const message = (error instanceof Error ? error.message : String(error))
      .replace(/ in JSON at position \d+.*$/s, "")
      .replace(/, ".*$/s, "");
    const twice = Array.isArray(read) ? read[0] : undefined;
    const where = twice === undefined ? "" : ` (line ${twice.line}, column ${twice.column})`;
    return {
      document: undefined,
      file,
      findings: [broken({ message: `is not JSON: ${message}${where}`, fix: "mend the file" })],
    };
  }
  if (Array.isArray(read)) {
    return {
      document: undefined,
      file,
      findings: read.map((problem) =>
        broken({ message: problem.message, ...(problem.fix === undefined ? {} : { fix: problem.fix }) }),
      ),
    };
  }
  if (hasToken(text)) {
    return {
      document: undefined,
      file,
      findings: [
        broken({ message: "holds a CDKTF token, which only TypeScript can make", fix: "write the value itself" }),
      ],
    };
  }
  const { document, problems } = checkIdentityPolicy(value);
  const findings = problems.map(({ path, ...problem }) => broken(problem, path));
  return { document: findings.length === 0 ? document : undefined, file, findings };
}
