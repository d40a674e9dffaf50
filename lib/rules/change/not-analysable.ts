import type { AnyDocument } from "../../iam/document";
import type { Planned } from "../../plan/planned";
import { writtenPolicy } from "../permissions/held-policies";
import type { ChangeFinding, ChangeRule } from "./change-rule";
import { nameOf, namesOf, type PlannedChange, type RoleChange } from "./planned-change";

export const notAnalysable: ChangeRule = {
  id: "not-analysable",
  severity: "error",
  what: "All of a plan that says what pods may do can be rebuilt, and read.",
  why: "What the plan does not tell could be anything; `no findings` would say that all is well.",
  source: "https://developer.hashicorp.com/terraform/internals/json-format",
  fix: "Keep the configuration beside the plan, or write the policy so that its text does not depend on what is known only after apply.",
  judge: (change) => [
    ...change.plans.flatMap(notRebuilt),
    ...change.roles.flatMap((role) => notRead(role, change)),
    ...change.pods.flatMap(({ before, after }) =>
      after.flatMap((pod) => {
        const { sessionPolicy } = pod.identity;
        if (sessionPolicy === undefined || isRead(sessionPolicy)) return [];
        const { stack, address } = pod;
        const at = change.action(stack, address)?.at ?? { source: address, path: [] };
        const stood = before.some(({ identity }) => isSame(identity.sessionPolicy, sessionPolicy));
        return [
          { stack, at, ...unreadable("session policy"), found: address, serviceAccounts: [nameOf(pod)], old: stood },
        ];
      }),
    ),
  ],
};

function notRebuilt(planned: Planned): ChangeFinding[] {
  const first = new Map<string, ChangeFinding>();
  for (const { stack, side, address, attribute, part, why, fix, serviceAccounts, at } of planned.notAnalysable) {
    // The same part of both sides is one thing to mend.
    const key = `${address} ${attribute} ${part}`;
    const standing = first.get(key);
    const all = [...new Set([...(standing?.serviceAccounts ?? []), ...serviceAccounts])].sort();
    const when = side === "before" ? " as it stands now" : "";
    first.set(key, {
      stack,
      at,
      found: `${address}.${attribute}`,
      message: standing?.message ?? `${reason(why)}: the ${part}${when} cannot be told`,
      fix: why.split(NEARER_FIX)[1] ?? fix,
      serviceAccounts: all,
    });
  }
  return [...first.values()];
}

/** Where the reason ends in what to do about it, that is nearer than the general fix. */
const NEARER_FIX = /; (?=give the plan file)/;

/** Why, in one clause and without the fix: `is known only after apply, and the plan's JSON does not hold the expression`. */
function reason(why: string): string {
  return (why.split(NEARER_FIX)[0] ?? why).replace(", and cannot be rebuilt: ", ", and ");
}

/** Policies whose text is known and is none by IAM's grammar: what they allow cannot be told either. */
function notRead({ stack, before, after }: RoleChange, { usersOf }: PlannedChange): ChangeFinding[] {
  if (after === undefined || before?.own === after.own) return [];
  const { inlinePolicies, managedPolicies, permissionsBoundary, permissionsBoundaryDocument } = after.own;
  const stood = [
    ...(before?.own.inlinePolicies ?? []),
    ...(before?.own.managedPolicies ?? []),
    { document: before?.own.permissionsBoundaryDocument },
  ];
  const at = after.planned.identity.at;
  const parts = [
    ...inlinePolicies.map(({ name, ...one }) => ({ ...one, found: name, part: "policy" })),
    ...managedPolicies.map(({ arn, ...one }) => ({ ...one, found: arn, part: "policy" })),
    { document: permissionsBoundaryDocument, at, found: permissionsBoundary ?? "", part: "permissions boundary" },
  ];
  return parts.flatMap((one) => {
    const { document, found, part } = one;
    if (document === undefined || isRead(document)) return [];
    const old = stood.some((other) => isSame(other.document, document));
    const users = namesOf(usersOf(after.planned));
    return [{ stack, at: one.at, ...unreadable(part), found, serviceAccounts: users, old, role: after.own.name }];
  });
}

function unreadable(part: string) {
  return {
    message: `is a ${part} that IAM's grammar does not know: what it allows cannot be told`,
    fix: "write it as the grammar says: the names of elements, operators and actions as the IAM reference spells them",
  };
}

/** What is empty stands for what could not be rebuilt, which is said of its own. */
function isRead(document: AnyDocument): boolean {
  return Object.keys(document).length === 0 || writtenPolicy(document) !== undefined;
}

function isSame(one: AnyDocument | undefined, other: AnyDocument): boolean {
  return one === other || (one !== undefined && JSON.stringify(one) === JSON.stringify(other));
}
