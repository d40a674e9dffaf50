import type { AwsError, Call, Operation, Permission, Reply, ResourcePolicy, Service } from "../operation";
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
import { deleteObjects, keysToDelete } from "./delete-objects";
import { s3Error } from "./errors";
import { listObjects, listObjectsV2, listVersions } from "./listing";
import { abortUpload, completeUpload, createUpload, uploadPart } from "./multipart";
import { deleteObjectTags, getObjectTags, putObjectTags } from "./object-tags";
import { deleteObject, getObject, putObject } from "./objects";
import { s3RequestContext } from "./request-context";
import { current } from "./versions";
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
  const policy = name === undefined ? undefined : bucketPolicy(context, name);
  const asked = {
    context: () => s3RequestContext(call, policy?.account),
    ...(policy !== undefined && { resourcePolicy: policy }),
  };
  const scheme = `arn:${call.partition}:s3:::`;
  if (name === undefined) {
    if (on !== "GET") throw s3Error("MethodNotAllowed", { Method: call.method });
    return { action: "s3:ListAllMyBuckets", resources: [`${scheme}*`], ...asked, run: () => listBuckets(context) };
  }
  const arn = `${scheme}${name}`;
  if (key === undefined) {
    // Whose the name is already, is for the operation to say.
    if (on === "PUT") {
      const run = () => createBucket(context, name);
      return { action: "s3:CreateBucket", resources: [arn], context: asked.context, run };
    }
    const [action, run] = entryOf(ON_BUCKET, on, call);
    const bucketOf = () => ({ ...context, bucket: findBucket(context, name) });
    const operation = { action: `s3:${action}`, ...asked, run: () => run(bucketOf()) };
    return on === "POST delete" ? deleting(operation, arn, call) : { ...operation, resources: [arn] };
  }
  const [action, run] = entryOf(ON_OBJECT, on, call);
  const objectOf = () => ({ ...context, bucket: findBucket(context, name), key });
  const resource = `${arn}/${key}`;
  const version = call.query.has("versionId") ? (VERSIONED[action] ?? action) : action;
  const needs: Permission[] = [];
  // An upload that brings tags needs the permission to tag too.
  if (action === "PutObject" && call.headers["x-amz-tagging"] !== undefined)
    needs.push({ action: "s3:PutObjectTagging", resource, ...asked });
  // Who may not list a bucket is not told that it has no such object.
  if (version === "GetObject" && isMissing(context, name, key))
    needs.push({ action: "s3:ListBucket", resource: arn, ...asked });
  return { action: `s3:${version}`, resources: [resource], ...asked, needs, run: () => run(objectOf()) };
}

function isMissing({ world }: S3Context, bucketName: string, key: string): boolean {
  const bucket = world.s3.buckets[bucketName];
  return bucket !== undefined && current(bucket, key) === undefined;
}

/** Actions that have another name where they are about a version of an object. */
const VERSIONED: Readonly<Record<string, string>> = {
  GetObject: "GetObjectVersion",
  DeleteObject: "DeleteObjectVersion",
  GetObjectTagging: "GetObjectVersionTagging",
  PutObjectTagging: "PutObjectVersionTagging",
  DeleteObjectTagging: "DeleteObjectVersionTagging",
};

/** Several objects are deleted where each of them may be. S3 would delete those that may. */
function deleting(operation: Omit<Operation, "resources">, arn: string, call: Call): Operation {
  const asked: Omit<Permission, "action" | "resource"> = operation;
  const keys = keysToDelete(call);
  if (keys.length === 0) throw s3Error("MalformedXML");
  const versions = keys.filter(({ version }) => version);
  return {
    ...operation,
    resources: keys.filter(({ version }) => !version).map(({ key }) => `${arn}/${key}`),
    needs: versions.map(({ key }) => ({ ...asked, action: "s3:DeleteObjectVersion", resource: `${arn}/${key}` })),
  };
}

/** What the bucket itself has to say; undefined where there is none of that name. */
function bucketPolicy({ world }: S3Context, name: string): ResourcePolicy | undefined {
  const bucket = world.s3.buckets[name];
  return bucket && { kind: "resource", document: bucket.settings.policy, account: bucket.account };
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
