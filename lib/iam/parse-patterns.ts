import { type DocumentProblem, shown } from "./document-problem";
import type { PolicyKind } from "./parse";
import type { Policy } from "./policy";
import { variableProblem } from "./variables";

const ACTION = /^(\*|[A-Za-z0-9*?.-]+:[A-Za-z0-9*?-]+)$/;

/** The texts of Action, NotAction, Resource or NotResource; those that the language does not know are problems. */
export function parsePatterns(
  value: unknown,
  path: (string | number)[],
  element: "action" | "resource",
  kind: PolicyKind,
  version: Policy["version"],
): { texts: string[]; problems: DocumentProblem[] } {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (list.length === 0) {
    const problem = { path, message: "is empty", allowed: "at least one entry", fix: "add an entry" };
    return { texts: [], problems: [problem] };
  }
  const texts: string[] = [];
  const problems: DocumentProblem[] = [];
  for (let index = 0; index < list.length; index++) {
    const entry = list[index];
    if (typeof entry === "string") texts.push(entry);
    const problem = element === "action" ? actionProblem(entry, kind) : resourceProblem(entry, kind, version);
    if (problem === undefined) continue;
    problems.push({ path: Array.isArray(value) ? [...path, index] : path, found: shown(entry), ...problem });
  }
  return { texts, problems };
}

type Complaint = Omit<DocumentProblem, "path" | "found">;

function actionProblem(value: unknown, kind: PolicyKind): Complaint | undefined {
  if (typeof value !== "string" || !ACTION.test(value)) {
    return {
      message: "is not an IAM action",
      allowed: "`service:Action`, or `*`",
      fix: "write it like `s3:GetObject`",
    };
  }
  if (kind !== "trust" || /^sts:/i.test(value)) return undefined;
  const message = "is not an action of a trust policy: it is about assuming the role";
  return { message, allowed: "actions of `sts`", fix: "write `sts:AssumeRole`" };
}

const NO_ARN: Complaint = {
  message: "is not a resource's ARN",
  allowed: "an ARN, or `*`",
  fix: "write it like `arn:aws:s3:::reports/*`",
};

function resourceProblem(value: unknown, kind: PolicyKind, version: Policy["version"]): Complaint | undefined {
  if (typeof value !== "string" || value === "") return NO_ARN;
  const isArn = value.startsWith("arn:");
  // Services read their own policies' resources: API Gateway takes `execute-api:/prod/*`.
  if (kind !== "resource" && !isArn && value !== "*") return NO_ARN;
  // A wildcard at the end of a part reaches over the parts that are left out; what a plan knows later may be the whole ARN.
  if (isArn && !isWhole(value) && !value.endsWith("*") && !value.includes("${later:")) {
    const allowed = "`arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE`, parts may be empty";
    return { ...NO_ARN, message: "is not a whole ARN", allowed };
  }
  return version === "2012-10-17" ? variableProblem(value) : undefined;
}

/** Whether an ARN has all of its six parts: five colons. */
function isWhole(arn: string): boolean {
  let at = -1;
  for (let colons = 0; colons < 5; colons++) {
    at = arn.indexOf(":", at + 1);
    if (at < 0) return false;
  }
  return true;
}
