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
  let known = formats.get(format);
  if (known === undefined) {
    known = readFormat(format);
    formats.set(format, known);
  }
  const resource = known.head && resourceOf(pattern, known.head);
  if (resource === undefined) return overlap(patternTokens(pattern), known.tokens);
  if (resource === false) return false;
  // All that the format says of the resource is that there is one.
  if (known.resource.length === 1 && known.resource[0] === ANY) return true;
  // An object in a bucket: by far the most patterns are of this one format.
  if (known.isObject && !/[*?$]/.test(resource.split("/", 1)[0] ?? "")) return resource.includes("/");
  return beginsAlike(resource, known.resource) && overlap(patternTokens(resource), known.resource);
}

/** Whether a pattern and a format agree as far as both are plain text. */
function beginsAlike(pattern: string, tokens: readonly Token[]): boolean {
  for (const [place, token] of tokens.entries()) {
    const character = pattern[place];
    if (isWild(token) || (character !== undefined && /[*?$]/.test(character))) return true;
    if (character !== token) return false;
  }
  return true;
}

const OBJECT = [NAME, "/", ANY].join();

interface Format {
  tokens: readonly Token[];
  /** What stands before the first five colons, `*` for any text; undefined where it cannot be read part by part. */
  head: readonly string[] | undefined;
  /** The tokens after the fifth colon. */
  resource: readonly Token[];
  /** Whether those are a bucket's name, a slash and the rest. */
  isObject: boolean;
}

const formats = new Map<string, Format>();

/** Parts of an ARN before its resource. */
const HEAD = 5;

function readFormat(format: string): Format {
  const tokens = formatTokens(format);
  const parts = format.split(":");
  const head = parts.slice(0, HEAD).map((part) => (/^(\$\{[^}]*\}|[*])$/.test(part) ? "*" : part));
  const plain = parts.length > HEAD && head.every((part) => part === "*" || !/[*?$]/.test(part));
  const resource = tokens.slice(placeAfter(tokens, HEAD));
  return { tokens, head: plain ? head : undefined, resource, isObject: resource.join() === OBJECT };
}

function placeAfter(tokens: readonly Token[], colons: number): number {
  let left = colons;
  return tokens.findIndex((token) => token === ":" && --left === 0) + 1;
}

/**
 * The resource of a pattern whose other parts are plain text, which is nearly all of them; false where one of those is
 * another than the format's, undefined where a wildcard may reach over a colon.
 */
function resourceOf(pattern: string, head: readonly string[]): string | false | undefined {
  let from = 0;
  let fits = true;
  for (const wanted of head) {
    const colon = pattern.indexOf(":", from);
    if (colon < 0) return undefined;
    const part = pattern.slice(from, colon);
    if (/[*?$]/.test(part)) return undefined;
    if (wanted !== "*" && part !== wanted) fits = false;
    from = colon + 1;
  }
  return fits ? pattern.slice(from) : false;
}

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
