import type { Path } from "./value";

/**
 * A path in a resource as Terraform's language writes it: `policy`, `rule[0].name`, `tags["team"]`. Attributes of lists'
 * elements come after a dot; below an object a key may be of a map, and brackets do for both.
 */
export function planPathText(path: Path): string {
  let text = "";
  for (let index = 0; index < path.length; index++) text += stepText(path[index] ?? "", path[index - 1]);
  return text;
}

const NAME = /^[A-Za-z_][\w-]*$/;

function stepText(step: string | number, before: string | number | undefined): string {
  if (typeof step === "number") return `[${step}]`;
  const isName = NAME.test(step);
  if (isName && before === undefined) return step;
  return isName && typeof before === "number" ? `.${step}` : `[${JSON.stringify(step)}]`;
}
