import { decoded } from "./plan-text";
import { type PlansRead, problem, readPlan, readPlans, TOO_LARGE } from "./read-plan";
import { skimmedPlan } from "./skimmed-plan";

/**
 * The plans of a file's bytes. Throws nothing, whatever they are.
 *
 * @param file how the user named it; the problems stand there
 */
export function readPlanBytes(bytes: Uint8Array, file: string): PlansRead {
  const skimmed = skimmedPlan(bytes);
  const plan = skimmed === undefined ? undefined : readPlan(skimmed, file);
  if (plan !== undefined && !Array.isArray(plan)) return { plans: [plan], problems: [] };
  // What is wrong is told of the whole text: it has places that the skimmed one has not.
  const text = decoded(bytes);
  return text === undefined ? { plans: [], problems: [problem(file, TOO_LARGE)] } : readPlans(text, file);
}
