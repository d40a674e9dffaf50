import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { load } from "../../../lib/declaration/load";
import type { StackModel } from "../../../lib/model/stack";

/** The stacks that these files declare. Throws where they cannot be read: a rule's test is of what can. */
export function declared(files: Readonly<Record<string, string>>): StackModel[] {
  const folder = mkdtempSync(join(tmpdir(), "rules-"));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const { stacks, failures, findings } = load(["."], folder);
    const broken = [...failures, ...findings.filter((finding) => finding.rule === "schema")];
    if (broken.length > 0) throw new Error(broken.map((finding) => finding.message).join("; "));
    return stacks;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const CLUSTER = `name: atlas-eks, account: "492000000148", region: us-east-1`;

/** A service with one cluster; `more` are further keys of the cluster, `identity` of its one identity. */
export function service({ name = "a", cluster = "", identity = "", top = "", account = "backend/api" } = {}): string {
  return [
    `service: ${name}`,
    `clusters: { atlas: { ${CLUSTER}${cluster === "" ? "" : `, ${cluster}`} } }`,
    ...(top === "" ? [] : [top]),
    `identities: [{ name: api, serviceAccounts: [${account}]${identity === "" ? "" : `, ${identity}`} }]`,
  ].join("\n");
}

/** A platform with one cluster of these further keys. */
export function platform(cluster: string, top = ""): string {
  return [`platform: acme`, `clusters: { atlas: { ${CLUSTER}, ${cluster} } }`, top].join("\n");
}
