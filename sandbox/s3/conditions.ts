import type { Call } from "../operation";
import { s3Error } from "./errors";
import type { ObjectVersion } from "./state";

/**
 * Conditional writes: `If-None-Match: *` writes only where no object is, `If-Match` only over that very one.
 * Source: "How to prevent object overwrites with conditional writes" of the S3 user guide.
 *
 * @throws AwsError PreconditionFailed; NoSuchKey for If-Match where there is no object.
 */
export function checkWrite(call: Call, key: string, standing: ObjectVersion | undefined): void {
  const noneMatch = call.headers["if-none-match"];
  const match = call.headers["if-match"];
  if (noneMatch !== undefined && noneMatch !== "*") throw s3Error("NotImplemented", { Header: "If-None-Match" });
  if (noneMatch === "*" && standing !== undefined) throw s3Error("PreconditionFailed", { Condition: "If-None-Match" });
  if (match === undefined) return;
  if (standing === undefined) throw s3Error("NoSuchKey", { Key: key });
  if (!names(match, standing.etag)) throw s3Error("PreconditionFailed", { Condition: "If-Match" });
}

/**
 * Conditional reads. True: the client has this object already (304 Not Modified).
 *
 * @throws AwsError PreconditionFailed.
 */
export function isUnmodified(call: Call, standing: ObjectVersion): boolean {
  const match = call.headers["if-match"];
  if (match !== undefined && !names(match, standing.etag))
    throw s3Error("PreconditionFailed", { Condition: "If-Match" });
  const noneMatch = call.headers["if-none-match"];
  return noneMatch !== undefined && names(noneMatch, standing.etag);
}

function names(header: string, etag: string): boolean {
  return header
    .split(",")
    .some((item) => item.trim() === "*" || item.trim().replaceAll('"', "") === etag.replaceAll('"', ""));
}
