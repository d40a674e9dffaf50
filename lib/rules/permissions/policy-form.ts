import { numberOf } from "../../iam/number-of";
import type { Policy, PolicyStatement } from "../../iam/policy";
import { isUnbounded } from "./bounds";
import { isLater } from "./later";

/**
 * All that a policy says but for the names of the resources that it allows or denies something on; of those, whether they
 * leave all of a kind in. Policies that say the same so far have one object: the thousands of a big plan are of a few forms.
 */
export interface PolicyForm {
  /** By the statement's place. */
  statements: readonly StatementForm[];
}

interface StatementForm {
  /** Whether a resource that it names leaves all of a kind in, or is known only later. */
  open: boolean;
}

/** The form of a policy. */
export function formOf({ version, statements }: Policy): PolicyForm {
  const resources = statements.map(resourceKey);
  const key = statements.reduce<string>(
    (text, one, index) => `${text}\n${statementKey(one)} ${resources[index]}`,
    version,
  );
  const standing = forms.get(key);
  if (standing !== undefined) return standing;
  const made: PolicyForm = {
    statements: resources.map((resource) => ({ open: resource !== NAMED })),
  };
  // Whoever writes policies chooses the keys: what is kept must not grow with them.
  if (forms.size >= MOST_KEPT) forms.clear();
  forms.set(key, made);
  return made;
}

const forms = new Map<string, PolicyForm>();
const MOST_KEPT = 2000;

/** Actions and conditions that are written alike are one object in most policies, and only shared the less where not. */
function statementKey({ effect, action, conditions }: PolicyStatement): string {
  return `${effect} ${numberOf(action)} ${conditions.length === 0 ? "" : numberOf(conditions)}`;
}

/** Every resource is named, and none of them leaves all of a kind in. */
const NAMED = "named";

function resourceKey({ resource }: PolicyStatement): string {
  if (resource === undefined) return "none";
  if (resource.not) return `not ${JSON.stringify(resource.patterns)}`;
  if (resource.patterns.includes("*")) return "all";
  if (resource.patterns.some(isUnbounded)) return "all of a kind";
  return resource.patterns.some(isLater) ? "later" : NAMED;
}
