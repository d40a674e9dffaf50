import { existsSync } from "node:fs";
import { Command } from "commander";
import { choosePods } from "../lib/access/choose-pod";
import { effectiveRoleArn } from "../lib/access/pod";
import { podPolicies } from "../lib/access/pod-policies";
import { accessOf, type PodAccess } from "../lib/access/summary";
import { serviceAccountText } from "../lib/model/identity";
import { accessGraph } from "../lib/report/access-graph";
import { accessText } from "../lib/report/access-text";
import { declaredPods, refuse } from "./declared-pods";

/** `pod-identity access [SERVICE-ACCOUNT] [DIR…]`: what service accounts may do, AWS managed policies opened up. */
export function accessCommand(): Command {
  return new Command("access")
    .description("Show what service accounts may do: by service, access level and resources.")
    .argument("[service-account]", "`namespace/name`; all of them where left out")
    .argument("[dir...]", "folders with declarations; the working directory where left out")
    .option("--cluster <key>", "of this cluster alone")
    .option("--json", "write all of it as JSON to stdout")
    .option("--graph", "draw it as a Mermaid diagram")
    .action((named: string | undefined, dirs: string[], options: { cluster?: string; json?: true; graph?: true }) => {
      // A folder may stand first, in the place of the service account.
      const isAccount = named !== undefined && !existsSync(named);
      const folders = isAccount || named === undefined ? dirs : [named, ...dirs];
      const declared = declaredPods(folders.length === 0 ? ["."] : folders);
      if (declared === undefined) return;
      const chosen = choosePods(declared.pods, isAccount ? named : undefined, options.cluster);
      if (!("length" in chosen)) return refuse(chosen);
      const access = chosen.map((pod) => accessOf(pod, podPolicies(pod.identity)));
      if (options.json === true) console.log(JSON.stringify(report(access), null, 2));
      else console.log(options.graph === true ? accessGraph(access) : accessText(access));
    });
}

/** The shape of `--json`, version 1. */
function report(access: readonly PodAccess[]): object {
  return {
    version: 1,
    access: access.map(({ pod, grants, unknown }) => ({
      serviceAccount: serviceAccountText(pod.serviceAccount),
      cluster: pod.cluster.key,
      clusterArn: pod.cluster.arn,
      role: effectiveRoleArn(pod),
      stack: pod.stack,
      unknown,
      grants,
    })),
  };
}
