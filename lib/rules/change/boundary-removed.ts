import { compareAccess } from "../../iam/compare";
import type { Policy } from "../../iam/policy";
import type { OwnRole } from "../../model/identity";
import { awsManagedPolicy, writtenPolicy } from "../permissions/held-policies";
import type { ChangeFinding, ChangeRule } from "./change-rule";
import { nameOf, namesOf, type PlannedChange } from "./planned-change";

export const boundaryRemoved: ChangeRule = {
  id: "boundary-removed",
  severity: "error",
  what: "A role keeps its permissions boundary, and is given no wider one.",
  why: "The boundary is what keeps a role's policies from allowing more than its owners may give; without it they all hold.",
  source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
  fix: "Keep the boundary, or ask whoever set it.",
  judge: (change) => [...ofRoles(change), ...ofPods(change)],
};

function ofRoles({ plans, roles, usersOf }: PlannedChange): ChangeFinding[] {
  const untold = new Set(
    plans.flatMap(({ notAnalysable }) =>
      notAnalysable.filter(({ part }) => part === "boundary").map(({ stack, address }) => `${stack} ${address}`),
    ),
  );
  return roles.flatMap(({ stack, before, after }) => {
    const was = before?.own.permissionsBoundary;
    if (before === undefined || after === undefined || was === undefined) return [];
    if (untold.has(`${stack} ${after.planned.address}`)) return [];
    const is = after.own.permissionsBoundary;
    if (is === was && isSameBoundary(before.own, after.own)) return [];
    const base = {
      stack,
      at: after.planned.identity.at,
      found: was,
      serviceAccounts: namesOf(usersOf(after.planned)),
      role: after.own.name,
    };
    if (is === undefined) {
      const message = `is no longer the permissions boundary of \`${after.own.name}\`: all that its policies allow holds`;
      return [{ ...base, message, fix: "keep the boundary, or ask whoever set it" }];
    }
    const verdict = compared(before.own, after.own);
    if (verdict === "narrower") return [];
    const more =
      verdict === "wider" ? "which lets more through" : "and whether that lets more through is not known here";
    const message =
      is === was
        ? `is the permissions boundary of \`${after.own.name}\`, its own text changes, ${more}`
        : `is replaced as the permissions boundary of \`${after.own.name}\` by \`${is}\`, ${more}`;
    return [
      {
        ...base,
        severity: "warning" as const,
        message,
        fix: "compare what the two let through, or ask whoever set the boundary",
      },
    ];
  });
}

/** Service accounts that are given another role of the plans, which has no boundary where theirs had one. */
function ofPods({ pods, action }: PlannedChange): ChangeFinding[] {
  return pods.flatMap(({ before, after }) => {
    const [was] = before;
    const [is] = after;
    if (was?.role === undefined || is?.role === undefined) return [];
    const { stack, address } = is.role;
    const standing = action(stack, address)?.previousAddress ?? address;
    // One that stays, or is moved, is a change of the role.
    if (was.role.stack === stack && was.role.address === standing) return [];
    const [from, to] = [was.role.identity.role, is.role.identity.role];
    if (from.kind !== "own" || to.kind !== "own") return [];
    if (from.permissionsBoundary === undefined || to.permissionsBoundary !== undefined) return [];
    return [
      {
        stack: is.stack,
        at: action(is.stack, is.address)?.at ?? { source: is.address, path: [] },
        found: from.permissionsBoundary,
        message: `is the permissions boundary of the role \`${from.name}\` that \`${nameOf(is)}\` had, and its new role \`${to.name}\` has none: all that its policies allow holds`,
        fix: "give the new role the boundary, or ask whoever set it",
        serviceAccounts: [nameOf(is)],
      },
    ];
  });
}

/** Whether it says what it said: a policy of the plans may have another text, and keeps its ARN. */
function isSameBoundary(before: OwnRole, after: OwnRole): boolean {
  const [was, is] = [before.permissionsBoundaryDocument, after.permissionsBoundaryDocument];
  return was === is || JSON.stringify(was) === JSON.stringify(is);
}

function compared(before: OwnRole, after: OwnRole): "wider" | "narrower" | "not known" {
  const [was, is] = [boundaryOf(before), boundaryOf(after)];
  if (was === undefined || is === undefined) return "not known";
  const kept = verdicts.get(was) ?? new WeakMap<Policy, "wider" | "narrower" | "not known">();
  verdicts.set(was, kept);
  const standing = kept.get(is);
  if (standing !== undefined) return standing;
  const { verdict } = compareAccess(
    { identity: [{ policy: was, name: "before" }] },
    { identity: [{ policy: is, name: "after" }] },
  );
  const found =
    verdict === "equivalent" || verdict === "narrowed" ? "narrower" : verdict === "cannot tell" ? "not known" : "wider";
  kept.set(is, found);
  return found;
}

/** Many roles change the same boundary for the same other. */
const verdicts = new WeakMap<Policy, WeakMap<Policy, "wider" | "narrower" | "not known">>();

function boundaryOf({ permissionsBoundary, permissionsBoundaryDocument }: OwnRole): Policy | undefined {
  if (permissionsBoundaryDocument !== undefined) return writtenPolicy(permissionsBoundaryDocument);
  return permissionsBoundary === undefined ? undefined : awsManagedPolicy(permissionsBoundary)?.policy;
}
