import { type Decision, isAllowed, type PreparedPolicies, preparePolicies } from "../iam/evaluate";
import type { AccessRequest } from "../iam/request";
import { type Bounds, boundsOf } from "./bounds";
import type { Pod } from "./pod";
import { podContext, podPrincipal } from "./pod-context";
import type { PodPolicies } from "./pod-policies";
import type { Answer, Question } from "./question";
import { resourcesToTry } from "./resources-to-try";

/**
 * Whether a pod may do something, by the policies of its role. A resource's own policy, service control policies and the
 * like are not looked at. Where policies or condition keys that nobody knows here would decide, it cannot be told.
 */
export function ask(pod: Pod, policies: PodPolicies, question: Question): Answer {
  const { resource } = question;
  if (resource !== undefined) return askOf(pod, policies, { ...question, resource });
  const { context } = podContext(pod, "*", question.context);
  const { resources, isSure } = resourcesToTry(policies.set, question.action, pod, context);
  const answers = resources.map((one) => askOf(pod, policies, { ...question, resource: one }));
  const best = answers.find(({ verdict }) => verdict === "yes") ?? answers.find(({ verdict }) => verdict !== "no");
  if (best !== undefined) return best;
  const [first] = answers;
  const last = first ?? askOf(pod, policies, { ...question, resource: "*" });
  if (isSure(last)) return last;
  return { ...last, verdict: "cannot tell", why: ["what is denied depends on the resource: name one"] };
}

function askOf(pod: Pod, policies: PodPolicies, question: Question & { resource: string }): Answer {
  const { action, resource } = question;
  const { context, isKnown } = podContext(pod, resource, question.context);
  const { most, least, asked } = prepared(policies, context, isKnown);
  const request: AccessRequest = { action, resource, principal: podPrincipal(pod), context };
  const atMost = isAllowed(request, most);
  const unless = policies.unknown.map(({ why }) => why);
  const answer: Answer = {
    verdict: "no",
    action,
    resource,
    by: atMost.by,
    missing: atMost.missing,
    why: [],
    keys: [],
    unless,
  };
  const cannotTell = (why: readonly string[], keys: readonly string[] = []): Answer => ({
    ...answer,
    verdict: "cannot tell",
    why,
    keys,
  });
  if (atMost.outcome === "explicit deny") return answer;
  const of = (role: string) => policies.unknown.filter((policy) => policy.role === role).map(({ why }) => why);
  if (atMost.outcome === "implicit deny") {
    const { missing } = atMost;
    if (missing.includes("boundary") || missing.includes("session")) return answer;
    if (missing.includes("identity")) return of("identity").length > 0 ? cannotTell(of("identity")) : answer;
    return cannotTell(["the resource is in another account, whose own policy has to agree and is not known here"]);
  }
  const limits = [...of("boundary"), ...of("session")];
  const atLeast = most === least ? atMost : isAllowed(request, least);
  if (atLeast.outcome !== "allowed") {
    const keys = decisive(atMost, asked, request, policies, isKnown);
    return cannotTell([...keys.map((key) => `a condition asks for ${key}`), ...limits], keys);
  }
  if (limits.length > 0) return cannotTell(limits);
  return { ...answer, verdict: "yes", by: atLeast.by, missing: [] };
}

/** The unknown keys that statements about the request ask for. */
function decisive(
  atMost: Decision,
  asked: Bounds["asked"],
  request: AccessRequest,
  policies: PodPolicies,
  isKnown: (key: string) => boolean,
): string[] {
  const looked = isAllowed(request, preparePolicies(policies.set)).unknownKeys.filter((key) => !isKnown(key));
  const deciding = new Set(atMost.by.map(({ policy }) => policy));
  const found =
    looked.length > 0 ? looked : asked.filter(({ policy }) => deciding.has(policy.name)).map(({ key }) => key);
  return [...new Set(found.length > 0 ? found : asked.map(({ key }) => key))].sort();
}

interface Ready {
  most: PreparedPolicies;
  least: PreparedPolicies;
  asked: Bounds["asked"];
}

const ready = new WeakMap<PodPolicies, Map<string, Ready>>();

/** The policies made ready, once for all questions in which the same keys are known. */
function prepared(policies: PodPolicies, context: object, isKnown: (key: string) => boolean): Ready {
  const standing = ready.get(policies) ?? new Map<string, Ready>();
  ready.set(policies, standing);
  const known = Object.keys(context).sort().join("\n");
  const before = standing.get(known);
  if (before !== undefined) return before;
  const bounds = boundsOf(policies.set, isKnown);
  const most = preparePolicies(bounds.most);
  const made = {
    most,
    least: bounds.least === bounds.most ? most : preparePolicies(bounds.least),
    asked: bounds.asked,
  };
  standing.set(known, made);
  return made;
}
