import { createHash } from "node:crypto";
import type { Reply } from "../operation";
import { randomHex } from "../random";
import { readUpload } from "./body";
import { checkWrite } from "./conditions";
import type { ObjectContext } from "./context";
import { s3Error } from "./errors";
import { objectHeaders, versionHeader } from "./objects";
import type { UploadRecord } from "./state";
import { current, putVersion } from "./versions";
import { children, childText, readXml, xmlReply } from "./xml";

/**
 * Multipart uploads, as SDKs' transfer managers send bodies of 5 MB and more.
 * Source: "Uploading and copying objects using multipart upload" of the S3 user guide.
 */
export function createUpload({ world, bucket, key, call, now }: ObjectContext): Reply {
  const id = randomHex(world, 64);
  const tagging = call.headers["x-amz-tagging"];
  bucket.uploads[id] = {
    key,
    startedAt: now,
    headers: objectHeaders(call),
    ...(tagging !== undefined && { tagging }),
    parts: {},
  };
  return xmlReply("InitiateMultipartUploadResult", { Bucket: bucket.name, Key: key, UploadId: id });
}

export function uploadPart(context: ObjectContext): Reply {
  const { upload } = findUpload(context);
  const number = Number(context.call.query.get("partNumber"));
  if (!Number.isInteger(number) || number < 1 || number > 10_000)
    throw s3Error(
      "InvalidArgument",
      { ArgumentName: "partNumber" },
      "Part number must be an integer between 1 and 10000, inclusive",
    );
  const { body, checksums } = readUpload(context.call);
  const etag = `"${createHash("md5").update(body).digest("hex")}"`;
  upload.parts[String(number)] = { body: body.toString("base64"), etag };
  return { status: 200, headers: { etag, ...checksums } };
}

export function completeUpload(context: ObjectContext): Reply {
  const { bucket, key, call, now } = context;
  const { id, upload } = findUpload(context);
  const request = readXml(call.body.toString("utf8"), "CompleteMultipartUpload");
  const parts = children(request, "Part").map((part) => {
    const uploaded = upload.parts[childText(part, "PartNumber") ?? ""];
    const etag = childText(part, "ETag")?.replaceAll('"', "");
    if (uploaded === undefined || uploaded.etag !== `"${etag}"`) throw s3Error("InvalidPart", { UploadId: id });
    return Buffer.from(uploaded.body, "base64");
  });
  if (parts.length === 0) throw s3Error("MalformedXML");
  checkWrite(call, key, current(bucket, key));
  const body = Buffer.concat(parts);
  const digests = parts.map((part) => createHash("md5").update(part).digest());
  const version = putVersion(context, key, {
    deleteMarker: false,
    body: body.toString("base64"),
    size: body.length,
    etag: `"${createHash("md5").update(Buffer.concat(digests)).digest("hex")}-${parts.length}"`,
    modifiedAt: now,
    headers: upload.headers,
    ...(upload.tagging !== undefined && { tagging: upload.tagging }),
  });
  delete bucket.uploads[id];
  const reply = xmlReply("CompleteMultipartUploadResult", { Bucket: bucket.name, Key: key, ETag: version.etag });
  return { ...reply, headers: { ...reply.headers, ...versionHeader(context, version) } };
}

export function abortUpload(context: ObjectContext): Reply {
  const { id } = findUpload(context);
  delete context.bucket.uploads[id];
  return { status: 204 };
}

function findUpload({ bucket, key, call }: ObjectContext): { id: string; upload: UploadRecord } {
  const id = call.query.get("uploadId") ?? "";
  const upload = bucket.uploads[id];
  if (upload === undefined || upload.key !== key) throw s3Error("NoSuchUpload", { UploadId: id });
  return { id, upload };
}
