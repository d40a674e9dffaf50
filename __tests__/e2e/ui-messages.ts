import { z } from "zod";

/** What `terraform plan -json` and `apply -json` say, as far as the tests look at it: one JSON object a line. */
export interface Said {
  /** `update aws_iam_role.api_role_1234`, sorted; nothing for what stays as it is. */
  changes: string[];
  /** Summary and detail of every error. */
  errors: string[];
  outputs: Record<string, unknown>;
}

const plannedChange = z.object({
  type: z.literal("planned_change"),
  change: z.object({ action: z.string(), resource: z.object({ addr: z.string() }) }),
});
const diagnostic = z.object({
  type: z.literal("diagnostic"),
  diagnostic: z.object({ severity: z.string(), summary: z.string(), detail: z.string().optional() }),
});
const outputs = z.object({
  type: z.literal("outputs"),
  outputs: z.record(z.string(), z.object({ value: z.unknown() })),
});
const message = z.union([plannedChange, diagnostic, outputs]);

/** @see https://developer.hashicorp.com/terraform/internals/machine-readable-ui */
export function readMessages(stdout: string): Said {
  const said: Said = { changes: [], errors: [], outputs: {} };
  for (const line of stdout.split("\n").filter((text) => text.startsWith("{"))) {
    const parsed = message.safeParse(JSON.parse(line));
    if (!parsed.success) continue;
    const one = parsed.data;
    if (one.type === "planned_change") said.changes.push(`${one.change.action} ${one.change.resource.addr}`);
    else if (one.type === "diagnostic") {
      if (one.diagnostic.severity === "error")
        said.errors.push(`${one.diagnostic.summary}\n${one.diagnostic.detail ?? ""}`);
    } else said.outputs = Object.fromEntries(Object.entries(one.outputs).map(([name, { value }]) => [name, value]));
  }
  said.changes.sort();
  return said;
}
