import type { TerraformStack } from "cdktf";
import { PodIdentity } from "../lib/constructs/pod-identity";
import type { Finding } from "../lib/model/finding";
import type { ServiceModel } from "../lib/model/stack";
import { findingLine } from "../lib/report/findings-text";
import { judge } from "../lib/rules/all";

/**
 * Judges the identities of a stack as they are at synth, with the statements added since, together with those of the
 * app's other stacks that are declared in TypeScript. Each stack reports what stands in it.
 */
export function validateIdentities(stack: TerraformStack, model: ServiceModel): void {
  models.set(stack, () => ({ ...model, identities: identitiesIn(stack) }));
  stack.node.addValidation({
    validate: () => {
      const all = stack.node.root.node.children.flatMap((child) => models.get(child)?.() ?? []);
      return judge(all)
        .filter((finding) => finding.severity === "error" && standsIn(finding, stack))
        .map(findingLine);
    },
  });
}

const models = new WeakMap<object, () => ServiceModel>();

function identitiesIn(stack: TerraformStack) {
  return stack.node.findAll().flatMap((node) => (node instanceof PodIdentity ? [node.identity] : []));
}

function standsIn(finding: Finding, stack: TerraformStack): boolean {
  const { source } = finding.at;
  return source === stack.node.path || source.startsWith(`${stack.node.path}/`);
}
