import { readLines } from "../iam-data/read-lines";
import { isRecord } from "../is-record";
import { nearest } from "../suggest";
import catalog from "./aws-managed-policies.json";

/** What a bare name stands for. Where it is unknown, `fix` says what may have been meant. */
export interface NamedPolicy {
  arn: string;
  /** The day of the data, `YYYY-MM-DD`. */
  date: string;
  fix?: string;
}

/** The ARN of an AWS managed policy from its name, with its path if it has one. */
export function managedPolicyArn(name: string, partition: string): NamedPolicy {
  const found = { arn: `arn:${partition}:iam::aws:policy/${name}`, date: catalog.date };
  return names().has(name) ? found : { ...found, fix: fix(name) };
}

/** Whether AWS had a managed policy of that name (with its path) on the day of the data. */
export function isManagedPolicyName(name: string): boolean {
  return names().has(name);
}

/** The day of the data, `YYYY-MM-DD`: the newest change of any of the policies. */
export const MANAGED_POLICIES_DATE = catalog.date;

/**
 * The latest document of an AWS managed policy on the day of the data, from its name with its path
 * (`service-role/AmazonEBSCSIDriverPolicy`), as JSON already parsed; undefined where AWS has none of that name.
 */
export function managedPolicyDocument(nameWithPath: string): Readonly<Record<string, unknown>> | undefined {
  lines ??= new Map(readLines("aws-managed-policies.br").map(asEntry));
  const text = lines.get(nameWithPath);
  const document: unknown = text === undefined ? undefined : JSON.parse(text);
  return isRecord(document) ? document : undefined;
}

/** The names of all of them, with their paths, in order. */
export function managedPolicyNames(): readonly string[] {
  return catalog.names;
}

let lines: Map<string, string> | undefined;

function asEntry(line: string): [name: string, document: string] {
  const tab = line.indexOf("\t");
  return [line.slice(0, tab), line.slice(tab + 1)];
}

let known: Set<string> | undefined;

function names(): Set<string> {
  known ??= new Set(catalog.names);
  return known;
}

/** Words of policies that allow much: never what is offered to somebody who did not write them. */
const BROAD = /Full|Admin|PowerUser/;

function fix(name: string): string {
  const last = name.split("/").pop() ?? name;
  const offered = catalog.names.filter((candidate) => !BROAD.test(candidate) || BROAD.test(name));
  const elsewhere = catalog.names.find((candidate) => candidate.split("/").pop() === last);
  const longer = offered.filter((candidate) => candidate.toLowerCase().startsWith(name.toLowerCase()));
  const meant = elsewhere ?? shortest(longer) ?? nearest(name, offered);
  return meant === undefined
    ? "name a customer managed policy by its ARN, `arn:aws:iam::ACCOUNT:policy/NAME`"
    : `did you mean \`${meant}\`?`;
}

function shortest(names: readonly string[]): string | undefined {
  return [...names].sort((a, b) => a.length - b.length)[0];
}
