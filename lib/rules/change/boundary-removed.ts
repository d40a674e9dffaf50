import { compareAccess } from "../../iam/compare";
import type { Policy } from "../../iam/policy";
import type { OwnRole } from "../../model/identity";
import { awsManagedPolicy, writtenPolicy } from "../permissions/held-policies";
import type { ChangeRule } from "./change-rule";
import { namesOf } from "./planned-change";

export const boundaryRemoved: ChangeRule = {
  id: "boundary-removed",
  severity: "error",
  what: "A role keeps its permissions boundary, and is given no wider one.",
  why: "The boundary is what keeps a role's policies from allowing more than its owners may give; without it they all hold.",
  source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
  fix: "Keep the boundary, or ask whoever set it.",
  judge: ({ plans, roles, usersOf }) => {
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
      if (is === was) return [];
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
      const message = `is replaced as the permissions boundary of \`${after.own.name}\` by \`${is}\`, ${verdict === "wider" ? "which lets more through" : "and whether that lets more through is not known here"}`;
      return [
        {
          ...base,
          severity: "warning" as const,
          message,
          fix: "compare what the two let through, or ask whoever set the boundary",
        },
      ];
    });
  },
};

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
