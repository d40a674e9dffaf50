import type { AnyDocument } from "./document";

/** What is wrong with a policy document, and where in it. */
export interface DocumentProblem {
  path: (string | number)[];
  message: string;
  found?: string;
  allowed?: string;
}

const DOCUMENT_KEYS = ["Version", "Id", "Statement"];
const STATEMENT_KEYS = ["Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"];

/**
 * The grammar of an identity policy (inline policies, session policies), as far as IAM refuses what breaks it.
 * Source: IAM user guide, "Grammar of the IAM JSON policy language".
 */
export function checkIdentityPolicy(value: unknown): {
  document: AnyDocument | undefined;
  problems: DocumentProblem[];
} {
  const problems: DocumentProblem[] = [];
  if (!isRecord(value)) {
    return {
      document: undefined,
      problems: [{ path: [], message: "is not a policy document", allowed: "a JSON object" }],
    };
  }
  for (const key of Object.keys(value)) {
    if (!DOCUMENT_KEYS.includes(key))
      problems.push({
        path: [key],
        message: "is not an element of a policy",
        found: key,
        allowed: DOCUMENT_KEYS.join(", "),
      });
  }
  if (value.Version !== undefined && value.Version !== "2012-10-17" && value.Version !== "2008-10-17") {
    problems.push({
      path: ["Version"],
      message: "is not a version of the policy language",
      found: show(value.Version),
      allowed: "2012-10-17",
    });
  }
  const statements: unknown[] = Array.isArray(value.Statement)
    ? value.Statement
    : value.Statement === undefined
      ? []
      : [value.Statement];
  if (statements.length === 0)
    problems.push({
      path: value.Statement === undefined ? [] : ["Statement"],
      message: "has no Statement",
      allowed: "at least one statement",
    });
  for (const [index, statement] of statements.entries()) {
    const path = Array.isArray(value.Statement) ? ["Statement", index] : ["Statement"];
    problems.push(...checkStatement(statement, path));
  }
  return { document: value, problems };
}

function checkStatement(value: unknown, path: (string | number)[]): DocumentProblem[] {
  if (!isRecord(value)) return [{ path, message: "is not a statement", found: show(value), allowed: "a JSON object" }];
  const problems: DocumentProblem[] = [];
  for (const key of Object.keys(value)) {
    if (STATEMENT_KEYS.includes(key)) continue;
    const principal = key === "Principal" || key === "NotPrincipal";
    problems.push({
      path: [...path, key],
      message: principal
        ? "cannot stand in a role's own policy: only trust and resource policies name principals"
        : "is not an element of a statement",
      found: key,
      allowed: STATEMENT_KEYS.join(", "),
    });
  }
  if (value.Effect !== "Allow" && value.Effect !== "Deny") {
    problems.push({
      path: value.Effect === undefined ? path : [...path, "Effect"],
      message: value.Effect === undefined ? "has no Effect" : "is not an effect",
      ...(value.Effect === undefined ? {} : { found: show(value.Effect) }),
      allowed: "Allow, Deny",
    });
  }
  for (const [one, other] of [
    ["Action", "NotAction"],
    ["Resource", "NotResource"],
  ] as const) {
    const both = [one, other].filter((key) => value[key] !== undefined);
    if (both.length !== 1)
      problems.push({
        path,
        message: both.length === 0 ? `has no ${one}` : `has both ${one} and ${other}`,
        allowed: `${one} or ${other}`,
      });
    for (const key of both) problems.push(...checkTexts(value[key], [...path, key]));
  }
  if (value.Condition !== undefined) problems.push(...checkCondition(value.Condition, [...path, "Condition"]));
  if (value.Sid !== undefined && !(typeof value.Sid === "string" && /^[A-Za-z0-9]*$/.test(value.Sid))) {
    problems.push({
      path: [...path, "Sid"],
      message: "is not a statement id",
      found: show(value.Sid),
      allowed: "letters and digits",
    });
  }
  return problems;
}

function checkTexts(value: unknown, path: (string | number)[]): DocumentProblem[] {
  const kind = path.at(-1);
  const list: unknown[] = Array.isArray(value) ? value : [value];
  if (list.length === 0) return [{ path, message: "is empty", allowed: "at least one entry" }];
  const action = kind === "Action" || kind === "NotAction";
  const fits = (text: string) =>
    action ? text === "*" || /^[A-Za-z0-9-]+:[A-Za-z0-9*?]+$/.test(text) : text === "*" || text.startsWith("arn:");
  return list.flatMap((text, index) =>
    typeof text === "string" && fits(text)
      ? []
      : [
          {
            path: Array.isArray(value) ? [...path, index] : path,
            message: action ? "is not an IAM action" : "is not a resource's ARN",
            found: show(text),
            allowed: action ? "`service:Action`, or `*`" : "an ARN, or `*`",
          },
        ],
  );
}

function checkCondition(value: unknown, path: (string | number)[]): DocumentProblem[] {
  if (!isRecord(value))
    return [{ path, message: "is not a condition", found: show(value), allowed: "operator → key → values" }];
  return Object.entries(value).flatMap(([operator, keys]): DocumentProblem[] =>
    isRecord(keys)
      ? Object.entries(keys).flatMap(([key, values]) =>
          (Array.isArray(values) ? values : [values]).every((one) =>
            ["string", "number", "boolean"].includes(typeof one),
          )
            ? []
            : [
                {
                  path: [...path, operator, key],
                  message: "is not a condition's value",
                  found: show(values),
                  allowed: "text, a number, true or false, or a list of them",
                },
              ],
        )
      : [
          {
            path: [...path, operator],
            message: "is not a map of condition keys",
            found: show(keys),
            allowed: "key → values",
          },
        ],
  );
}

function show(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "undefined");
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
