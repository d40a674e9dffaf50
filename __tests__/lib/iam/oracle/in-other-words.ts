import { isRecord } from "../../../../lib/is-record";
import { askOurs } from "./ask";
import type { Document, OracleCase } from "./cases";

/**
 * Where lib/iam and iam-simulate answer differently, docs/reference/oracle.md says why AWS's documentation is on the side of
 * lib/iam. Here each of those differences is a rewriting: the same case in other words, which mean the same by that
 * documentation, and in which both answer alike. Source of each: the table in docs/reference/oracle.md.
 */
export interface Rewriting {
  /** As in the table. */
  name: string;
  rewrite(asked: OracleCase): OracleCase;
}

const NOWHERE = "arn:aws:none:::none";

export const REWRITINGS: readonly Rewriting[] = [
  { name: "variable in Resource", rewrite: (asked) => eachResource(asked, filledIn) },
  { name: "variable in a condition, version 2008-10-17", rewrite: (asked) => eachCondition(asked, plainVariable) },
  { name: "wildcard within the resource part", rewrite: (asked) => eachResource(asked, withoutInnerWildcard) },
  { name: "seconds since 1970 in a Date operator", rewrite: epochAsDate },
  {
    name: "variable without a value in a negated ARN operator",
    rewrite: (asked) => eachCondition(asked, (entry) => unresolvedArn(entry, asked)),
  },
  { name: "${*} under an operator without wildcards", rewrite: (asked) => eachCondition(asked, plainStar) },
  { name: "range of all IPv4 addresses", rewrite: (asked) => eachCondition(asked, halvesOfIpv4) },
  {
    name: "IfExists with ForAnyValue and no such key",
    rewrite: (asked) => eachCondition(asked, (entry) => absentIfExists(entry, asked)),
  },
  {
    name: "address of the other family under NotIpAddress",
    rewrite: (asked) => eachCondition(asked, (entry) => otherFamily(entry, asked)),
  },
  { name: "session named by the resource, silent session policy", rewrite: openedSession },
];

export function inOtherWords(asked: OracleCase): OracleCase {
  return REWRITINGS.reduce((said, { rewrite }) => rewrite(said), asked);
}

interface Entry {
  operator: string;
  key: string;
  values: readonly string[];
}

function epochAsDate(asked: OracleCase): OracleCase {
  const asDate = (text: string) =>
    /^\d+$/.test(text) ? new Date(Number(text) * 1000).toISOString().replace(".000Z", "Z") : text;
  const rewritten = eachCondition(asked, (entry) =>
    entry.operator.startsWith("Date") ? { ...entry, values: entry.values.map(asDate) } : entry,
  );
  const epoch = asked.context["aws:EpochTime"];
  return typeof epoch === "string"
    ? { ...rewritten, context: { ...asked.context, "aws:EpochTime": asDate(epoch) } }
    : rewritten;
}

function unresolvedArn(entry: Entry, asked: OracleCase): Entry {
  const value = asked.context[entry.key];
  const unresolved = asked.context["aws:username"] === undefined && entry.values.some((text) => text.includes("${"));
  return entry.operator.startsWith("ArnNot") && unresolved && typeof value === "string"
    ? { ...entry, values: [value] }
    : entry;
}

function plainStar(entry: Entry): Entry {
  if (entry.operator.includes("Like")) return entry;
  return { ...entry, values: entry.values.map((value) => value.replace("${*}", "*")) };
}

function halvesOfIpv4(entry: Entry): Entry {
  return {
    ...entry,
    values: entry.values.flatMap((value) => (value === "0.0.0.0/0" ? ["0.0.0.0/1", "128.0.0.0/1"] : [value])),
  };
}

function absentIfExists(entry: Entry, asked: OracleCase): Entry | undefined {
  const certain = /^ForAnyValue:.*IfExists$/.test(entry.operator) && asked.context[entry.key] === undefined;
  return certain ? undefined : entry;
}

function otherFamily(entry: Entry, asked: OracleCase): Entry | undefined {
  const address = asked.context["aws:SourceIp"];
  if (!entry.operator.startsWith("NotIpAddress") || typeof address !== "string") return entry;
  const values = entry.values.filter((value) => value.includes(":") === address.includes(":"));
  return values.length === 0 ? undefined : { ...entry, values };
}

function filledIn(pattern: string, newer: boolean, asked: OracleCase, element: string): string {
  if (!newer) return pattern.includes("${") ? NOWHERE : pattern;
  const values = {
    "${aws:username}": asked.context["aws:username"],
    "${aws:PrincipalTag/team}": asked.context["aws:PrincipalTag/team"],
    "${aws:PrincipalTag/unset}": undefined,
    "${aws:PrincipalTag/unset, 'api'}": "api",
  };
  return Object.entries(values).reduce((text, [variable, value]) => {
    if (!text.includes(variable)) return text;
    // A statement about what nobody knows is about nothing, also where it excepts it.
    if (typeof value !== "string") return element === "NotResource" ? "*" : NOWHERE;
    // A filled-in wildcard is plain text, which no resource of the cases has.
    return value.includes("*") ? NOWHERE : text.replace(variable, value);
  }, pattern);
}

function plainVariable(entry: Entry, newer: boolean): Entry {
  if (newer) return entry;
  return { ...entry, values: entry.values.map((value) => (value.includes("${") ? NOWHERE : value)) };
}

/** What the resource grants to the session itself, the session policy does not limit by saying nothing. */
function openedSession(asked: OracleCase): OracleCase {
  if (asked.session === undefined || asked.resource === undefined || askOurs(asked).outcome !== "allowed") return asked;
  if (!JSON.stringify(asked.resource).includes(`"${asked.principal}"`)) return asked;
  const open = { Effect: "Allow", Action: "*", Resource: "*" };
  return { ...asked, session: { ...asked.session, Statement: [asked.session.Statement, open].flat() } };
}

function withoutInnerWildcard(pattern: string, _newer: boolean, asked: OracleCase): string {
  const parts = pattern.split(":");
  const resource = parts.slice(5).join(":");
  if (!/[*?].*[:/]|[*?][^*?]*$/.test(resource) || pattern.includes("${")) return pattern;
  const asking = asked.resourceArn.split(":");
  const same = parts.slice(0, 5).every((part, index) => regular(part).test(asking[index] ?? ""));
  return same && regular(resource).test(asking.slice(5).join(":")) ? asked.resourceArn : NOWHERE;
}

function regular(part: string): RegExp {
  return new RegExp(
    `^${part
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".")}$`,
  );
}

type Rewrite = (pattern: string, newer: boolean, asked: OracleCase, element: string) => string;

function eachResource(asked: OracleCase, rewrite: Rewrite): OracleCase {
  return eachStatement(asked, (statement, newer) =>
    Object.fromEntries(
      Object.entries(statement).map(([key, value]) => [
        key,
        key.endsWith("Resource") ? [value].flat().map((text) => rewrite(String(text), newer, asked, key)) : value,
      ]),
    ),
  );
}

/** What gives undefined is always true, and is left out. */
function eachCondition(asked: OracleCase, rewrite: (entry: Entry, newer: boolean) => Entry | undefined): OracleCase {
  return eachStatement(asked, (statement, newer) => {
    if (!isRecord(statement.Condition)) return statement;
    const block: Record<string, Record<string, readonly string[]>> = {};
    for (const [operator, keys] of Object.entries(statement.Condition)) {
      for (const [key, values] of Object.entries(isRecord(keys) ? keys : {})) {
        const entry = rewrite({ operator, key, values: [values].flat().map(String) }, newer);
        if (entry !== undefined) block[operator] = { ...block[operator], [key]: entry.values };
      }
    }
    return { ...statement, Condition: block };
  });
}

function eachStatement(asked: OracleCase, rewrite: (statement: Document, newer: boolean) => Document): OracleCase {
  const rewriteDocument = (document: Document): Document => ({
    ...document,
    Statement: [document.Statement]
      .flat()
      .map((statement) => rewrite(Object(statement), document.Version === "2012-10-17")),
  });
  const { identity, boundary, session, resource } = asked;
  return {
    ...asked,
    identity: identity.map(rewriteDocument),
    ...(boundary === undefined ? {} : { boundary: rewriteDocument(boundary) }),
    ...(session === undefined ? {} : { session: rewriteDocument(session) }),
    ...(resource === undefined ? {} : { resource: rewriteDocument(resource) }),
  };
}
