import type { Reply } from "../operation";
import { type BucketContext, canonicalId, isoTime } from "./context";
import { s3Error } from "./errors";
import type { ObjectVersion } from "./state";
import { current } from "./versions";
import { xmlReply } from "./xml";

const LARGEST_PAGE = 1000;

/** An entry of a listing: an object, or the common prefix of several. */
type Entry = { key: string; version: ObjectVersion } | { prefix: string };

interface Page {
  prefix: string;
  delimiter: string;
  size: number;
  entries: Entry[];
  /** Where the next page begins; undefined on the last one. */
  next?: string;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
export function listObjectsV2(context: BucketContext): Reply {
  const { query } = context.call;
  const token = query.get("continuation-token");
  const startAfter = query.get("start-after");
  const page = listPage(context, token === null ? (startAfter ?? "") : readToken(token));
  const encode = encoder(query);
  return xmlReply("ListBucketResult", {
    ...common(context, page, encode),
    KeyCount: page.entries.length,
    ContinuationToken: token ?? undefined,
    StartAfter: startAfter === null ? undefined : encode(startAfter),
    NextContinuationToken: page.next === undefined ? undefined : Buffer.from(page.next).toString("base64"),
  });
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjects.html */
export function listObjects(context: BucketContext): Reply {
  const { query } = context.call;
  const marker = query.get("marker") ?? "";
  const page = listPage(context, marker);
  const encode = encoder(query);
  return xmlReply("ListBucketResult", {
    ...common(context, page, encode),
    Marker: encode(marker),
    NextMarker: page.next === undefined || page.delimiter === "" ? undefined : encode(page.next),
  });
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html, without delimiters. */
export function listVersions({ bucket, call }: BucketContext): Reply {
  const { query } = call;
  const prefix = query.get("prefix") ?? "";
  const keyMarker = query.get("key-marker") ?? "";
  const versionMarker = query.get("version-id-marker");
  const size = pageSize(query.get("max-keys"));
  const encode = encoder(query);
  const all = keysOf(bucket.objects, prefix).flatMap((key) => {
    const versions = [...(bucket.objects[key] ?? [])].reverse();
    return versions.map((version, index) => ({ key, version, latest: index === 0 }));
  });
  const markerAt = all.findIndex(({ key, version }) => key === keyMarker && version.versionId === versionMarker);
  const rest = markerAt >= 0 ? all.slice(markerAt + 1) : all.filter(({ key }) => key > keyMarker);
  const taken = rest.slice(0, size);
  const truncated = rest.length > taken.length;
  const last = taken.at(-1);
  const entry = ({ key, version, latest }: (typeof all)[number]) => ({
    Key: encode(key),
    VersionId: version.versionId,
    IsLatest: String(latest),
    LastModified: isoTime(version.modifiedAt),
    Owner: { ID: canonicalId(bucket.account) },
  });
  return xmlReply("ListVersionsResult", {
    Name: bucket.name,
    Prefix: encode(prefix),
    KeyMarker: encode(keyMarker),
    VersionIdMarker: versionMarker ?? "",
    MaxKeys: size,
    IsTruncated: String(truncated),
    EncodingType: query.get("encoding-type") ?? undefined,
    NextKeyMarker: truncated && last ? encode(last.key) : undefined,
    NextVersionIdMarker: truncated && last ? last.version.versionId : undefined,
    Version: taken
      .filter(({ version }) => !version.deleteMarker)
      .map((item) => ({
        ...entry(item),
        ETag: item.version.etag,
        Size: item.version.size,
        StorageClass: "STANDARD",
      })),
    DeleteMarker: taken.filter(({ version }) => version.deleteMarker).map(entry),
  });
}

function listPage({ bucket, call }: BucketContext, after: string): Page {
  const prefix = call.query.get("prefix") ?? "";
  const delimiter = call.query.get("delimiter") ?? "";
  const size = pageSize(call.query.get("max-keys"));
  const entries: Entry[] = [];
  let last: string | undefined;
  let rolled: string | undefined;
  for (const key of keysOf(bucket.objects, prefix)) {
    const version = current(bucket, key);
    if (version === undefined || key <= after) continue;
    const end = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
    const common = end < 0 ? undefined : key.slice(0, end + delimiter.length);
    // A prefix that the page before ended with stands for all its keys.
    if (common !== undefined && (common === rolled || common === after)) continue;
    if (entries.length === size) return { prefix, delimiter, size, entries, ...(last !== undefined && { next: last }) };
    entries.push(common === undefined ? { key, version } : { prefix: common });
    rolled = common;
    last = common ?? key;
  }
  return { prefix, delimiter, size, entries };
}

function common({ bucket, call }: BucketContext, page: Page, encode: (text: string) => string) {
  const objects = page.entries.flatMap((entry) => ("key" in entry ? [entry] : []));
  const prefixes = page.entries.flatMap((entry) => ("prefix" in entry ? [entry.prefix] : []));
  return {
    Name: bucket.name,
    Prefix: encode(page.prefix),
    Delimiter: page.delimiter === "" ? undefined : encode(page.delimiter),
    MaxKeys: page.size,
    EncodingType: call.query.get("encoding-type") ?? undefined,
    IsTruncated: String(page.next !== undefined),
    Contents: objects.map(({ key, version }) => ({
      Key: encode(key),
      LastModified: isoTime(version.modifiedAt),
      ETag: version.etag,
      Size: version.size,
      StorageClass: "STANDARD",
    })),
    CommonPrefixes: prefixes.map((prefix) => ({ Prefix: encode(prefix) })),
  };
}

/** S3 lists in the order of the bytes of the keys. */
function keysOf(objects: Readonly<Record<string, unknown>>, prefix: string): string[] {
  return Object.keys(objects)
    .filter((key) => key.startsWith(prefix))
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

function pageSize(text: string | null): number {
  const size = text === null || text === "" ? LARGEST_PAGE : Number(text);
  if (!Number.isInteger(size) || size < 0)
    throw s3Error("InvalidArgument", { ArgumentName: "max-keys", ArgumentValue: text ?? "" });
  return Math.min(size, LARGEST_PAGE);
}

/** `encoding-type=url`: keys may hold characters that XML cannot. */
function encoder(query: URLSearchParams): (text: string) => string {
  if (query.get("encoding-type") !== "url") return (text) => text;
  return (text) => encodeURIComponent(text).replaceAll("%2F", "/");
}

function readToken(token: string): string {
  return Buffer.from(token, "base64").toString("utf8");
}
