import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { stringify } from "yaml";

/** What a declaration of the bench varies in; the same names as in `bare/main.ts` and `default-style/main.ts`. */
interface Service {
  readonly service: string;
  readonly identities: readonly string[];
  /** Of queues, allowed to each identity; sending messages where it is left out. */
  readonly actions?: readonly string[];
}

/** One service with `count` identities, in the folder itself. */
export function writeOneService(folder: string, count: number): void {
  emptyFolder(folder);
  writeDeclaration(folder, {
    service: "backend-api",
    identities: Array.from({ length: count }, (_, index) => `identity-${digits(index)}`),
  });
}

/**
 * `count` services of one identity each, every one in a folder of its own name.
 *
 * @returns their names: `service-0001`, …
 */
export function writeManyServices(folder: string, count: number, actions?: readonly string[]): string[] {
  emptyFolder(folder);
  return Array.from({ length: count }, (_, index) => {
    const service = `service-${digits(index)}`;
    const identities = [`identity-${digits(index)}`];
    writeDeclaration(path.join(folder, service), { service, identities, ...(actions && { actions }) });
    return service;
  });
}

function writeDeclaration(folder: string, { service, identities, actions = ["sqs:SendMessage"] }: Service): void {
  const declaration = {
    service,
    repository: `acme/${service}`,
    clusters: { atlas: { name: "atlas-eks", account: "492000000148", region: "us-east-1" } },
    identities: identities.map((name) => ({
      name,
      serviceAccounts: [`backend/${name}`],
      policies: ["AmazonS3ReadOnlyAccess"],
      allow: [{ actions, resources: [`arn:aws:sqs:us-east-1:492000000148:${name}`] }],
    })),
  };
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "pod-identity.yaml"), stringify(declaration));
}

function emptyFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}

function digits(index: number): string {
  return String(index + 1).padStart(4, "0");
}
