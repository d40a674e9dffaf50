import { emptyRecord } from "../record";

/**
 * What S3 remembers. Bucket names are shared by all accounts and regions of a partition, so there is one state for a
 * world. Plain JSON: bodies are base64. Every time is in milliseconds since 1970.
 */

export interface S3State {
  /** By bucket name. */
  buckets: Record<string, BucketRecord>;
}

export interface BucketRecord {
  name: string;
  /** The account that owns it, 12 digits. */
  account: string;
  region: string;
  createdAt: number;
  objectLock: boolean;
  /** Never set, it is an unversioned bucket. */
  versioning?: "Enabled" | "Suspended";
  /** The documents that were put, as sent, by the name of the sub-resource (`tagging`, `policy`); headers by theirs. */
  settings: Record<string, string>;
  /** By key; each key's versions, the newest last. An unversioned bucket keeps one. */
  objects: Record<string, ObjectVersion[]>;
  /** Multipart uploads under way, by upload id. */
  uploads: Record<string, UploadRecord>;
}

export interface UploadRecord {
  key: string;
  startedAt: number;
  /** As of an object. */
  headers: Record<string, string>;
  tagging?: string;
  /** Base64, by part number. */
  parts: Record<string, { body: string; etag: string }>;
}

export interface ObjectVersion {
  /** `null` where the bucket was not versioned when it was put. */
  versionId: string;
  /** A marker hides the versions before it and has no body. */
  deleteMarker: boolean;
  /** Base64. */
  body: string;
  /** Bytes of the body. */
  size: number;
  /** With its quotes. */
  etag: string;
  modifiedAt: number;
  /** The headers to give back with it, in lower case: content-type, x-amz-meta-…, x-amz-checksum-…. */
  headers: Record<string, string>;
  /** In URL-query form as x-amz-tagging has it. */
  tagging?: string;
}

/** A world without buckets. */
export function emptyS3State(): S3State {
  return { buckets: emptyRecord() };
}
