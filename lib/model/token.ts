/**
 * Tokens stand for values that are known only later: attributes of other resources of the stack. CDKTF writes them
 * into strings as `${TfToken[TOKEN.0]}`. What holds one passes through every check unjudged.
 */
const TOKEN = /[$#]\{TfToken\[/;

export function hasToken(value: string): boolean {
  return TOKEN.test(value);
}
