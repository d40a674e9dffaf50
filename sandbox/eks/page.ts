import { invalidParameter } from "./errors";

const LARGEST = 100;

/**
 * One page of a list, in the order of the keys. The token names the last key of the page before, so that what is
 * created or deleted between two pages neither repeats nor hides another item.
 */
export function page<T>(
  items: readonly T[],
  key: (item: T) => string,
  query: URLSearchParams,
): { items: T[]; nextToken?: string } {
  const size = pageSize(query.get("maxResults"));
  const token = query.get("nextToken");
  const after = token === null || token === "" ? undefined : readToken(token);
  const rest = [...items]
    .sort((a, b) => (key(a) < key(b) ? -1 : 1))
    .filter((item) => after === undefined || key(item) > after);
  const taken = rest.slice(0, size);
  const last = taken.at(-1);
  if (last === undefined || rest.length <= size) return { items: taken };
  return { items: taken, nextToken: Buffer.from(`after:${key(last)}`).toString("base64url") };
}

function pageSize(text: string | null): number {
  if (text === null || text === "") return LARGEST;
  const size = Number(text);
  if (Number.isInteger(size) && size >= 1 && size <= LARGEST) return size;
  throw invalidParameter(`maxResults must be between 1 and ${LARGEST}, found ${text}.`);
}

function readToken(token: string): string {
  const text = Buffer.from(token, "base64url").toString("utf8");
  if (text.startsWith("after:")) return text.slice("after:".length);
  throw invalidParameter("The nextToken is not valid.");
}
