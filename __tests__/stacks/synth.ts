import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { App } from "cdktf";
import { stringify } from "yaml";
import * as z from "zod";
import { load } from "../../lib/declaration/load";
import type { platform } from "../../lib/declaration/schema/platform";
import type { service } from "../../lib/declaration/schema/service";
import { findingText, PLAIN } from "../../lib/report/findings-text";
import { ClusterStack } from "../../stacks/cluster-stack";
import { ServiceStack } from "../../stacks/service-stack";

export type ServiceDeclaration = z.input<typeof service>;
export type PlatformDeclaration = z.input<typeof platform>;
export type IdentityDeclaration = ServiceDeclaration["identities"][number];

export const ACCOUNT = "492000000148";
export const ATLAS = { name: "atlas-eks", account: ACCOUNT, region: "us-east-1" };
export const BORA = { name: "bora-eks", account: ACCOUNT, region: "eu-west-1" };

const block = z.record(z.string(), z.unknown());
const stackJson = z.looseObject({
  "//": z.unknown(),
  provider: z.record(z.string(), z.array(block)),
  resource: z.record(z.string(), z.record(z.string(), block)).default({}),
  output: z.record(z.string(), z.looseObject({ value: z.unknown() })).default({}),
  terraform: z.looseObject({
    backend: z.record(z.string(), block).default({}),
    required_providers: z.record(z.string(), z.object({ source: z.string(), version: z.string() })),
    required_version: z.string().optional(),
  }),
});

/** The `cdk.tf.json` of one stack. */
export interface Synthesized {
  text: string;
  json: z.infer<typeof stackJson>;
}

const folders = new Set<string>();

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  folders.clear();
});

/** A temporary folder with files in it, removed after the tests of the file. */
export function folderWith(files: Record<string, string> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "pod-identity-stacks-"));
  folders.add(folder);
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return folder;
}

/** Synthesizes what a program makes in an app; each stack by its name. */
export function synthProgram(program: (app: App) => void): Record<string, Synthesized> {
  const outdir = folderWith();
  const app = new App({ outdir });
  program(app);
  app.synth();
  const manifest = z
    .object({ stacks: z.record(z.string(), z.object({ synthesizedStackPath: z.string() })) })
    .parse(JSON.parse(readFileSync(join(outdir, "manifest.json"), "utf8")));
  return Object.fromEntries(
    Object.entries(manifest.stacks).map(([name, { synthesizedStackPath }]) => {
      const text = readFileSync(join(outdir, synthesizedStackPath), "utf8");
      return [name, { text, json: stackJson.parse(JSON.parse(text)) }];
    }),
  );
}

/** Synthesizes the declarations of folders, by the path of main.ts. Throws with the findings where there are any. */
export function synthFolders(names: readonly string[], cwd: string): Record<string, Synthesized> {
  const { stacks, findings, failures } = load(names, cwd);
  const problems = [...failures, ...findings.filter(({ severity }) => severity === "error")].map((problem) =>
    findingText(problem, PLAIN),
  );
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return synthProgram((app) => {
    for (const stack of stacks) {
      if (stack.kind === "service") new ServiceStack(app, stack);
      else new ClusterStack(app, stack);
    }
  });
}

/** The stacks of one service's declaration; `files` lie beside it. */
export function synthServices(
  declared: Partial<ServiceDeclaration>,
  files: Record<string, string> = {},
): Record<string, Synthesized> {
  const whole: ServiceDeclaration = {
    service: "orders",
    ...(declared.environments === undefined ? { clusters: { atlas: ATLAS } } : {}),
    identities: [],
    ...declared,
  };
  return synthFolders(["."], folderWith({ ...files, "pod-identity.yaml": stringify(whole) }));
}

/** The one stack of a service with one identity, `api` of `shop/api` where nothing else is said. */
export function synthIdentity(
  identity: Partial<IdentityDeclaration> = {},
  declared: Partial<ServiceDeclaration> = {},
  files: Record<string, string> = {},
): Synthesized {
  return only(
    synthServices({ identities: [{ name: "api", serviceAccounts: ["shop/api"], ...identity }], ...declared }, files),
  );
}

/** The stack of the one cluster of a platform. */
export function synthCluster(
  cluster: Partial<PlatformDeclaration["clusters"][string]>,
  declared: Partial<PlatformDeclaration> = {},
): Synthesized {
  const whole: PlatformDeclaration = {
    platform: "acme",
    clusters: { atlas: { ...ATLAS, agent: {}, ...cluster } },
    ...declared,
  };
  return only(synthFolders(["."], folderWith({ "platform.yaml": stringify(whole) })));
}

export function only(stacks: Record<string, Synthesized>): Synthesized {
  const [stack, ...more] = Object.values(stacks);
  if (stack === undefined || more.length > 0) throw new Error(`${Object.keys(stacks).length} stacks instead of one`);
  return stack;
}

/** The resources of a type, by logical id. */
export function resources({ json }: Synthesized, type: string): Record<string, Record<string, unknown>> {
  return json.resource[`aws_${type}`] ?? {};
}

/** The one resource of a type. */
export function resource(stack: Synthesized, type: string): Record<string, unknown> {
  const [found, ...more] = Object.values(resources(stack, type));
  if (found === undefined || more.length > 0) throw new Error(`${more.length + (found ? 1 : 0)} of aws_${type}`);
  return found;
}

const document = z.looseObject({
  Version: z.string(),
  Statement: z.array(z.looseObject({ Condition: z.record(z.string(), block).optional() })),
});

/** A policy document of a resource's attribute. */
export function policyIn(value: unknown): z.infer<typeof document> {
  return document.parse(JSON.parse(z.string().parse(value)));
}
