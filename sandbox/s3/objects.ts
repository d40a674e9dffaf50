import { createHash } from "node:crypto";
import type { Call, Reply } from "../operation";
import { readUpload } from "./body";
import { checkWrite, isUnmodified } from "./conditions";
import type { ObjectContext } from "./context";
import { s3Error } from "./errors";
import type { ObjectVersion } from "./state";
import { current, deleteVersion, findVersion, putVersion } from "./versions";

const KEPT_HEADERS = [
  "cache-control",
  "content-disposition",
  "content-language",
  "content-type",
  "expires",
  "x-amz-website-redirect-location",
];

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html */
export function putObject(context: ObjectContext): Reply {
  const { bucket, key, call, now } = context;
  if (call.headers["x-amz-copy-source"] !== undefined) throw s3Error("NotImplemented", { Header: "x-amz-copy-source" });
  const { body, checksums } = readUpload(call);
  checkWrite(call, key, current(bucket, key));
  const tagging = call.headers["x-amz-tagging"];
  const version = putVersion(context, key, {
    deleteMarker: false,
    body: body.toString("base64"),
    size: body.length,
    etag: `"${createHash("md5").update(body).digest("hex")}"`,
    modifiedAt: now,
    headers: { ...objectHeaders(call), ...checksums },
    ...(tagging !== undefined && { tagging }),
  });
  return {
    status: 200,
    headers: { etag: version.etag, ...checksums, ...encryptionHeader, ...versionHeader(context, version) },
  };
}

/** The headers of an upload that are given back with the object. */
export function objectHeaders(call: Call): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(call.headers)) {
    if (KEPT_HEADERS.includes(name) || name.startsWith("x-amz-meta-")) headers[name] = value;
  }
  const encoding = call.headers["content-encoding"]
    ?.split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "aws-chunked" && part !== "");
  if (encoding !== undefined && encoding.length > 0) headers["content-encoding"] = encoding.join(",");
  return headers;
}

/** GetObject and HeadObject: the latter is the former without its body. */
export function getObject(context: ObjectContext): Reply {
  const { bucket, key, call } = context;
  const version = findVersion(bucket, key, call.query.get("versionId"));
  const headers = {
    ...replyHeaders(call, version),
    ...encryptionHeader,
    ...versionHeader(context, version),
  };
  if (isUnmodified(call, version)) return { status: 304, headers: { etag: version.etag } };
  const body = Buffer.from(version.body, "base64");
  const range = readRange(call.headers.range, body.length);
  const part = range === undefined ? body : body.subarray(range.first, range.last + 1);
  const status = range === undefined ? 200 : 206;
  const contentRange = range && { "content-range": `bytes ${range.first}-${range.last}/${body.length}` };
  if (call.method === "HEAD")
    return { status, headers: { ...headers, ...contentRange, "content-length": String(part.length) } };
  return { status, headers: { ...headers, ...contentRange }, body: part };
}

export function deleteObject(context: ObjectContext): Reply {
  const { versionId, marker } = deleteVersion(context, context.key, context.call.query.get("versionId") ?? undefined);
  return {
    status: 204,
    headers: {
      ...(versionId !== undefined && { "x-amz-version-id": versionId }),
      ...(marker && { "x-amz-delete-marker": "true" }),
    },
  };
}

/** S3 encrypts everything since 2023, where nothing else is asked with its own keys. */
const encryptionHeader = { "x-amz-server-side-encryption": "AES256" };

export function versionHeader({ bucket }: ObjectContext, version: ObjectVersion): Record<string, string> {
  return bucket.versioning === undefined ? {} : { "x-amz-version-id": version.versionId };
}

function replyHeaders(call: Call, version: ObjectVersion): Record<string, string> {
  const withChecksums = call.headers["x-amz-checksum-mode"]?.toUpperCase() === "ENABLED" && !call.headers.range;
  const kept = Object.entries(version.headers).filter(([name]) => withChecksums || !name.startsWith("x-amz-checksum-"));
  const tags = version.tagging === undefined ? 0 : [...new URLSearchParams(version.tagging).keys()].length;
  return {
    "content-type": "binary/octet-stream",
    ...Object.fromEntries(kept),
    etag: version.etag,
    "last-modified": new Date(version.modifiedAt).toUTCString(),
    "accept-ranges": "bytes",
    ...(tags > 0 && { "x-amz-tagging-count": String(tags) }),
  };
}

/** `bytes=0-99`, `bytes=100-`, `bytes=-100`; other forms count as no range, as RFC 9110 section 14.2 has it. */
function readRange(header: string | undefined, size: number): { first: number; last: number } | undefined {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(header ?? "") ?? [];
  if (from === undefined || to === undefined || (from === "" && to === "")) return undefined;
  const first = from === "" ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === "" || to === "" ? size - 1 : Math.min(Number(to), size - 1);
  if (first > last) throw s3Error("InvalidRange", { ActualObjectSize: String(size) });
  return { first, last };
}
