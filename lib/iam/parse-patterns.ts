import { type DocumentProblem, entriesOf, shown } from "./document-problem";
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
  const list = entriesOf(value, path);
  if (list.length === 0) {
    const problem = { path, message: "is empty", allowed: "at least one entry", fix: "add an entry" };
    return { texts: [], problems: [problem] };
  }
  const texts: string[] = [];
  const problems: DocumentProblem[] = [];
  for (const entry of list) {
    const problem =
      element === "action" ? actionProblem(entry.value, kind) : resourceProblem(entry.value, kind, version);
    if (problem !== undefined) problems.push({ path: entry.path, found: shown(entry.value), ...problem });
    if (typeof entry.value === "string") texts.push(entry.value);
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

function resourceProblem(value: unknown, kind: PolicyKind, version: Policy["version"]): Complaint | undefined {
  const problem = {
    message: "is not a resource's ARN",
    allowed: "an ARN, or `*`",
    fix: "write it like `arn:aws:s3:::reports/*`",
  };
  if (typeof value !== "string" || value === "") return problem;
  // Services read their own policies' resources: API Gateway takes `execute-api:/prod/*`.
  if (kind !== "resource" && value !== "*" && !value.startsWith("arn:")) return problem;
  // A wildcard at the end of a part reaches over the parts that are left out; what a plan knows later may be the whole ARN.
  const open = value.endsWith("*") || value.includes("${later:");
  if (value.startsWith("arn:") && value.split(":").length < 6 && !open) {
    const allowed = "`arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE`, parts may be empty";
    return { ...problem, message: "is not a whole ARN", allowed };
  }
  return version === "2012-10-17" ? variableProblem(value) : undefined;
}
