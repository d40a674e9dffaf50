import type { Finding, Pointer } from "../model/finding";
import { allIdentities } from "../model/identities";
import { serviceAccountText } from "../model/identity";
import { hasToken } from "../model/token";
import type { Rule } from "./rule";

export const duplicateAssociation: Rule = {
  id: "duplicate-association",
  severity: "error",
  what: "A service account has one association in a cluster.",
  why: "EKS refuses a second association of the same cluster, namespace and service account (ResourceInUseException).",
  source: "https://docs.aws.amazon.com/eks/latest/APIReference/API_CreatePodIdentityAssociation.html",
  fix: "Give the access of both to one identity, or use another service account.",
  judge: (stacks) => {
    const findings: Finding[] = [];
    const standing = new Map<string, { stack: string; identity: string; at: Pointer }>();
    for (const { stack, identity } of allIdentities(stacks)) {
      for (const cluster of identity.clusters) {
        for (const serviceAccount of identity.serviceAccounts) {
          const name = serviceAccountText(serviceAccount);
          if (hasToken(name)) continue;
          // A cluster known only by a token is told by its key, within its stack.
          const key = `${hasToken(cluster.arn) ? `${stack.name} ${cluster.key}` : cluster.arn} ${name}`;
          const first = standing.get(key);
          if (first === undefined) {
            standing.set(key, { stack: stack.name, identity: identity.name, at: serviceAccount.at });
            continue;
          }
          const where = first.stack === stack.name ? "" : ` of the stack \`${first.stack}\``;
          findings.push({
            rule: "duplicate-association",
            severity: "error",
            at: serviceAccount.at,
            message: `already has the identity \`${first.identity}\`${where} on the cluster \`${cluster.key}\``,
            found: name,
            allowed: "one identity for a service account in a cluster",
            fix:
              first.identity === identity.name && where === ""
                ? "remove the repetition"
                : `give the access of both to one identity, or use another service account`,
          });
        }
      }
    }
    return findings;
  },
};
