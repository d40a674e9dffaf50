/** A declaration that cannot work, and all that its author is told: the lines that `check` prints. */
export interface BrokenCase {
  name: string;
  /** The text of each file by its path; bytes where it is no text. */
  files: Readonly<Record<string, string | Uint8Array>>;
  /** What is named on the command line; the folder itself where left out. */
  folders?: readonly string[];
  says: readonly string[];
}

const CLUSTER = `{ name: atlas-eks, account: "492000000148", region: us-east-1 }`;

/** A service with one cluster written out; further keys of the one identity, line by line. */
export function identity(...lines: string[]): Record<string, string> {
  return service(
    "identities:",
    "  - name: api",
    "    serviceAccounts: [backend/api]",
    ...lines.map((line) => `    ${line}`),
  );
}

/** A service whose one identity has these service accounts. */
export function accounts(...names: string[]): Record<string, string> {
  return service("identities:", "  - name: api", "    serviceAccounts:", ...names.map((name) => `      - ${name}`));
}

/** A service with one cluster written out, and these lines. */
export function service(...lines: string[]): Record<string, string> {
  return { "pod-identity.yaml": ["service: backend-api", `clusters: { atlas: ${CLUSTER} }`, ...lines, ""].join("\n") };
}

/** A service with no identity and this cluster. */
export function inlineCluster(text: string): Record<string, string> {
  return {
    "pod-identity.yaml": ["service: backend-api", "clusters:", `  atlas: ${text}`, "identities: []", ""].join("\n"),
  };
}

/** A platform with one cluster in order, and these lines. */
export function platform(...lines: string[]): Record<string, string> {
  return {
    "platform.yaml": [
      "platform: acme",
      "clusters:",
      "  atlas:",
      "    name: atlas-eks",
      `    account: "492000000148"`,
      "    region: us-east-1",
      "    agent: {}",
      ...lines,
      "",
    ].join("\n"),
  };
}

/** A service of `acme/backend-api` that names the platform beside it. */
export function onPlatform(...lines: string[]): Record<string, string> {
  return {
    "service/pod-identity.yaml": [
      "service: backend-api",
      "repository: acme/backend-api",
      "platform: ../platform.yaml",
      "clusters: [atlas]",
      ...lines,
      "",
    ].join("\n"),
  };
}

export const API = ["identities:", "  - name: api", "    serviceAccounts: [backend/api]"];

/** One identity with a policy file of this text. */
export function policyFile(text: string | Uint8Array): Record<string, string | Uint8Array> {
  return { ...identity("policyFiles: [orders.json]"), "orders.json": text };
}
