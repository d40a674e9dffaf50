import { isRecord } from "../../is-record";

/** Whom a policy is about though it names them by no ARN of theirs. */
interface OpenTo {
  /** It allows something to anybody. */
  anybody?: Anybody;
  /** It allows something to a whole account. */
  account: boolean;
  /** It asks for the session tags that EKS gives pods. */
  sessionTags: boolean;
  /** What conditions on `aws:PrincipalArn` ask for, where wildcards are in it. */
  patterns: readonly string[];
}

export type Anybody = "in any case" | "under conditions";

const NOBODY: OpenTo = { account: false, sessionTags: false, patterns: [] };
const PRINCIPAL_ARN = /^aws:principalarn$/i;
const SESSION_TAG = /^aws:principaltag\/(?:kubernetes-|eks-cluster-)/i;

/** Leniently read, as it stands; a text that is no policy is open to nobody. */
export function openTo(text: string): OpenTo {
  const statements = statementsOf(text);
  if (statements.length === 0) return NOBODY;
  const asked = statements.flatMap(({ Condition: condition }) => askedIn(condition));
  return {
    ...widest(statements.flatMap((statement) => howOpen(statement) ?? [])),
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

function widest(all: readonly Anybody[]): Pick<OpenTo, "anybody"> {
  const [first] = all;
  return first === undefined ? {} : { anybody: all.includes("in any case") ? "in any case" : first };
}

/** Conditions that name somebody, or a service of AWS's that calls, keep everybody else out. */
function howOpen(statement: Statement): Anybody | undefined {
  if (!isAllowing(statement)) return undefined;
  if (!Object.hasOwn(statement, "NotPrincipal") && !principals(statement).includes("*")) return undefined;
  const asked = askedIn(statement.Condition);
  if (asked.length === 0) return "in any case";
  return asked.some(([key]) => NAMES_SOMEBODY.test(key)) ? undefined : "under conditions";
}

const NAMES_SOMEBODY =
  /^aws:(?:principalarn|principalservicename|principalisawsservice|principaltype|userid|username|source(?:arn|account|owner|orgid|orgpaths|identity))$/i;

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
