import type { Reply } from "../operation";
import { emptyRecord } from "../record";
import { type BucketContext, canonicalId, isoTime, type S3Context } from "./context";
import { s3Error } from "./errors";
import { childText, readXml, xmlDocument, xmlReply } from "./xml";

const HOME = "us-east-1";

export function listBuckets({ world, call }: S3Context): Reply {
  const prefix = call.query.get("prefix") ?? "";
  const buckets = Object.values(world.s3.buckets)
    .filter((bucket) => bucket.account === call.account && bucket.name.startsWith(prefix))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return xmlReply("ListAllMyBucketsResult", {
    Owner: { ID: canonicalId(call.account) },
    Buckets: {
      Bucket: buckets.map(({ name, createdAt, region }) => ({
        Name: name,
        CreationDate: isoTime(createdAt),
        BucketRegion: region,
      })),
    },
  });
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html */
export function createBucket(context: S3Context, name: string): Reply {
  const { world, call, now } = context;
  if (!isBucketName(name)) throw s3Error("InvalidBucketName", { BucketName: name });
  checkLocation(call.body.toString("utf8"), call.region);
  const standing = world.s3.buckets[name];
  if (standing !== undefined && standing.account !== call.account)
    throw s3Error("BucketAlreadyExists", { BucketName: name });
  // In us-east-1 alone S3 answers to the owner's second creation as to the first.
  if (standing !== undefined && (standing.region !== HOME || call.region !== HOME))
    throw s3Error("BucketAlreadyOwnedByYou", { BucketName: name });
  const objectLock = call.headers["x-amz-bucket-object-lock-enabled"]?.toLowerCase() === "true";
  const ownership = call.headers["x-amz-object-ownership"] ?? "BucketOwnerEnforced";
  world.s3.buckets[name] ??= {
    name,
    account: call.account,
    region: call.region,
    createdAt: now,
    objectLock,
    ...(objectLock && { versioning: "Enabled" as const }),
    settings: Object.assign(emptyRecord<string>(), {
      ownershipControls: xmlDocument("OwnershipControls", { Rule: { ObjectOwnership: ownership } }),
      publicAccessBlock: xmlDocument("PublicAccessBlockConfiguration", {
        BlockPublicAcls: "true",
        IgnorePublicAcls: "true",
        BlockPublicPolicy: "true",
        RestrictPublicBuckets: "true",
      }),
    }),
    objects: emptyRecord(),
    uploads: emptyRecord(),
  };
  return { status: 200, headers: { location: `/${name}` } };
}

export function headBucket({ bucket }: BucketContext): Reply {
  return { status: 200, headers: { "x-amz-bucket-region": bucket.region, "x-amz-access-point-alias": "false" } };
}

/** A bucket with objects, versions or delete markers in it is not deleted. */
export function deleteBucket({ world, bucket }: BucketContext): Reply {
  if (Object.keys(bucket.objects).length > 0) throw s3Error("BucketNotEmpty", { BucketName: bucket.name });
  delete world.s3.buckets[bucket.name];
  return { status: 204 };
}

export function bucketLocation({ bucket }: BucketContext): Reply {
  return xmlReply("LocationConstraint", bucket.region === HOME ? {} : { "#text": bucket.region });
}

export function bucketVersioning({ bucket }: BucketContext): Reply {
  return xmlReply("VersioningConfiguration", bucket.versioning === undefined ? {} : { Status: bucket.versioning });
}

export function putBucketVersioning({ bucket, call }: BucketContext): Reply {
  const status = childText(readXml(call.body.toString("utf8"), "VersioningConfiguration"), "Status");
  if (status !== "Enabled" && status !== "Suspended") throw s3Error("MalformedXML");
  if (bucket.objectLock && status === "Suspended")
    throw s3Error(
      "InvalidBucketState",
      {},
      "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.",
    );
  bucket.versioning = status;
  return { status: 200 };
}

/** "General purpose bucket naming rules" of the S3 user guide. */
function isBucketName(name: string): boolean {
  return (
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) &&
    !name.includes("..") &&
    !/^\d+\.\d+\.\d+\.\d+$/.test(name) &&
    !/^(?:xn--|sthree-)/.test(name) &&
    !/(?:-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/.test(name)
  );
}

function checkLocation(body: string, region: string): void {
  const location =
    body.trim() === "" ? undefined : childText(readXml(body, "CreateBucketConfiguration"), "LocationConstraint");
  if (location === undefined && region === HOME) return;
  if (location === region && region !== HOME) return;
  if (location === undefined) throw s3Error("IllegalLocationConstraintException");
  throw s3Error(
    "IllegalLocationConstraintException",
    {},
    `The ${location} location constraint is incompatible for the region specific endpoint this request was sent to.`,
  );
}
