/** Orders texts by code unit, so that no machine's locale has a say. */
export function compareTexts(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
