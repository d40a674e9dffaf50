import { expand } from "../iam/catalog";
import { ask } from "./ask";
import type { Pod } from "./pod";
import type { PodPolicies } from "./pod-policies";
import type { Answer, Question } from "./question";

/** The answers for each action that a pattern stands for; none where AWS has none. */
export function askAll(pod: Pod, policies: PodPolicies, question: Question): Answer[] {
  return expand(question.action).map(({ id }) => ask(pod, policies, { ...question, action: id }));
}
