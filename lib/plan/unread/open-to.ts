import { isRecord } from "../../is-record";

/** Whom a policy is about though it names them by no ARN of theirs. */
interface OpenTo {
  /** It allows something to anybody, under no condition. */
  anybody: boolean;
  /** It allows something to a whole account. */
  account: boolean;
  /** It asks for the session tags that EKS gives pods. */
  sessionTags: boolean;
  /** What conditions on `aws:PrincipalArn` ask for, where wildcards are in it. */
  patterns: readonly string[];
}

const NOBODY: OpenTo = { anybody: false, account: false, sessionTags: false, patterns: [] };
const PRINCIPAL_ARN = /^aws:principalarn$/i;
const SESSION_TAG = /^aws:principaltag\/(?:kubernetes-|eks-cluster-)/i;

/** Leniently read, as it stands; a text that is no policy is open to nobody. */
export function openTo(text: string): OpenTo {
  const statements = statementsOf(text);
  if (statements.length === 0) return NOBODY;
  const asked = statements.flatMap(({ Condition: condition }) => askedIn(condition));
  return {
    anybody: statements.some(isOpen),
    account: statements.some((statement) => isAllowing(statement) && principals(statement).some(isAccount)),
    sessionTags: asked.some(([key]) => SESSION_TAG.test(key)),
    patterns: asked.flatMap(([key, values]) =>
      PRINCIPAL_ARN.test(key) ? values.filter((value) => /[*?]/.test(value)) : [],
    ),
  };
}

type Statement = Readonly<Record<string, unknown>>;

function statementsOf(text: string): Statement[] {
  if (!/^\s*\{/.test(text)) return [];
  try {
    const document: unknown = JSON.parse(text);
    return isRecord(document) ? listOf(document.Statement).filter(isRecord) : [];
  } catch {
    return [];
  }
}

function isOpen(statement: Statement): boolean {
  const { Condition: condition } = statement;
  if (!isAllowing(statement) || (isRecord(condition) && Object.keys(condition).length > 0)) return false;
  return Object.hasOwn(statement, "NotPrincipal") || principals(statement).includes("*");
}

function isAllowing({ Effect: effect }: Statement): boolean {
  return effect === "Allow";
}

function principals({ Principal: principal }: Statement): readonly unknown[] {
  return listOf(isRecord(principal) ? principal.AWS : principal);
}

function isAccount(principal: unknown): boolean {
  return typeof principal === "string" && /^(?:\d{12}|arn:.*:root)$/s.test(principal);
}

/** The keys that a condition asks for, and the values. */
function askedIn(condition: unknown): [key: string, values: string[]][] {
  const operators = isRecord(condition) ? Object.values(condition).filter(isRecord) : [];
  return operators.flatMap((keys) =>
    Object.entries(keys).map(([key, values]): [string, string[]] => [key, listOf(values).filter(isText)]),
  );
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}
