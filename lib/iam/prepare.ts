import { type ActionPatterns, coversAction, prepareActions } from "./actions";
import { type ArnPattern, arnPattern, matchesArn } from "./arn-pattern";
import { type Context, type PreparedCondition, prepareCondition } from "./conditions/hold";
import type { Policy, PolicyStatement, SourcedPolicy } from "./policy";
import { type Caller, type Naming, namingOf } from "./principals";
import { fillIn, type Piece, parseTemplate, type Variable } from "./variables";

/** A policy made ready to be asked often. */
export interface PreparedPolicy {
  source: SourcedPolicy;
  /** In the order written. */
  statements: readonly PreparedStatement[];
}

export interface PreparedStatement {
  written: PolicyStatement;
  index: number;
  actions: ActionPatterns;
  /** Undefined where the statement names no resource. */
  resources: PreparedResources | undefined;
  conditions: readonly PreparedCondition[];
}

interface PreparedResources {
  not: boolean;
  patterns: readonly (ArnPattern | readonly (Piece | Variable)[])[];
}

export function preparePolicy(source: SourcedPolicy): PreparedPolicy {
  const { version, statements } = source.policy;
  return { source, statements: statements.map((statement, index) => prepareStatement(statement, index, version)) };
}

function prepareStatement(written: PolicyStatement, index: number, version: Policy["version"]): PreparedStatement {
  const variables = version === "2012-10-17";
  const { resource } = written;
  return {
    written,
    index,
    actions: prepareActions(written.action),
    resources:
      resource === undefined
        ? undefined
        : { not: resource.not, patterns: resource.patterns.map((pattern) => prepareResource(pattern, variables)) },
    conditions: written.conditions.map((condition) => prepareCondition(condition, variables)),
  };
}

function prepareResource(pattern: string, variables: boolean): ArnPattern | (Piece | Variable)[] {
  const parts: (Piece | Variable)[] = variables ? parseTemplate(pattern) : [{ text: pattern, literal: false }];
  return parts.every((part): part is Piece => "text" in part) ? arnPattern(parts) : parts;
}

/** A request made ready: what every statement asks of it. */
export interface Asked {
  /** In lower case, as `service` before its colon. */
  action: string;
  service: string;
  resource: string;
  caller: Caller | undefined;
  context: Context;
  /** Told of each condition key that a statement, right but for its conditions, asks for. */
  looked(key: string): void;
}

/** How a statement names the asking one where it applies to the request, and "no" where it does not. */
export function appliesTo(statement: PreparedStatement, asked: Asked): Naming {
  if (!coversAction(statement.actions, asked.action, asked.service)) return "no";
  const { resources, conditions } = statement;
  if (resources !== undefined && !coversResource(resources, asked)) return "no";
  const { principal } = statement.written;
  const naming =
    principal === undefined ? "caller" : asked.caller === undefined ? "no" : namingOf(principal, asked.caller);
  if (naming === "no") return "no";
  for (const { key } of conditions) asked.looked(key);
  return conditions.every((condition) => condition.holds(asked.context)) ? naming : "no";
}

function coversResource({ not, patterns }: PreparedResources, { resource, context, looked }: Asked): boolean {
  let listed = false;
  for (const pattern of patterns) {
    if ("any" in pattern) listed = matchesArn(pattern, resource);
    else {
      const pieces = fillIn(pattern, (key) => {
        looked(key);
        return context.single(key);
      });
      // A statement that excepts what nobody knows would be about everything: IAM calls it invalid.
      if (pieces === undefined && not) return false;
      listed = pieces !== undefined && matchesArn(arnPattern(pieces), resource);
    }
    if (listed) break;
  }
  return listed !== not;
}
