import * as z from "zod";

/** Access of one level to one place, as a person writes it. What is left out must be empty. */
const entry = z.strictObject({
  level: z.enum(["list", "read", "write", "tagging", "permissions", "unknown"]),
  /** Every known action of the level. */
  everything: z.boolean().default(false),
  /** Services of which every action of the level is meant. */
  all: z.array(z.string()).default([]),
  /** The actions, exactly. */
  actions: z.array(z.string()).optional(),
  /** Some of the actions, where they are too many to be written down. */
  some: z.array(z.string()).optional(),
  /** The resource. What is known only after apply is written `<arn of …>`. */
  on: z.string(),
  /** Patterns that the resource has to match too. */
  within: z.array(z.string()).default([]),
  except: z.array(z.string()).default([]),
  /** `OPERATOR KEY VALUE…`, joined with blanks. */
  when: z.array(z.string()).default([]),
  unless: z.array(z.array(z.string())).default([]),
});

export type ExpectedEntry = z.infer<typeof entry>;

const access = z.strictObject({
  /** `CLUSTER NAMESPACE/NAME`, or `role NAME`. */
  who: z.string(),
  association: z.enum(["created", "removed", "replaced", "re-pointed", "updated", "kept", "none"]),
  verdict: z.enum(["broadened", "narrowed", "both", "equivalent", "cannot tell"]),
  /** Whether the entries are a part of those that must be there. */
  partly: z.boolean().default(false),
  /** Left out: nothing is said of it. */
  gained: z.array(entry).optional(),
  lost: z.array(entry).optional(),
});

/** What a reviewer has to say of a scenario's plans: written by hand, from the configuration. */
export const expected = z.strictObject({
  access: z.array(access),
  /** Texts that must not be in the review. */
  secrets: z.array(z.string()).default([]),
  /** The rules of the new errors and warnings. */
  findings: z.array(z.string()),
  /** What is left out is 0. */
  counts: z.partialRecord(z.enum(["create", "update", "replace", "delete", "forget", "import", "move"]), z.number()),
  /** `namespace/name`. */
  restarts: z.array(z.string()),
  verdict: z.enum(["fine", "warning", "error", "cannot tell"]),
});

export type Expected = z.infer<typeof expected>;
