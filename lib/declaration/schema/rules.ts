import * as z from "zod";
import { acknowledgement } from "../../rules/acknowledgement";
import { PERMISSION_RULES } from "../../rules/permissions/all";
import { didYouMean } from "../../suggest";
import type { ProblemParams } from "./field";

const IDS = [...PERMISSION_RULES, acknowledgement].map(({ id }) => id);

/** Severities by a rule's id, or by that of a single finding. */
export const rules = z
  .record(z.string(), z.enum(["error", "warning", "info", "off"]))
  .check((context) => {
    for (const key of Object.keys(context.value)) {
      const id = key.replace(/\[.+\]$/s, "");
      if (IDS.includes(id)) continue;
      const params: ProblemParams = {
        key: true,
        allowed: IDS.join(", "),
        fix: didYouMean(id, IDS) || "remove it: only rules on permissions can be set",
      };
      context.issues.push({
        code: "custom",
        input: key,
        path: [key],
        message: "is not a rule that can be set",
        params: { ...params },
      });
    }
  })
  .meta({ examples: [{ "data-read": "error", "wildcard-action": "off" }] })
  .describe(
    "What the platform makes of the rules on permissions: a rule's id, or a finding's (`data-read[s3:Get*]`), and `error`, `warning`, `info` or `off`. What is milder than its rule, as findings in AWS's own policies are, is not made worse by the rule's id.",
  );
