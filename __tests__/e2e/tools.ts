import { z } from "zod";

/** The variable by which `setup.ts` tells the test files what it found. */
export const TOOLS_VARIABLE = "POD_IDENTITY_E2E_TOOLS";

/** `required`: where Terraform or the provider cannot be had the run fails, and skips nothing. */
export const MODE_VARIABLE = "POD_IDENTITY_E2E";

const tools = z.object({
  /** Absolute path of Terraform. */
  terraform: z.string(),
  /** `1.11.4`. */
  terraformVersion: z.string(),
  /** Of the AWS provider that `terraform init` chose: `5.100.0`. */
  providerVersion: z.string(),
  /** What Terraform needs in its environment to find the provider. */
  env: z.record(z.string(), z.string()),
});

export type Tools = z.infer<typeof tools>;

const found = process.env[TOOLS_VARIABLE];

/** Undefined where Terraform or the AWS provider cannot be had: then every end-to-end test is skipped. */
export const TOOLS: Tools | undefined = found === undefined ? undefined : tools.parse(JSON.parse(found));

export function theTools(): Tools {
  if (TOOLS === undefined) throw new Error("an end-to-end test ran outside of describeE2e, without Terraform");
  return TOOLS;
}

/** Whether Terraform or the provider is at least of a version: `6.2.0`. */
export function isAtLeast(version: string, least: string): boolean {
  const numbers = version.split(".").map((part) => Number.parseInt(part, 10));
  for (const [index, part] of least.split(".").map(Number).entries()) {
    const other = numbers[index] ?? 0;
    if (other !== part) return other > part;
  }
  return true;
}
