import { createHash } from "node:crypto";
import type { Call } from "../operation";
import type { World } from "../world";
import { s3Error } from "./errors";
import type { BucketRecord } from "./state";

/** What an operation of S3 works on. */
export interface S3Context {
  world: World;
  call: Call;
  /** Milliseconds since 1970. */
  now: number;
}

/** A context with a bucket in it. */
export interface BucketContext extends S3Context {
  bucket: BucketRecord;
}

export interface ObjectContext extends BucketContext {
  key: string;
}

/**
 * The bucket of a name.
 *
 * @throws AwsError NoSuchBucket; AuthorizationHeaderMalformed where the request is signed for another region than the
 *   bucket's.
 */
export function findBucket(context: S3Context, name: string): BucketRecord {
  const { call, world } = context;
  const bucket = world.s3.buckets[name];
  if (bucket === undefined) throw s3Error("NoSuchBucket", { BucketName: name });
  if (bucket.region !== call.region && !call.query.has("location"))
    throw s3Error(
      "AuthorizationHeaderMalformed",
      { Region: bucket.region },
      `The authorization header is malformed; the region '${call.region}' is wrong; expecting '${bucket.region}'`,
    );
  return bucket;
}

/** The canonical user id of an account, 64 hex digits. */
export function canonicalId(account: string): string {
  return createHash("sha256").update(account).digest("hex");
}

/** `2009-10-12T17:50:30.000Z` */
export function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
