import type { AwsError, Call, Operation, Reply, Service } from "../operation";
import type { World } from "../world";
import { type Address, addressOf } from "./address";
import { BUCKET_SETTINGS, deleteSetting, getPolicy, getSetting, putPolicy, putSetting } from "./bucket-settings";
import {
  bucketLocation,
  bucketVersioning,
  createBucket,
  deleteBucket,
  headBucket,
  listBuckets,
  putBucketVersioning,
} from "./buckets";
import { type BucketContext, findBucket, type ObjectContext, type S3Context } from "./context";
import { deleteObjects } from "./delete-objects";
import { s3Error } from "./errors";
import { listObjects, listObjectsV2, listVersions } from "./listing";
import { abortUpload, completeUpload, createUpload, uploadPart } from "./multipart";
import { deleteObjectTags, getObjectTags, putObjectTags } from "./object-tags";
import { deleteObject, getObject, putObject } from "./objects";
import { xmlErrorDocument } from "./xml";

/** An operation on a bucket or an object: its IAM action, and what it does. */
type Entry<C> = readonly [action: string, run: (context: C) => Reply];

/**
 * By method and sub-resource, `GET` or `GET versioning`. The actions are IAM's, which for some operations have another
 * name than the operation. Source: "Actions, resources, and condition keys for Amazon S3".
 */
const ON_BUCKET: Readonly<Record<string, Entry<BucketContext>>> = {
  HEAD: ["ListBucket", headBucket],
  DELETE: ["DeleteBucket", deleteBucket],
  GET: ["ListBucket", listObjects],
  "GET list-type": ["ListBucket", listObjectsV2],
  "GET versions": ["ListBucketVersions", listVersions],
  "GET location": ["GetBucketLocation", bucketLocation],
  "GET versioning": ["GetBucketVersioning", bucketVersioning],
  "PUT versioning": ["PutBucketVersioning", putBucketVersioning],
  "GET policy": ["GetBucketPolicy", getPolicy],
  "PUT policy": ["PutBucketPolicy", putPolicy],
  "DELETE policy": ["DeleteBucketPolicy", (context) => deleteSetting(context, "policy")],
  "POST delete": ["DeleteObject", deleteObjects],
  ...settingEntries(),
};

const ON_OBJECT: Readonly<Record<string, Entry<ObjectContext>>> = {
  GET: ["GetObject", getObject],
  HEAD: ["GetObject", getObject],
  PUT: ["PutObject", putObject],
  DELETE: ["DeleteObject", deleteObject],
  "GET tagging": ["GetObjectTagging", getObjectTags],
  "PUT tagging": ["PutObjectTagging", putObjectTags],
  "DELETE tagging": ["DeleteObjectTagging", deleteObjectTags],
  "POST uploads": ["PutObject", createUpload],
  "PUT uploadId": ["PutObject", uploadPart],
  "POST uploadId": ["PutObject", completeUpload],
  "DELETE uploadId": ["AbortMultipartUpload", abortUpload],
};

/** What a query can name beside parameters: the sub-resources that the sandbox has, and those that it has not. */
const SUB_RESOURCES = [
  ...Object.keys(BUCKET_SETTINGS),
  "list-type",
  "versions",
  "location",
  "versioning",
  "policy",
  "delete",
  "tagging",
  "uploads",
  "uploadId",
  "analytics",
  "attributes",
  "intelligent-tiering",
  "inventory",
  "legal-hold",
  "metrics",
  "restore",
  "retention",
  "select",
  "torrent",
];

/** Amazon S3: buckets with their settings, objects with their versions. */
export function s3Service(world: World): Service {
  return {
    names: ["s3"],
    operation: (call) => findOperation({ world, call, now: world.now().getTime() }),
    error: errorReply,
  };
}

function findOperation(context: S3Context): Operation {
  const { call } = context;
  const address = addressOf(call.headers.host, call.path);
  const operation = onAddress(context, address);
  return { ...operation, run: async () => withRequestId(await operation.run(), call) };
}

function onAddress(context: S3Context, { bucket: name, key }: Address): Operation {
  const { call } = context;
  const subResource = SUB_RESOURCES.find((candidate) => call.query.has(candidate));
  const on = subResource === undefined ? call.method : `${call.method} ${subResource}`;
  if (name === undefined) {
    if (on === "GET") return { action: "s3:ListAllMyBuckets", resources: ["*"], run: () => listBuckets(context) };
    throw s3Error("MethodNotAllowed", { Method: call.method });
  }
  const arn = `arn:${call.partition}:s3:::${name}`;
  if (key === undefined) {
    if (on === "PUT") return { action: "s3:CreateBucket", resources: [arn], run: () => createBucket(context, name) };
    const [action, run] = entryOf(ON_BUCKET, on, call);
    const bucketOf = () => ({ ...context, bucket: findBucket(context, name) });
    return { action: `s3:${action}`, resources: [arn], run: () => run(bucketOf()) };
  }
  const [action, run] = entryOf(ON_OBJECT, on, call);
  const objectOf = () => ({ ...context, bucket: findBucket(context, name), key });
  return { action: `s3:${action}`, resources: [`${arn}/${key}`], run: () => run(objectOf()) };
}

function entryOf<C>(table: Readonly<Record<string, Entry<C>>>, on: string, call: Call): Entry<C> {
  const entry = table[on];
  if (entry !== undefined) return entry;
  throw s3Error("NotImplemented", { Method: call.method, Query: call.query.toString() });
}

function settingEntries(): Record<string, Entry<BucketContext>> {
  const entries: Record<string, Entry<BucketContext>> = {};
  for (const [name, setting] of Object.entries(BUCKET_SETTINGS)) {
    entries[`GET ${name}`] = [setting.get, (context) => getSetting(context, name, setting)];
    if (setting.put === undefined) continue;
    entries[`PUT ${name}`] = [setting.put, (context) => putSetting(context, name, setting)];
    entries[`DELETE ${name}`] = [setting.delete ?? setting.put, (context) => deleteSetting(context, name)];
  }
  return entries;
}

function errorReply(error: AwsError, call: Call): Reply {
  const headers = { "content-type": "application/xml", ...regionHeader(error) };
  if (call.method === "HEAD") return withRequestId({ status: error.status, headers }, call);
  const body = xmlErrorDocument({
    Code: error.code,
    Message: error.message,
    ...error.members,
    Resource: call.path,
    RequestId: call.requestId,
  });
  return withRequestId({ status: error.status, headers, body }, call);
}

/** SDKs that meet a bucket of another region read its region here. */
function regionHeader(error: AwsError): Record<string, string> {
  const region = error.members.Region;
  return typeof region === "string" ? { "x-amz-bucket-region": region } : {};
}

function withRequestId(reply: Reply, call: Call): Reply {
  return { ...reply, headers: { ...reply.headers, "x-amz-request-id": call.requestId } };
}
