/**
 * A line of a report before it is Markdown or text for a terminal: own words as they are, and whatever comes from a plan as
 * a `name` or a `sentence`, which each of the two makes harmless in its own way.
 */
export type Phrase = readonly (string | Name | Sentence | Strong | Faint)[];

/** A text that comes from a plan. */
export interface Name {
  name: string;
}

/** Words in which names from a plan may be. */
export interface Sentence {
  sentence: string;
}

/** A name that may be overlooked. */
export interface Faint {
  faint: string;
}

/** Own words that stand out. */
export interface Strong {
  strong: string;
}

export function name(text: string): Name {
  return { name: text };
}

export function sentence(text: string): Sentence {
  return { sentence: text };
}

export function faint(text: string): Faint {
  return { faint: text };
}

export function strong(text: string): Strong {
  return { strong: text };
}

/** `a, b and 3 more`, of which at most `most` are shown. */
export function listed(texts: readonly string[], most: number, last = ", "): Phrase {
  const shown = texts.length <= most ? texts : texts.slice(0, most);
  const more = texts.length - shown.length;
  return [
    ...shown.flatMap((text, index) => {
      const between = index === 0 ? "" : more === 0 && index === shown.length - 1 ? last : ", ";
      return [between, name(text)];
    }),
    ...(more > 0 ? [` and ${more} more`] : []),
  ];
}
