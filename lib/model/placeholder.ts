/**
 * What a plan knows only after apply, in texts of the model. It is written as a policy variable that no request has a
 * value for, so that evaluation and comparison take it for what it is: some value, the same wherever the same part is meant.
 */
const PLACEHOLDER = /\$\{later:([^{}]*)\}/g;

/** A placeholder for a part of a text: `arn of aws_s3_bucket.reports`. */
export function placeholder(what: string): string {
  return `\${later:${encoded(what)}}`;
}

/** A placeholder that stands for a whole ARN: a pattern of Resource has to begin like one. */
export function placeholderArn(what: string): string {
  return `arn:${placeholder(what)}`;
}

export function hasPlaceholder(text: string): boolean {
  return text.includes("${later:");
}

/** As people read it: `<arn of aws_s3_bucket.reports>/*`. */
export function placeholderText(text: string): string {
  return text.replace(/(?:arn:)?\$\{later:([^{}]*)\}/g, (_, what: string) => `<${decoded(what)}>`);
}

/** What the placeholders of a text stand for. */
export function placeholdersIn(text: string): string[] {
  return [...text.matchAll(PLACEHOLDER)].map(([, what = ""]) => decoded(what));
}

/**
 * Names of variables know no letter case, and end at commas, quotes and braces; a text of JSON that a placeholder is put
 * into ends at double quotes. Whatever addresses have more is spelt out.
 */
function encoded(what: string): string {
  return what.replace(/[^a-z0-9_.:/ [\]-]/gu, spelt);
}

function spelt(character: string): string {
  return `%${(character.codePointAt(0) ?? 0).toString(16)};`;
}

function decoded(what: string): string {
  return what.replace(/%([0-9a-f]{1,6});/g, (all, code: string) => {
    const point = Number.parseInt(code, 16);
    return point > 0x10ffff ? all : String.fromCodePoint(point);
  });
}
