/** A step of an address: a module's name with its instance key as it is written, `["one"]` or `[0]`; `""` where it has none. */
export interface ModuleStep {
  name: string;
  key: string;
}

/** The parts of an address or a reference, split at the dots that are in no instance key: `role["a.b"]` is one. */
export function partsOf(text: string): ModuleStep[] {
  const parts: ModuleStep[] = [];
  let start = 0;
  let bracket = -1;
  let quoted = false;
  for (let index = 0; index <= text.length; index += 1) {
    const character = text[index];
    if (quoted && character !== undefined) {
      if (character === "\\") index += 1;
      else if (character === '"') quoted = false;
    } else if (character === '"' && bracket >= 0) {
      quoted = true;
    } else if (character === "[" && bracket < 0) {
      bracket = index;
    } else if (character === undefined || (character === "." && isOutside(text, bracket, index))) {
      const end = bracket < 0 ? index : bracket;
      parts.push({ name: text.slice(start, end), key: text.slice(end, index) });
      start = index + 1;
      bracket = -1;
    }
  }
  return parts;
}

/** The steps of a module's address: `module.role["a"].module.policy`. */
export function moduleSteps(address: string): ModuleStep[] {
  if (address === "") return [];
  return partsOf(address).filter((_, index) => index % 2 === 1);
}

/** The address of a module by its steps; `""` for the root. */
export function moduleAddress(steps: readonly ModuleStep[]): string {
  return steps.map(({ name, key }) => `module.${name}${key}`).join(".");
}

/** An address within a module. */
export function within(module: string, local: string): string {
  return module === "" ? local : `${module}.${local}`;
}

/** A dot after a closed bracket, or without one. */
function isOutside(text: string, bracket: number, index: number): boolean {
  return bracket < 0 || text[index - 1] === "]";
}
