import type { ChangeRule } from "./change-rule";

export const unreadAccess: ChangeRule = {
  id: "unread-access",
  severity: "warning",
  what: "What a plan changes of access is in what this review reads: roles of pods, their policies and associations. An error where it may be about any role of the plan.",
  why: "Access has more doors: policies of resources, access entries of clusters, other stacks' roles, stacks of CloudFormation, commands. What they give is in no table here.",
  source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html",
  fix: "Look at the change itself; where it gives pods access, give it by their role's policies.",
  judge: ({ plans, action }) =>
    plans.flatMap(({ state: { stack }, unread = [] }) =>
      unread.map(({ address, what, grave, serviceAccounts }) => ({
        stack,
        at: action(stack, address)?.at ?? { source: address, path: [] },
        ...(grave === true ? { severity: "error" as const } : {}),
        found: address,
        message: what,
        fix: "look at the change itself: this review cannot say what it gives or takes",
        serviceAccounts,
      })),
    ),
};
