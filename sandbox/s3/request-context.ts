import type { RequestContext } from "../../lib/iam/request";
import { conditionContext } from "../iam/condition-context";
import type { Call } from "../operation";

/** Condition keys of S3 by what in the query or among the headers holds their value. */
const IN_QUERY = {
  "s3:prefix": "prefix",
  "s3:delimiter": "delimiter",
  "s3:max-keys": "max-keys",
  "s3:VersionId": "versionId",
};
const IN_HEADERS = [
  "x-amz-acl",
  "x-amz-content-sha256",
  "x-amz-object-ownership",
  "x-amz-server-side-encryption",
  "x-amz-server-side-encryption-aws-kms-key-id",
  "x-amz-storage-class",
];

/**
 * What a call of S3 says of itself. Source: "Actions, resources, and condition keys for Amazon S3",
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 *
 * @param account Whose the bucket is, where it is known.
 */
export function s3RequestContext({ query, headers, region }: Call, account: string | undefined): RequestContext {
  const tags = [...new URLSearchParams(headers["x-amz-tagging"] ?? "")];
  return {
    ...conditionContext({
      ...Object.fromEntries(Object.entries(IN_QUERY).map(([key, name]) => [key, query.get(name) ?? undefined])),
      ...Object.fromEntries(IN_HEADERS.map((name) => [`s3:${name}`, headers[name]])),
      "s3:LocationConstraint": region,
      "s3:ResourceAccount": account,
      "s3:TlsVersion": "1.3",
      "s3:signatureversion": "AWS4-HMAC-SHA256",
      "s3:authType": query.has("X-Amz-Signature") ? "REST-QUERY-STRING" : "REST-HEADER",
      "s3:RequestObjectTagKeys": tags.map(([key]) => key),
    }),
    ...Object.fromEntries(tags.map(([key, value]) => [`s3:RequestObjectTag/${key}`, value])),
  };
}
