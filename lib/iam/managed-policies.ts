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

let known: Set<string> | undefined;

function names(): Set<string> {
  known ??= new Set(catalog.names);
  return known;
}

function fix(name: string): string {
  const last = name.split("/").pop() ?? name;
  const elsewhere = catalog.names.find((candidate) => candidate !== name && candidate.split("/").pop() === last);
  const meant = elsewhere ?? nearest(name, catalog.names);
  return meant === undefined
    ? "name a customer managed policy by its ARN, `arn:aws:iam::ACCOUNT:policy/NAME`"
    : `did you mean \`${meant}\`?`;
}
