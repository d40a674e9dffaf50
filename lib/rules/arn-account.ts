import { parseArn } from "../model/arn";
import { below, type Finding, type Pointer } from "../model/finding";
import { allIdentities } from "../model/identities";
import type { StackModel } from "../model/stack";
import { hasToken, isStandIn } from "../model/token";
import type { Rule } from "./rule";

export const arnAccount: Rule = {
  id: "arn-account",
  severity: "error",
  what: "Roles, policies and boundaries are of the stack's own account and partition; a target role is of its partition.",
  why: "EKS associates only roles of the cluster's account, and IAM attaches only policies of the role's account or AWS's own.",
  source: "https://docs.aws.amazon.com/eks/latest/userguide/pod-id-association.html",
  fix: "Use a role or policy of the stack's account; reach another account's role with `targetRoleArn`.",
  judge: (stacks) =>
    allIdentities(stacks).flatMap(({ stack, identity }) => {
      const { role } = identity;
      const findings: Finding[] = [];
      if (role.kind === "existing") {
        findings.push(
          ...judge(
            role.arn,
            stack,
            below(identity.at, "roleArn"),
            "use a role of that account; another account's role can be a `targetRoleArn`",
          ),
        );
      } else {
        for (const policy of role.managedPolicies) {
          findings.push(
            ...judge(
              policy.arn,
              stack,
              policy.at,
              "make the policy in that account, or copy its statements into `allow:`",
            ),
          );
        }
        if (role.permissionsBoundary !== undefined) {
          findings.push(
            ...judge(
              role.permissionsBoundary,
              stack,
              role.permissionsBoundaryAt ?? below(identity.at, "permissionsBoundary"),
              "name a boundary of that account; a bare name stands for the policy of that name in the role's own account",
            ),
          );
        }
      }
      if (identity.target !== undefined)
        findings.push(...judgePartition(identity.target.roleArn, stack, below(identity.at, "targetRoleArn")));
      return findings;
    }),
};

function judge(text: string, stack: StackModel, at: Pointer, fix: string): Finding[] {
  const wrong = judgePartition(text, stack, at);
  const arn = parseArn(text);
  if (wrong.length > 0 || hasToken(text) || hasToken(stack.account) || arn === undefined) return wrong;
  if (arn.account === stack.account || arn.account === "aws") return [];
  return [
    {
      rule: "arn-account",
      severity: "error",
      at,
      message: `is of the account ${arn.account}, but the stack's clusters are in ${stack.account}`,
      found: text,
      allowed: `an ARN of the account ${stack.account}`,
      fix,
    },
  ];
}

function judgePartition(text: string, stack: StackModel, at: Pointer): Finding[] {
  const arn = parseArn(text);
  if (stack.regions.some(isStandIn)) return [];
  if (hasToken(text) || arn === undefined || arn.partition === stack.partition) return [];
  return [
    {
      rule: "arn-account",
      severity: "error",
      at,
      message: `is of the partition \`${arn.partition}\`, but the stack's clusters are in \`${stack.partition}\``,
      found: text,
      allowed: `an ARN that begins with \`arn:${stack.partition}:\``,
      fix: "partitions are separate worlds: nothing of one can be used in another",
    },
  ];
}
