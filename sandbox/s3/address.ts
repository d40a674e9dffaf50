/** What a request is about: all buckets, one bucket, or one object of it. */
export interface Address {
  bucket?: string;
  key?: string;
}

/**
 * Bucket and key of a request. The bucket is in the path (`/bucket/key`), or in front of the host: of
 * `bucket.localhost` and of S3's own endpoints (`bucket.s3.REGION.amazonaws.com`).
 * Source: "Virtual hosting of general purpose buckets" of the S3 user guide.
 */
export function addressOf(host: string | undefined, path: string): Address {
  const inHost = bucketOfHost(host ?? "");
  const rest = path.replace(/^\//, "");
  if (inHost !== undefined) return rest === "" ? { bucket: inHost } : { bucket: inHost, key: decode(rest) };
  const [bucket = "", ...key] = rest.split("/");
  if (bucket === "") return {};
  const joined = key.join("/");
  return joined === "" ? { bucket: decode(bucket) } : { bucket: decode(bucket), key: decode(joined) };
}

function bucketOfHost(host: string): string | undefined {
  const name = host.replace(/:\d+$/, "");
  return /^(.+)\.localhost$/.exec(name)?.[1] ?? /^(.+)\.s3[.-](?:.*\.)?amazonaws\.com(?:\.cn)?$/.exec(name)?.[1];
}

function decode(part: string): string {
  return decodeURIComponent(part);
}
