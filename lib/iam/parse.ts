import { isRecord } from "../is-record";
import { didYouMean, nearest } from "../suggest";
import { type DocumentProblem, shown } from "./document-problem";
import { parseStatement } from "./parse-statement";
import { plainStatement } from "./plain-statement";
import type { Policy, PolicyStatement } from "./policy";

/** What a policy is attached to: it decides which elements the language allows in it. */
export type PolicyKind = "identity" | "trust" | "resource" | "session" | "boundary";

const ELEMENTS = ["Version", "Id", "Statement"];

/** The kinds of a role's own policies: one grammar. */
const OF_ROLES: ReadonlySet<PolicyKind> = new Set<PolicyKind>(["identity", "session", "boundary"]);

/**
 * A policy document (JSON already parsed) as it means. `policy` is undefined when anything is wrong with the document;
 * `problems` then says all of it. Takes whatever value and never throws.
 *
 * Source: IAM user guide, "Grammar of the IAM JSON policy language",
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function parsePolicy(
  value: unknown,
  kind: PolicyKind,
): { policy: Policy | undefined; problems: DocumentProblem[] } {
  if (!isRecord(value)) {
    const fix = 'begin with `{ "Version": "2012-10-17", "Statement": [`';
    return {
      policy: undefined,
      problems: [{ path: [], message: "is not a policy document", allowed: "a JSON object", fix }],
    };
  }
  const problems = documentProblems(value);
  const version = value.Version === "2012-10-17" ? "2012-10-17" : "2008-10-17";
  const list: readonly unknown[] = Array.isArray(value.Statement) ? value.Statement : [value.Statement];
  const statements: PolicyStatement[] = [];
  const ids = new Set<string>();
  const count = value.Statement === undefined ? 0 : list.length;
  for (let index = 0; index < count; index++) {
    const written = list[index];
    const path = Array.isArray(value.Statement) ? ["Statement", index] : ["Statement"];
    const plain = OF_ROLES.has(kind) && isRecord(written) ? plainStatement(written, path, version) : undefined;
    const { statement, problems: found } =
      plain === undefined ? parseStatement(written, path, kind, version) : { statement: plain, problems: [] };
    problems.push(...found);
    if (statement === undefined) continue;
    statements.push(statement);
    if (statement.sid === undefined || statement.sid === "") continue;
    if (ids.has(statement.sid)) problems.push(repeatedSid(statement.sid, [...path, "Sid"]));
    ids.add(statement.sid);
  }
  if (problems.length > 0) return { policy: undefined, problems };
  const id = typeof value.Id === "string" ? { id: value.Id } : {};
  return { policy: { version, ...id, statements }, problems };
}

function documentProblems(value: Readonly<Record<string, unknown>>): DocumentProblem[] {
  const problems: DocumentProblem[] = [];
  const unknown = Object.keys(value).filter((key) => !ELEMENTS.includes(key));
  for (const key of unknown) {
    problems.push({
      path: [key],
      message: "is not an element of a policy",
      found: shown(key),
      allowed: ELEMENTS.join(", "),
      fix: didYouMean(key, ELEMENTS) || "remove it",
    });
  }
  if (value.Version !== undefined && value.Version !== "2012-10-17" && value.Version !== "2008-10-17") {
    problems.push({
      path: ["Version"],
      message: "is not a version of the policy language",
      found: shown(value.Version),
      allowed: "2012-10-17",
      fix: "write `2012-10-17`: it is the language's version, not the policy's",
    });
  }
  if (value.Id !== undefined && typeof value.Id !== "string") {
    const fix = "write a text, or leave it out: it means nothing to IAM";
    problems.push({ path: ["Id"], message: "is not a policy's id", found: shown(value.Id), allowed: "text", fix });
  }
  const empty = value.Statement === undefined || (Array.isArray(value.Statement) && value.Statement.length === 0);
  const misspelt = unknown.some((key) => nearest(key, ELEMENTS) === "Statement");
  if (empty && !misspelt) {
    problems.push({
      path: value.Statement === undefined ? [] : ["Statement"],
      message: "has no Statement",
      allowed: "at least one statement",
      fix: "add `Statement`, a list of statements with `Effect`, `Action` and `Resource`",
    });
  }
  return problems;
}

function repeatedSid(sid: string, path: (string | number)[]): DocumentProblem {
  return {
    path,
    message: "is the id of two statements",
    found: shown(sid),
    allowed: "ids that differ within a policy",
    fix: "rename one of them, or leave it out",
  };
}
