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
  return fits(resource, known);
}

/** Whether they overlap; nearly all patterns are plain text as far as the format is, and told without looking at tokens. */
function fits(resource: string, { start, rest, texts, kind }: Format): boolean {
  const wildcard = resource.search(/[*?$]/);
  const plain = wildcard < 0 ? resource.length : wildcard;
  if (plain < start.length) {
    // A wildcard may stand for what is left of the start; plain text that has ended cannot.
    if (wildcard < 0 || !start.startsWith(resource.slice(0, plain))) return false;
    return overlap(patternTokens(resource.slice(plain)), [...start.slice(plain), ...rest]);
  }
  if (!resource.startsWith(start)) return false;
  if (kind === "any text") return true;
  const slash = resource.indexOf("/", start.length);
  const named = slash >= 0 ? slash < plain : wildcard < 0;
  if (kind === "bucket" && named) return slash < 0;
  if (kind === "object" && named) return slash >= 0;
  const left = resource.slice(start.length);
  // Plain text has to hold all that the format has of it.
  if (wildcard < 0 && !texts.every((text) => left.includes(text))) return false;
  return overlap(patternTokens(left), rest);
}

/** Kinds of resources, after the plain text that they start with. */
const KINDS: ReadonlyMap<string, Format["kind"]> = new Map([
  [[ANY].join(), "any text"],
  [[NAME].join(), "bucket"],
  [[NAME, "/", ANY].join(), "object"],
]);

interface Format {
  tokens: readonly Token[];
  /** What stands before the first five colons, `*` for any text; undefined where it cannot be read part by part. */
  head: readonly string[] | undefined;
  /** What stands after the fifth colon, up to its first wildcard. */
  start: string;
  /** The tokens from there. */
  rest: readonly Token[];
  /** The plain text in those, between wildcards. */
  texts: readonly string[];
  kind: "any text" | "bucket" | "object" | undefined;
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
  const wild = resource.findIndex(isWild);
  const at = wild < 0 ? resource.length : wild;
  const rest = resource.slice(at);
  return {
    tokens,
    head: plain ? head : undefined,
    start: resource.slice(0, at).join(""),
    rest,
    texts: textsOf(rest),
    kind: KINDS.get(rest.join()),
  };
}

function textsOf(tokens: readonly Token[]): string[] {
  const texts: string[] = [];
  let text = "";
  for (const token of tokens) {
    if (!isWild(token)) text += token;
    else if (text !== "") {
      texts.push(text);
      text = "";
    }
  }
  return text === "" ? texts : [...texts, text];
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
