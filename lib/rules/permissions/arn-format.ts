/** A wildcard; one that stays clear of `/`, as a bucket's name; one that stays within its part of the ARN. */
const ANY = "any";
const NAME = "name";
const PART = "part";
const ONE = "one";

type Token = string;

/**
 * Whether a pattern of Resource can match an ARN of a format of the Service Authorization Reference,
 * `arn:${Partition}:s3:::${BucketName}/${ObjectName}`. Rather yes than no: names in formats are taken for any text, but
 * that a bucket's has no slash.
 */
export function canBe(pattern: string, format: string): boolean {
  // Longer than any ARN: there is no telling here, and no time to be lost.
  if (pattern.length > 2048) return true;
  let tokens = formats.get(format);
  if (tokens === undefined) {
    tokens = formatTokens(format);
    formats.set(format, tokens);
  }
  return overlap(patternTokens(pattern), tokens);
}

const formats = new Map<string, readonly Token[]>();

function patternTokens(pattern: string): Token[] {
  return pattern
    .split(/(\$\{[^}]*\}|[*]+|[?])/)
    .flatMap((part) => (/^(\$\{|[*])/.test(part) ? [ANY] : part === "?" ? [ONE] : [...part]));
}

function formatTokens(format: string): Token[] {
  let colons = 0;
  return format.split(/(\$\{[^}]*\}|[*])/).flatMap((part): Token[] => {
    if (/^(\$\{|[*])/.test(part)) return [part === "${BucketName}" ? NAME : colons < 5 ? PART : ANY];
    colons += part.split(":").length - 1;
    return [...part];
  });
}

/** Whether two patterns have a text in common, by places in both that can be reached together. */
function overlap(a: readonly Token[], b: readonly Token[]): boolean {
  let row = reached(a, b, undefined, 0);
  for (let i = 1; i <= a.length; i++) row = reached(a, b, row, i);
  return row[b.length] === true;
}

/** Which places of `b` can be reached together with place `i` of `a`. */
function reached(
  a: readonly Token[],
  b: readonly Token[],
  above: readonly boolean[] | undefined,
  i: number,
): boolean[] {
  const row: boolean[] = [];
  const last = a[i - 1];
  const next = a[i];
  for (let j = 0; j <= b.length; j++) {
    const before = b[j - 1];
    const here = b[j];
    row[j] =
      (i === 0 && j === 0) ||
      // One token of each is spent on the same character, or a wildcard of one is done.
      (above?.[j - 1] === true && isSame(last, before)) ||
      (above?.[j] === true && (isWild(last) || takes(here, last))) ||
      (row[j - 1] === true && (isWild(before) || takes(next, before)));
  }
  return row;
}

function isWild(token: Token | undefined): boolean {
  return token === ANY || token === NAME || token === PART;
}

/** Whether a wildcard that is not done yet takes a token of the other side. */
function takes(wild: Token | undefined, token: Token | undefined): boolean {
  return wild === ANY || (wild === NAME && token !== "/") || (wild === PART && token !== ":");
}

function isSame(a: Token | undefined, b: Token | undefined): boolean {
  return a === ONE || b === ONE || a === b;
}

/** The ARNs of resource types as examples to read, the plainest first. */
export function exampleArns(types: readonly { arn: string }[]): string[] {
  return [...new Set(types.map(({ arn }) => exampleArn(arn)))].sort((a, b) => a.length - b.length);
}

function exampleArn(format: string): string {
  return format
    .replace("${Partition}", "aws")
    .replace("${Region}", "REGION")
    .replace("${Account}", "ACCOUNT")
    .replace(/\$\{(\w+)\}/g, (_all, name: string) => name.replace(/(?<=[a-z])(?=[A-Z])/g, "-").toUpperCase());
}
