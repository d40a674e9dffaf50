import { isObject, textsOf } from "./document";

/**
 * The condition block of a trust policy, judged against what is known of a request. Source: "IAM JSON policy
 * elements: Condition operators", https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */

/** What is known of a request: by key in lower case, the key's values. A key without values is absent. */
export type ConditionContext = ReadonlyMap<string, readonly string[]>;

/** `unknown`: there is an operator or a key in it that the sandbox cannot judge. */
export type Verdict = "holds" | "fails" | "unknown";

/**
 * Whether all conditions of a block hold.
 *
 * @param isKnown Whether the sandbox knows what a key (in lower case) stands for, be it present in this request or not.
 */
export function judgeCondition(
  condition: unknown,
  context: ConditionContext,
  isKnown: (key: string) => boolean,
): Verdict {
  if (condition === undefined) return "holds";
  if (!isObject(condition)) return "unknown";
  const verdicts = Object.entries(condition).flatMap(([operator, keys]) =>
    isObject(keys)
      ? Object.entries(keys).map(([key, values]) => judge(operator, key.toLowerCase(), values, context, isKnown))
      : ["unknown" as const],
  );
  if (verdicts.includes("fails")) return "fails";
  return verdicts.includes("unknown") ? "unknown" : "holds";
}

function judge(
  operator: string,
  key: string,
  wanted: unknown,
  context: ConditionContext,
  isKnown: (key: string) => boolean,
): Verdict {
  const [, set, name = "", ifExists] = /^(?:(ForAnyValue|ForAllValues):)?(.+?)(IfExists)?$/i.exec(operator) ?? [];
  const patterns = textsOf(Array.isArray(wanted) ? wanted.map(String) : String(wanted));
  if (patterns === undefined || !isKnown(key)) return "unknown";
  const present = context.get(key) ?? [];
  if (name.toLowerCase() === "null") return verdict(patterns.includes(String(present.length === 0)));
  const comparison = comparisons[name.toLowerCase()];
  if (comparison === undefined) return "unknown";
  if (present.length === 0) {
    if (ifExists !== undefined || set?.toLowerCase() === "forallvalues") return "holds";
    return verdict(comparison.negated && set === undefined);
  }
  const matches = (value: string): boolean =>
    patterns.some((pattern) => comparison.matches(value, pattern, context)) !== comparison.negated;
  return verdict(set?.toLowerCase() === "forallvalues" ? present.every(matches) : present.some(matches));
}

function verdict(holds: boolean): Verdict {
  return holds ? "holds" : "fails";
}

interface Comparison {
  negated: boolean;
  matches(value: string, pattern: string, context: ConditionContext): boolean;
}

type Matcher = Comparison["matches"];

const equal: Matcher = (value, pattern, context) => expression(pattern, context, false)?.test(value) ?? false;
const like: Matcher = (value, pattern, context) => expression(pattern, context, true)?.test(value) ?? false;
const equalIgnoringCase: Matcher = (value, pattern, context) =>
  expression(pattern.toLowerCase(), context, false)?.test(value.toLowerCase()) ?? false;
const arnLike: Matcher = (value, pattern, context) => {
  const wanted = splitArn(pattern);
  const found = splitArn(value);
  return (
    wanted.length === 6 && found.length === 6 && wanted.every((part, index) => like(found[index] ?? "", part, context))
  );
};
const sameFlag: Matcher = (value, pattern) => value.toLowerCase() === pattern.toLowerCase();

const comparisons: Readonly<Record<string, Comparison>> = {
  stringequals: { negated: false, matches: equal },
  stringnotequals: { negated: true, matches: equal },
  stringequalsignorecase: { negated: false, matches: equalIgnoringCase },
  stringnotequalsignorecase: { negated: true, matches: equalIgnoringCase },
  stringlike: { negated: false, matches: like },
  stringnotlike: { negated: true, matches: like },
  arnequals: { negated: false, matches: arnLike },
  arnlike: { negated: false, matches: arnLike },
  arnnotequals: { negated: true, matches: arnLike },
  arnnotlike: { negated: true, matches: arnLike },
  bool: { negated: false, matches: sameFlag },
};

/** The six parts of an ARN; the last keeps its colons. */
function splitArn(arn: string): string[] {
  const parts = arn.split(":");
  return [...parts.slice(0, 5), parts.slice(5).join(":")];
}

/**
 * A pattern with its variables filled in, `${aws:PrincipalTag/team}`; undefined when the request has no value for one
 * of them, and then nothing matches. What is filled in is literal, as are `${*}`, `${?}` and `${$}`.
 */
function expression(pattern: string, context: ConditionContext, wildcards: boolean): RegExp | undefined {
  let source = "";
  for (const part of pattern.split(/(\$\{[^}]*\})/)) {
    const variable = /^\$\{(.*)\}$/.exec(part)?.[1];
    if (variable === undefined) {
      const literal = escapeExpression(part);
      source += wildcards ? literal.replaceAll("\\*", ".*").replaceAll("\\?", ".") : literal;
      continue;
    }
    const value = /^[*?$]$/.test(variable) ? variable : context.get(variable.toLowerCase())?.[0];
    if (value === undefined) return undefined;
    source += escapeExpression(value);
  }
  return new RegExp(`^${source}$`, "s");
}

function escapeExpression(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
