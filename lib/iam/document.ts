import { compareTexts } from "../compare-texts";

/** IAM policy documents as this project writes them: one shape, lists where the language also allows a scalar. */

export type ConditionValue = string | number | boolean;

/** Operator → condition key → values. */
export type ConditionBlock = Record<string, Record<string, ConditionValue[]>>;

export interface Statement {
  Sid?: string;
  Effect: "Allow" | "Deny";
  Principal?: Record<string, string | string[]>;
  Action: string[];
  Resource?: string[];
  Condition?: ConditionBlock;
}

export interface PolicyDocument {
  Version: "2012-10-17";
  Statement: Statement[];
}

/** A document as its author wrote it (a policy file): legal, but not in our shape. */
export type AnyDocument = PolicyDocument | Readonly<Record<string, unknown>>;

/** The document as one line of JSON: what Terraform and AWS are given. */
export function documentText(document: AnyDocument): string {
  return JSON.stringify(document);
}

/**
 * The length of a document as IAM counts it against its quotas: characters without white space.
 * Source: IAM and AWS STS quotas, "IAM doesn't count white space when calculating the size of a policy".
 */
export function documentSize(document: AnyDocument): number {
  return documentText(document).replace(/\s/g, "").length;
}

/**
 * Statements in an order that depends on what they say alone, each list sorted and without repetition, so that the same
 * access is the same bytes. Order carries no meaning in IAM.
 */
export function inOrder(statements: readonly Statement[]): Statement[] {
  const texts = new Map<string, Statement>();
  for (const statement of statements) {
    const ordered = statementInOrder(statement);
    texts.set(JSON.stringify(ordered), ordered);
  }
  return [...texts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, statement]) => statement);
}

function statementInOrder(statement: Statement): Statement {
  return {
    ...(statement.Sid === undefined ? {} : { Sid: statement.Sid }),
    Effect: statement.Effect,
    ...(statement.Principal === undefined ? {} : { Principal: statement.Principal }),
    Action: sorted(statement.Action),
    ...(statement.Resource === undefined ? {} : { Resource: sorted(statement.Resource) }),
    ...(statement.Condition === undefined ? {} : { Condition: conditionInOrder(statement.Condition) }),
  };
}

/** A condition block with operators, keys and values sorted. */
export function conditionInOrder(block: ConditionBlock): ConditionBlock {
  return Object.fromEntries(
    Object.entries(block)
      .sort(byKey)
      .map(([operator, keys]) => [
        operator,
        Object.fromEntries(
          Object.entries(keys)
            .sort(byKey)
            .map(([key, values]) => [key, sorted(values)]),
        ),
      ]),
  );
}

/** Orders the entries of a map by key. */
export function byKey([a]: [string, unknown], [b]: [string, unknown]): number {
  return compareTexts(a, b);
}

/** Sorted by code unit, so that no machine's locale has a say. */
function sorted<T extends ConditionValue>(values: readonly T[]): T[] {
  return [...new Set(values)].sort((a, b) => compareTexts(String(a), String(b)));
}
