import { compareTexts } from "../compare-texts";
import { AGENT_ADDON } from "../model/addons";
import { serviceAccountText } from "../model/identity";
import { placeholderText } from "../model/placeholder";
import type { Indexed } from "./indexed-plans";
import type { PodChange } from "./pod-changes";
import type { DeployNotes } from "./review";

/** One stack that has to be deployed before another. */
interface Before {
  first: string;
  next: string;
  why: string;
}

/** More service accounts than these are counted. */
const MOST_NAMES = 5;

/** The steps in their order: stacks that need another one first, then the pods to restart. */
export function deploySteps(
  pods: readonly PodChange[],
  plans: Indexed,
  restarts: DeployNotes["restarts"],
  livePolicies: boolean,
): string[] {
  const order = [...agentFirst(pods, plans), ...rolesFirst(pods, plans), ...removalsFirst(pods, plans)];
  return [...stackSteps(order), ...restartSteps(restarts), ...(livePolicies ? [LIVE_POLICIES] : [])];
}

const LIVE_POLICIES =
  "Where only policies of a role change, no pod has to be restarted: IAM applies them to running sessions within seconds.";

/** Without the agent pods get no credentials, and EKS takes an association all the same. */
function agentFirst(pods: readonly PodChange[], plans: Indexed): Before[] {
  const changed = new Set(["create", "update", "replace"]);
  return plans.after.addons.flatMap((addon): Before[] => {
    if (addon.name !== AGENT_ADDON || !changed.has(plans.actionOf(addon)?.kind ?? "")) return [];
    const users = pods.flatMap(({ after, association }) => {
      const theirs = after !== undefined && after.cluster.name === addon.cluster && association !== "kept";
      return theirs && after.stack !== addon.stack ? [after.stack] : [];
    });
    const why = `it brings the EKS Pod Identity agent to cluster ${addon.cluster}`;
    return users.map((next) => ({ first: addon.stack, next, why }));
  });
}

/** A role that one stack makes and another associates. */
function rolesFirst(pods: readonly PodChange[], plans: Indexed): Before[] {
  return pods.flatMap(({ after }): Before[] => {
    if (after?.role === undefined || after.role.stack === after.stack) return [];
    const kind = plans.actionOf(after.role)?.kind;
    if (kind !== "create" && kind !== "replace") return [];
    const { identity } = after.role;
    const name = identity.role.kind === "own" ? identity.role.name : identity.role.arn;
    return [
      { first: after.role.stack, next: after.stack, why: `it makes the role ${name}, which the other associates` },
    ];
  });
}

/** EKS knows one association of a service account at a time. */
function removalsFirst(pods: readonly PodChange[], plans: Indexed): Before[] {
  return pods.flatMap(({ before, after }): Before[] => {
    if (before === undefined || after === undefined || before.stack === after.stack) return [];
    if (plans.actionOf(before)?.kind === "forget") return [];
    const why = `it removes the association of ${serviceAccountText(after.serviceAccount)}, which the other creates, and EKS refuses a second one (ResourceInUseException)`;
    return [{ first: before.stack, next: after.stack, why }];
  });
}

/** Each pair of stacks once, with its first reason; a stack that comes first in everything stands first. */
function stackSteps(order: readonly Before[]): string[] {
  const pairs = new Map<string, Before>();
  const sorted = [...order].sort((a, b) => compareTexts(keyOf(a), keyOf(b)));
  for (const one of sorted) {
    const key = JSON.stringify([one.first, one.next]);
    if (!pairs.has(key)) pairs.set(key, one);
  }
  const steps: string[] = [];
  let left = [...pairs.values()];
  while (left.length > 0) {
    const waiting = new Set(left.map(({ next }) => next));
    const free = left.filter(({ first }) => !waiting.has(first));
    if (free.length === 0) break;
    steps.push(...free.map(stepText));
    left = left.filter((one) => !free.includes(one));
  }
  if (left.length === 0) return steps;
  const stacks = [...new Set(left.map(({ first }) => first))].sort().map((stack) => `\`${code(stack)}\``);
  return [
    ...steps,
    `No order fits ${stacks.join(", ")}, each of which needs another first: split the change into two pull requests.`,
    ...left.map(stepText),
  ];
}

function keyOf({ first, next, why }: Before): string {
  return JSON.stringify([first, next, why]);
}

function stepText({ first, next, why }: Before): string {
  return `Deploy \`${code(first)}\` before \`${code(next)}\`: ${placeholderText(why)}.`;
}

/** Fit to stand between back quotes, on one line. */
function code(text: string): string {
  return placeholderText(text).replace(/[\p{Cc}`]/gu, "'");
}

/** The commands for the first service account; the others are restarted in the same way. */
function restartSteps(restarts: DeployNotes["restarts"]): string[] {
  const [first, ...others] = [
    ...new Set(restarts.map(({ cluster, serviceAccount }) => `${cluster}\n${serviceAccount}`)),
  ];
  if (first === undefined) return [];
  const [cluster = "", serviceAccount = ""] = first.split("\n");
  const names = others.slice(0, MOST_NAMES).map((other) => `\`${code(other.split("\n")[1] ?? "")}\``);
  const more = others.length - names.length;
  const rest = more > 0 ? [...names, `${more} more`] : names;
  const same = rest.length === 0 ? "" : ` In the same way: ${rest.join(", ")}.`;
  return [`${commandText(cluster, serviceAccount)}${same}`];
}

/** Names of Kubernetes, as a shell takes them without quotes. */
const NAME = /^[a-z0-9][a-z0-9.-]{0,252}$/;

function commandText(cluster: string, serviceAccount: string): string {
  const [namespace = "", name = ""] = serviceAccount.split("/");
  const plain = NAME.test(namespace) && NAME.test(name);
  const [inNamespace, ofAccount] = plain ? [namespace, name] : ["NAMESPACE", "SERVICE_ACCOUNT"];
  const who = `\`${code(serviceAccount)}\` on cluster \`${code(cluster)}\``;
  return `After the deploy restart the pods of ${who}: find them with \`kubectl get pods -n ${inNamespace} --field-selector spec.serviceAccountName=${ofAccount}\`, restart their workloads with \`kubectl rollout restart -n ${inNamespace} deployment/NAME\`.`;
}
