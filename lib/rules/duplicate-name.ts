import { below, type Finding, type Pointer } from "../model/finding";
import { allIdentities, identitiesOf } from "../model/identities";
import type { InlinePolicy } from "../model/identity";
import type { StackModel } from "../model/stack";
import { hasToken } from "../model/token";
import type { Rule } from "./rule";

export const duplicateName: Rule = {
  id: "duplicate-name",
  severity: "error",
  what: "Names are used once: a stack in an app, an identity and an add-on in a stack, a role in an account, a policy in a role.",
  why: "Terraform and IAM know things by these names. IAM does not tell role names apart by letter case or path.",
  source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
  fix: "Rename one of the two, or remove the repetition.",
  judge: (stacks) => [
    ...repeated(
      stacks.map((stack) => ({ name: stack.name, at: stack.kind === "service" ? nameOf(stack) : stack.at })),
      (name) => `is the second stack of the name \`${name}\` in this app`,
      "give the service, or the environment, another name",
    ),
    ...stacks.flatMap(judgeStack),
    ...repeated(
      allIdentities(stacks).flatMap(({ stack, identity }) =>
        identity.role.kind === "own" && !hasToken(identity.role.name)
          ? [
              {
                name: `${stack.account} ${identity.role.name.toLowerCase()}`,
                owner: stack.name,
                at: below(identity.at, "name"),
              },
            ]
          : [],
      ),
      (name) => `would make a second role of the name \`${name.split(" ")[1]}\` in the account ${name.split(" ")[0]}`,
      "give the identity another name",
      true,
    ),
    ...allIdentities(stacks).flatMap(({ identity }) =>
      identity.role.kind === "own" ? sids(identity.role.inlinePolicies) : [],
    ),
    ...allIdentities(stacks).flatMap(({ identity }) =>
      identity.role.kind === "own"
        ? repeated(
            identity.role.inlinePolicies.map((policy) => ({ name: policy.name, at: policy.at })),
            (name) => `would be the second inline policy of the name \`${name}\` in one role`,
            "rename the file",
          )
        : [],
    ),
    ...allIdentities(stacks).flatMap(({ identity }) =>
      identity.role.kind === "own"
        ? repeated(
            identity.role.managedPolicies.map((policy) => ({ name: policy.arn, at: policy.at })),
            (name) => `attaches \`${name}\` a second time`,
            "remove the repetition",
          )
        : [],
    ),
  ],
};

function judgeStack(stack: StackModel): Finding[] {
  if (stack.kind === "service") {
    return repeated(
      identitiesOf(stack).map((identity) => ({ name: identity.name, at: below(identity.at, "name") })),
      (name) => `is the second identity of the name \`${name}\` in this stack`,
      "give it another name, or put both into one identity",
    );
  }
  return repeated(
    [
      ...(stack.agent === undefined ? [] : [{ name: "eks-pod-identity-agent", at: below(stack.cluster.at, "agent") }]),
      ...stack.addons.map((addon) => ({ name: addon.name, at: below(addon.at, "name") })),
    ],
    (name) => `is the second add-on of the name \`${name}\` in this cluster`,
    "remove one of them; the agent is declared by `agent:` alone",
  );
}

/** Statement ids that stand twice in one policy: IAM refuses such a document. */
function sids(policies: readonly InlinePolicy[]): Finding[] {
  return policies.flatMap(({ document, at }) => {
    const list = Array.isArray(document.Statement) ? document.Statement : [document.Statement];
    const named = list.flatMap((statement: { Sid?: unknown } | undefined) =>
      typeof statement?.Sid === "string" && statement.Sid !== "" ? [{ name: statement.Sid, at }] : [],
    );
    return repeated(
      named,
      (name) => `has two statements of the id \`${name}\` in one policy`,
      "rename one, or leave ids out",
    );
  });
}

function nameOf(stack: StackModel & { kind: "service" }): Pointer {
  return stack.environment === undefined ? below(stack.at, "service") : { ...stack.at, key: true };
}

interface Named {
  name: string;
  owner?: string;
  at: Pointer;
}

/** A finding for each name that was there before. `acrossOwners`: only where the two have different owners. */
function repeated(
  named: readonly Named[],
  message: (name: string) => string,
  fix: string,
  acrossOwners = false,
): Finding[] {
  const first = new Map<string, Named>();
  const findings: Finding[] = [];
  for (const one of named) {
    const before = first.get(one.name);
    if (before === undefined) first.set(one.name, one);
    else if (!acrossOwners || before.owner !== one.owner) {
      findings.push({ rule: "duplicate-name", severity: "error", at: one.at, message: message(one.name), fix });
    }
  }
  return findings;
}
