import { type Pod, podsOf } from "../../../lib/access/pod";
import { declared } from "../rules/declared";

const CLUSTER = `{ name: atlas-eks, account: "492000000148", region: us-east-1 }`;

/** The pods of `backend/api` on `atlas`; `lines` are further keys of its identity. Other files by their paths. */
export function podWith(lines: readonly string[], files: Readonly<Record<string, string>> = {}): Pod {
  const text = [
    "service: backend-api",
    `clusters: { atlas: ${CLUSTER} }`,
    "identities:",
    "  - name: api",
    "    serviceAccounts: [backend/api]",
    ...lines.map((line) => `    ${line}`),
    "",
  ].join("\n");
  const [pod] = podsOf(declared({ "pod-identity.yaml": text, ...files }));
  if (pod === undefined) throw new Error("the declaration binds no service account");
  return pod;
}
