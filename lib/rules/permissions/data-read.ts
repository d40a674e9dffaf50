import { few } from "../../few";
import { allowedEverywhere } from "./allowed-everywhere";
import { statementRule } from "./statement-rule";

/** Reads that give away what is stored. Source: cloudsplaining, data exfiltration. */
export const READS = [
  "s3:GetObject",
  "ssm:GetParameter",
  "ssm:GetParameters",
  "ssm:GetParametersByPath",
  "secretsmanager:GetSecretValue",
];

export const dataRead = statementRule({
  id: "data-read",
  severity: "warning",
  what: "Objects, parameters and secrets are read where resources are named.",
  why: "On every resource a pod reads the data and the secrets of all other services of the account.",
  source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
  fix: "Name the buckets, the parameters' path, the secrets.",
  ofAws: "reads data on every resource of the account",
  look: (policy) =>
    allowedEverywhere(policy, READS).map(({ statement, pattern, actions }) => ({
      about: pattern,
      statement,
      found: pattern,
      message: `reads on every resource of the account (${few(actions)})`,
      allowed: "resources that are named, like `arn:aws:s3:::reports/*`",
      fix: "name the buckets, the parameters' path or the secrets that the pod reads",
    })),
});
