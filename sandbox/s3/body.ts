import { createHash } from "node:crypto";
import type { Call } from "../operation";
import { s3Error } from "./errors";

/** What was uploaded, without the envelope it came in. */
interface Upload {
  body: Buffer;
  /** The checksum headers that the client sent, in front of the body or behind it: `x-amz-checksum-crc32`. */
  checksums: Record<string, string>;
}

/** The checksums that Node can verify; the others are kept as they come. */
const VERIFIED: Readonly<Record<string, string>> = {
  "x-amz-checksum-sha256": "sha256",
  "x-amz-checksum-sha1": "sha1",
  "content-md5": "md5",
};

/**
 * The body of an upload. An `aws-chunked` one is taken out of its chunks, whose signatures are not verified.
 * Source: "Signature calculations for the authorization header: transferring payload in multiple chunks".
 *
 * @throws AwsError IncompleteBody where chunks do not add up, BadDigest where a checksum does not fit.
 */
export function readUpload(call: Call): Upload {
  const chunked = (call.headers["x-amz-content-sha256"] ?? "").startsWith("STREAMING-");
  const { body, trailers } = chunked ? unchunk(call.body) : { body: call.body, trailers: {} };
  const length = call.headers["x-amz-decoded-content-length"];
  if (chunked && length !== undefined && Number(length) !== body.length) throw s3Error("IncompleteBody");
  const checksums: Record<string, string> = {};
  for (const [name, value] of Object.entries({ ...call.headers, ...trailers })) {
    const algorithm = VERIFIED[name];
    if (algorithm !== undefined && createHash(algorithm).update(body).digest("base64") !== value)
      throw s3Error("BadDigest");
    if (/^x-amz-checksum-(?:crc|sha)/.test(name)) checksums[name] = value;
  }
  return { body, checksums };
}

function unchunk(bytes: Buffer): { body: Buffer; trailers: Record<string, string> } {
  const chunks: Buffer[] = [];
  let at = 0;
  for (;;) {
    const end = bytes.indexOf("\r\n", at);
    if (end < 0) throw s3Error("IncompleteBody");
    const size = Number.parseInt(bytes.toString("latin1", at, end), 16);
    if (Number.isNaN(size)) throw s3Error("IncompleteBody");
    at = end + 2;
    if (size === 0) break;
    if (at + size > bytes.length) throw s3Error("IncompleteBody");
    chunks.push(bytes.subarray(at, at + size));
    at += size + 2;
  }
  const trailers: Record<string, string> = {};
  for (const line of bytes.toString("latin1", at).split("\r\n")) {
    const [name = "", ...value] = line.split(":");
    if (value.length > 0) trailers[name.trim().toLowerCase()] = value.join(":").trim();
  }
  return { body: Buffer.concat(chunks), trailers };
}
