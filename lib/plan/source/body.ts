import { cannot } from "./cannot";
import type { Expression } from "./expression";

/** What stands between the braces of a block, in either syntax. */
export interface Body {
  attribute(name: string): Expression | undefined;
  /** Nested blocks of a type, in order. `labels`: how many the type has. */
  blocks(type: string, labels: number): readonly Block[];
  /** Names of its attributes, and types of its nested blocks. The JSON syntax does not tell one from the other. */
  attributeNames(): readonly string[];
  blockTypes(): readonly string[];
}

export interface Block {
  labels: readonly string[];
  body: Body;
}

/** A body with parts of it given anew by an override file: blocks of a type take the place of all that there were. */
export function overridden(base: Body, over: Body): Body {
  return {
    attribute: (name) => over.attribute(name) ?? (has(over, name) ? undefined : base.attribute(name)),
    blocks: (type, labels) => {
      const own = over.blocks(type, labels);
      const former = base.blocks(type, labels);
      for (const made of [...madeBy(over), ...madeBy(base)]) {
        if ((type === made || type === "dynamic") && has(over, made) && has(base, made)) {
          return cannot(`an override file takes the place of its ${made} blocks, some of them dynamic`);
        }
      }
      if (type === "dynamic") return [...former, ...own];
      return own.length > 0 ? own : former;
    },
    attributeNames: () => [...new Set([...base.attributeNames(), ...over.attributeNames()])],
    blockTypes: () => [...new Set([...base.blockTypes(), ...over.blockTypes()])],
  };
}

/** Types of the blocks that `dynamic` makes. */
function madeBy(body: Body): string[] {
  return body.blocks("dynamic", 1).flatMap(({ labels }) => labels);
}

function has(body: Body, type: string): boolean {
  return body.blocks(type, 0).length > 0 || madeBy(body).includes(type);
}
