/** A whole or decimal number; undefined for any other text. */
export function readNumber(text: string): number | undefined {
  return /^\s*[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?\s*$/.test(text) ? Number(text) : undefined;
}
