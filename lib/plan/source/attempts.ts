import { Cannot, cannot, fails } from "./cannot";
import { evaluate } from "./evaluate";
import type { Expression } from "./expression";
import type { Scope } from "./scope";
import type { Value } from "./value";

const NOT_CERTAIN = "it tries something, and whether Terraform fails at it is not certain here";

/**
 * `try`: much at which Terraform fails is evaluated here, for want of types. What comes first is believed where it is a plain
 * path, where nothing else is left, or where all that comes after it says the same.
 *
 * @throws Cannot
 */
export function firstThatWorks(parameters: readonly Expression[], spread: boolean, scope: Scope): Value {
  if (spread) return cannot(NOT_CERTAIN);
  for (const [index, parameter] of parameters.entries()) {
    const found = attempt(parameter, scope);
    if (found === undefined) continue;
    const others = parameters.slice(index + 1);
    return isPath(parameter) || others.every((other) => saysSame(other, found.value, scope))
      ? found.value
      : cannot(NOT_CERTAIN);
  }
  return fails("nothing of what it tries works");
}

/** `can`. @throws Cannot */
export function works(parameters: readonly Expression[], spread: boolean, scope: Scope): Value {
  const [parameter, ...others] = parameters;
  if (parameter === undefined || others.length > 0 || spread) return cannot("can() has no single argument");
  if (attempt(parameter, scope) === undefined) return false;
  return isPath(parameter) ? true : cannot(NOT_CERTAIN);
}

/** Undefined where Terraform surely fails. @throws Cannot where it cannot be told. */
function attempt(expression: Expression, scope: Scope): { value: Value } | undefined {
  try {
    return { value: evaluate(expression, tried(scope)) };
  } catch (problem) {
    if (problem instanceof Cannot && problem.isFailure) return undefined;
    throw problem;
  }
}

function saysSame(expression: Expression, value: Value, scope: Scope): boolean {
  return (typeof value !== "object" || value === null) && attempt(expression, scope)?.value === value;
}

function tried(scope: Scope): Scope {
  return { budget: scope.budget, isTried: true, lookup: (name) => scope.lookup(name) };
}

/** `local.map["key"].name`: found, or surely not there. */
function isPath(expression: Expression): boolean {
  const { kind } = expression;
  if (kind === "attribute") return isPath(expression.of);
  if (kind === "index") return isPath(expression.of) && isPath(expression.key);
  return kind === "name" || kind === "literal";
}
