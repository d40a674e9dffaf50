import { randomText, UPPER_ALPHANUMERIC } from "../random";
import type { BucketContext } from "./context";
import { s3Error } from "./errors";
import type { BucketRecord, ObjectVersion } from "./state";

/** The version id of objects of a bucket that is not versioned. */
const NULL_VERSION = "null";

/** The object that a key shows: its newest version, unless that is a delete marker. */
export function current(bucket: BucketRecord, key: string): ObjectVersion | undefined {
  const newest = bucket.objects[key]?.at(-1);
  return newest?.deleteMarker ? undefined : newest;
}

/**
 * The asked version of a key, or its newest.
 *
 * @throws AwsError NoSuchKey, NoSuchVersion; MethodNotAllowed for a version that is a delete marker.
 */
export function findVersion(bucket: BucketRecord, key: string, versionId: string | null): ObjectVersion {
  if (versionId === null) {
    const object = current(bucket, key);
    if (object === undefined) throw s3Error("NoSuchKey", { Key: key });
    return object;
  }
  const version = bucket.objects[key]?.find((candidate) => candidate.versionId === versionId);
  if (version === undefined) throw s3Error("NoSuchVersion", { Key: key, VersionId: versionId });
  if (version.deleteMarker) throw s3Error("MethodNotAllowed", { Method: "GET", ResourceType: "DeleteMarker" });
  return version;
}

/** Puts a version on top of a key: beside the others in a versioned bucket, else in the place of the `null` one. */
export function putVersion(
  { world, bucket }: BucketContext,
  key: string,
  version: Omit<ObjectVersion, "versionId">,
): ObjectVersion {
  const versionId = bucket.versioning === "Enabled" ? newVersionId(world) : NULL_VERSION;
  const kept = (bucket.objects[key] ?? []).filter((other) => other.versionId !== versionId);
  const put = { ...version, versionId };
  bucket.objects[key] = [...kept, put];
  return put;
}

/** What a deletion did. */
interface Deletion {
  versionId?: string;
  /** Whether a delete marker was made, or removed. */
  marker: boolean;
}

/** Deletes one version, or, without one named, the object: in a versioned bucket a delete marker hides it. */
export function deleteVersion(context: BucketContext, key: string, versionId: string | undefined): Deletion {
  const { bucket, now } = context;
  if (versionId === undefined && bucket.versioning !== undefined) {
    const marker = putVersion(context, key, {
      deleteMarker: true,
      body: "",
      size: 0,
      etag: "",
      modifiedAt: now,
      headers: {},
    });
    return { versionId: marker.versionId, marker: true };
  }
  const wanted = versionId ?? NULL_VERSION;
  const versions = bucket.objects[key] ?? [];
  const removed = versions.find((version) => version.versionId === wanted);
  const kept = versions.filter((version) => version !== removed);
  if (kept.length > 0) bucket.objects[key] = kept;
  else delete bucket.objects[key];
  return { ...(versionId !== undefined && { versionId }), marker: removed?.deleteMarker ?? false };
}

function newVersionId(world: BucketContext["world"]): string {
  return randomText(world, `${UPPER_ALPHANUMERIC}abcdefghijklmnopqrstuvwxyz_.`, 32);
}
