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

/** A body with parts of it given anew by an override file. */
export function overridden(base: Body, over: Body): Body {
  return {
    attribute: (name) => over.attribute(name) ?? base.attribute(name),
    blocks: (type, labels) => {
      const own = over.blocks(type, labels);
      return own.length > 0 ? own : base.blocks(type, labels);
    },
    attributeNames: () => [...new Set([...base.attributeNames(), ...over.attributeNames()])],
    blockTypes: () => [...new Set([...base.blockTypes(), ...over.blockTypes()])],
  };
}
