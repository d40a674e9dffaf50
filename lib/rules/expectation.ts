import { missingText, statementText } from "../access/answer-text";
import { askAll } from "../access/ask-all";
import { type Pod, podsOfIdentity } from "../access/pod";
import { type PodPolicies, podPolicies } from "../access/pod-policies";
import type { Answer } from "../access/question";
import { didYouMean } from "../iam/catalog";
import type { Expectation } from "../model/expectation";
import type { Finding } from "../model/finding";
import { allIdentities } from "../model/identities";
import { serviceAccountText } from "../model/identity";
import { hasToken, isStandIn } from "../model/token";
import type { Rule } from "./rule";

export const expectation: Rule = {
  id: "expectation",
  severity: "error",
  what: "Pods can do what their declaration expects them to, and cannot do what it expects them not to.",
  why: "What a service needs, and what it must never be able to do, is known before anything is deployed.",
  source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html",
  fix: "Change the statement that the finding names, or the expectation.",
  judge: (stacks) =>
    allIdentities(stacks).flatMap(({ stack, identity }) => {
      // What is broken is reported already, and could be what the expectation needs.
      if (identity.expectations === undefined || isStandIn(JSON.stringify(identity))) return [];
      const policies = podPolicies(identity);
      const pods = podsOfIdentity(stack, identity).filter(({ cluster }) => !hasToken(cluster.arn));
      return identity.expectations.flatMap((one) => judge(one, pods, policies));
    }),
};

/** The first pod and action that fail an expectation: the others would say the same again. */
function judge(expected: Expectation, pods: readonly Pod[], policies: PodPolicies): Finding[] {
  if (hasToken(expected.action) || hasToken(expected.resource ?? "")) return [];
  for (const pod of pods) {
    const answers = askAll(pod, policies, expected);
    if (answers.length === 0) return [unknownAction(expected)];
    const wanted = expected.can ? "yes" : "no";
    const broken = answers.find(({ verdict }) => verdict !== wanted && verdict !== "cannot tell");
    const open = broken ?? answers.find(({ verdict }) => verdict !== wanted);
    if (open !== undefined) return [failed(expected, open, pod, policies)];
  }
  return [];
}

function failed(expected: Expectation, answer: Answer, pod: Pod, policies: PodPolicies): Finding {
  const who = `${serviceAccountText(pod.serviceAccount)} on ${pod.cluster.key}`;
  const on = answer.resource === "*" ? "" : ` on ${answer.resource}`;
  const related = answer.by.flatMap((statement) => policies.writtenAt(statement) ?? []);
  const [first] = answer.by;
  const base = {
    rule: "expectation",
    severity: "error" as const,
    at: expected.at,
    found: answer.action,
  };
  if (answer.verdict === "cannot tell") {
    const wish = expected.can ? "must" : "must not";
    return {
      ...base,
      // Nobody is harmed by what may turn out not to work; what must not work has to be proved.
      severity: expected.can ? "warning" : "error",
      message: `${wish} be possible for ${who}, and whether it is${on} cannot be told: ${answer.why.join("; ")}`,
      fix: cannotTellFix(answer),
    };
  }
  if (expected.can) {
    const why = first === undefined ? missingText(answer) : `a statement denies it: ${statementText(first)}`;
    return {
      ...base,
      message: `must be possible for ${who}, and is not${on}: ${why}`,
      ...(related.length === 0 ? {} : { related }),
      fix: first === undefined ? "allow it, or remove the expectation" : "change the statement, or the expectation",
    };
  }
  return {
    ...base,
    message: `must not be possible for ${who}, and is${on}${first === undefined ? "" : `: ${statementText(first)}`}`,
    ...(related.length === 0 ? {} : { related }),
    fix: "change the statement, deny the action, or remove the expectation",
  };
}

function cannotTellFix({ keys, why }: Answer): string {
  const [key] = keys;
  if (key !== undefined) return `say what holds, \`context: { "${key}": … }\`, or change the condition`;
  if (why.some((text) => text.includes("resource"))) return "name another `resource`, or remove the expectation";
  return "expect only what the policies in the declaration decide, or attach policies whose text is known here";
}

function unknownAction(expected: Expectation): Finding {
  return {
    rule: "expectation",
    severity: "error",
    at: expected.at,
    message: "is no action of AWS, so nothing can be expected of it",
    found: expected.action,
    fix: didYouMean(expected.action) || "correct the action's name",
  };
}
