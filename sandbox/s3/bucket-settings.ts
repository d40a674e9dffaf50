import { parsePolicy } from "../../lib/iam/parse";
import { isObject } from "../eks/rest-json";
import type { Reply } from "../operation";
import { type BucketContext, canonicalId } from "./context";
import { type S3ErrorCode, s3Error } from "./errors";
import { readXml, xmlDocument, xmlReply } from "./xml";

/** One of the documents that a bucket can have: a sub-resource, read, put and perhaps deleted as a whole. */
interface BucketSetting {
  /** Root element of the document. */
  root: string;
  /** The IAM actions: reading; putting, which for most means deleting too. */
  get: string;
  put?: string;
  delete?: string;
  /** What a bucket without the document answers: an error, or a document of S3's own. */
  absent: S3ErrorCode | ((context: BucketContext) => Record<string, unknown>);
  /** A header that is put and given back beside the document, and its value where none was put. */
  header?: { name: string; standard: string };
}

const nothing = () => ({});

/** By the name of the sub-resource in the query. */
export const BUCKET_SETTINGS: Readonly<Record<string, BucketSetting>> = {
  tagging: { root: "Tagging", get: "GetBucketTagging", put: "PutBucketTagging", absent: "NoSuchTagSet" },
  cors: { root: "CORSConfiguration", get: "GetBucketCORS", put: "PutBucketCORS", absent: "NoSuchCORSConfiguration" },
  website: {
    root: "WebsiteConfiguration",
    get: "GetBucketWebsite",
    put: "PutBucketWebsite",
    delete: "DeleteBucketWebsite",
    absent: "NoSuchWebsiteConfiguration",
  },
  lifecycle: {
    root: "LifecycleConfiguration",
    get: "GetLifecycleConfiguration",
    put: "PutLifecycleConfiguration",
    absent: "NoSuchLifecycleConfiguration",
    header: { name: "x-amz-transition-default-minimum-object-size", standard: "all_storage_classes_128K" },
  },
  replication: {
    root: "ReplicationConfiguration",
    get: "GetReplicationConfiguration",
    put: "PutReplicationConfiguration",
    absent: "ReplicationConfigurationNotFoundError",
  },
  "object-lock": {
    root: "ObjectLockConfiguration",
    get: "GetBucketObjectLockConfiguration",
    put: "PutBucketObjectLockConfiguration",
    absent: ({ bucket }) => {
      if (!bucket.objectLock) throw s3Error("ObjectLockConfigurationNotFoundError", { BucketName: bucket.name });
      return { ObjectLockEnabled: "Enabled" };
    },
  },
  publicAccessBlock: {
    root: "PublicAccessBlockConfiguration",
    get: "GetBucketPublicAccessBlock",
    put: "PutBucketPublicAccessBlock",
    absent: "NoSuchPublicAccessBlockConfiguration",
  },
  ownershipControls: {
    root: "OwnershipControls",
    get: "GetBucketOwnershipControls",
    put: "PutBucketOwnershipControls",
    absent: "OwnershipControlsNotFoundError",
  },
  encryption: {
    root: "ServerSideEncryptionConfiguration",
    get: "GetEncryptionConfiguration",
    put: "PutEncryptionConfiguration",
    absent: () => ({
      Rule: { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" }, BucketKeyEnabled: "false" },
    }),
  },
  accelerate: {
    root: "AccelerateConfiguration",
    get: "GetAccelerateConfiguration",
    put: "PutAccelerateConfiguration",
    absent: nothing,
  },
  requestPayment: {
    root: "RequestPaymentConfiguration",
    get: "GetBucketRequestPayment",
    put: "PutBucketRequestPayment",
    absent: () => ({ Payer: "BucketOwner" }),
  },
  logging: { root: "BucketLoggingStatus", get: "GetBucketLogging", put: "PutBucketLogging", absent: nothing },
  notification: {
    root: "NotificationConfiguration",
    get: "GetBucketNotification",
    put: "PutBucketNotification",
    absent: nothing,
  },
  acl: { root: "AccessControlPolicy", get: "GetBucketAcl", put: "PutBucketAcl", absent: ownerOnly },
  policyStatus: {
    root: "PolicyStatus",
    get: "GetBucketPolicyStatus",
    absent: ({ bucket }) => {
      if (bucket.settings.policy === undefined) throw s3Error("NoSuchBucketPolicy", { BucketName: bucket.name });
      return { IsPublic: "false" };
    },
  },
};

export function getSetting(context: BucketContext, name: string, setting: BucketSetting): Reply {
  const { settings } = context.bucket;
  const { absent, root } = setting;
  const stored = settings[name];
  if (stored !== undefined) {
    const headers = { "content-type": "application/xml", ...headerOf(context, setting) };
    return { status: 200, headers, body: stored };
  }
  if (typeof absent === "string") throw s3Error(absent, { BucketName: context.bucket.name });
  return xmlReply(root, absent(context));
}

export function putSetting(context: BucketContext, name: string, setting: BucketSetting): Reply {
  const { bucket, call } = context;
  const text = call.body.toString("utf8");
  if (name === "acl") return putAcl(context, text);
  readXml(text, setting.root);
  bucket.settings[name] = text;
  const sent = setting.header && call.headers[setting.header.name];
  if (setting.header !== undefined && sent !== undefined) bucket.settings[setting.header.name] = sent;
  return { status: 200, headers: headerOf(context, setting) };
}

export function deleteSetting({ bucket }: BucketContext, name: string): Reply {
  delete bucket.settings[name];
  return { status: 204 };
}

function headerOf({ bucket }: BucketContext, { header }: BucketSetting): Record<string, string> {
  return header === undefined ? {} : { [header.name]: bucket.settings[header.name] ?? header.standard };
}

export function getPolicy({ bucket }: BucketContext): Reply {
  const policy = bucket.settings.policy;
  if (policy === undefined) throw s3Error("NoSuchBucketPolicy", { BucketName: bucket.name });
  return { status: 200, headers: { "content-type": "application/json" }, body: policy };
}

export function putPolicy({ bucket, call }: BucketContext): Reply {
  const text = call.body.toString("utf8");
  let policy: unknown;
  try {
    policy = JSON.parse(text);
  } catch {
    policy = undefined;
  }
  if (!isObject(policy) || policy.Statement === undefined) throw s3Error("MalformedPolicy");
  if (parsePolicy(policy, "resource").policy === undefined)
    throw s3Error("MalformedPolicy", {}, "Invalid policy syntax.");
  bucket.settings.policy = text;
  return { status: 204 };
}

/** An ACL is a header (`private`) or a document. Where the owner is enforced, as by default, only the owner's passes. */
function putAcl(context: BucketContext, text: string): Reply {
  const { bucket, call } = context;
  const canned = call.headers["x-amz-acl"];
  const enforced = bucket.settings.ownershipControls?.includes("BucketOwnerEnforced") ?? false;
  if (canned === "private" || canned === "bucket-owner-full-control") {
    bucket.settings.acl = xmlDocument("AccessControlPolicy", ownerOnly(context));
    return { status: 200 };
  }
  if (enforced) throw s3Error("AccessControlListNotSupported");
  if (canned !== undefined) throw s3Error("NotImplemented", { Header: "x-amz-acl" });
  readXml(text, "AccessControlPolicy");
  bucket.settings.acl = text;
  return { status: 200 };
}

function ownerOnly({ bucket }: BucketContext): Record<string, unknown> {
  const id = canonicalId(bucket.account);
  const grantee = {
    "@xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "@xsi:type": "CanonicalUser",
    ID: id,
  };
  return {
    Owner: { ID: id },
    AccessControlList: { Grant: { Grantee: grantee, Permission: "FULL_CONTROL" } },
  };
}
