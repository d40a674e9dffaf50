import { serviceAccountText } from "../model/identity";
import { didYouMean } from "../suggest";
import type { Pod } from "./pod";

/** What cannot be done, in the words of an error. */
export interface Refusal {
  message: string;
  allowed?: string;
  fix?: string;
}

/** The pods that a service account, and a cluster by its key, name or ARN, stand for; of all where they are left out. */
export function choosePods(
  pods: readonly Pod[],
  serviceAccount: string | undefined,
  cluster: string | undefined,
): readonly Pod[] | Refusal {
  const accounts = [...new Set(pods.map((pod) => serviceAccountText(pod.serviceAccount)))].sort();
  if (serviceAccount !== undefined && !accounts.includes(serviceAccount)) {
    return {
      message: `\`${serviceAccount}\` is not a service account of these declarations`,
      allowed: listed(accounts),
      fix: didYouMean(serviceAccount, accounts) || "name one of them, as `namespace/name`",
    };
  }
  const own = pods.filter(
    (pod) => serviceAccount === undefined || serviceAccountText(pod.serviceAccount) === serviceAccount,
  );
  const chosen = own.filter(
    (pod) => cluster === undefined || [pod.cluster.key, pod.cluster.name, pod.cluster.arn].includes(cluster),
  );
  if (chosen.length > 0 || cluster === undefined) return chosen;
  const keys = [...new Set(own.map((pod) => pod.cluster.key))].sort();
  return {
    message: `\`${cluster}\` is not a cluster of ${serviceAccount ?? "these declarations"}`,
    allowed: listed(keys),
    fix: didYouMean(cluster, keys) || "name one of them",
  };
}

/** The one pod that is meant. */
export function choosePod(
  pods: readonly Pod[],
  serviceAccount: string,
  cluster: string | undefined,
): { pod: Pod } | Refusal {
  const chosen = choosePods(pods, serviceAccount, cluster);
  if (!("length" in chosen)) return chosen;
  const [pod, ...others] = chosen;
  if (pod !== undefined && others.length === 0) return { pod };
  const keys = [...new Set(chosen.map((one) => one.cluster.key))].sort();
  const sameKey = keys.length === 1;
  return {
    message: `${serviceAccount} is bound ${chosen.length} times (stacks: ${listed([...new Set(chosen.map((one) => one.stack))])})`,
    allowed: sameKey ? "folders in which it is bound once" : listed(keys),
    fix: sameKey ? "name the folder of one declaration" : `say which cluster: \`--cluster ${keys[0]}\``,
  };
}

function listed(names: readonly string[]): string {
  if (names.length === 0) return "there are none";
  return names.length > 10 ? `${names.slice(0, 10).join(", ")} and ${names.length - 10} more` : names.join(", ");
}
