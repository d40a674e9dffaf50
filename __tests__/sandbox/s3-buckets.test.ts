import {
  CreateBucketCommand,
  DeleteBucketPolicyCommand,
  GetBucketAccelerateConfigurationCommand,
  GetBucketAclCommand,
  GetBucketCorsCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLocationCommand,
  GetBucketLoggingCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketReplicationCommand,
  GetBucketRequestPaymentCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetBucketWebsiteCommand,
  GetObjectLockConfigurationCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  PutBucketAclCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
} from "@aws-sdk/client-s3";
import { ACCOUNT, REGION, refusal, startTestWorld, type TestWorld } from "./test-world";

const BUCKET = "acme-state";

let world: TestWorld;
beforeEach(async () => {
  world = await startTestWorld();
  await world.s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
});
afterEach(() => world.close());

const version = (Status: "Enabled" | "Suspended") =>
  world.s3.send(new PutBucketVersioningCommand({ Bucket: BUCKET, VersioningConfiguration: { Status } }));

test("buckets are listed, located and headed", async () => {
  const { Buckets } = await world.s3.send(new ListBucketsCommand({}));
  expect(Buckets).toEqual([{ Name: BUCKET, CreationDate: expect.any(Date), BucketRegion: REGION }]);
  expect((await world.s3.send(new GetBucketLocationCommand({ Bucket: BUCKET }))).LocationConstraint).toBeUndefined();
  expect((await world.s3.send(new HeadBucketCommand({ Bucket: BUCKET }))).BucketRegion).toBe(REGION);
});

test("a bucket in eu-west-1 is made once, by its region, and another account has no part in it", async () => {
  const europe = await startTestWorld({ region: "eu-west-1" });
  const create = (Bucket: string, location?: "eu-west-1" | "eu-west-2") =>
    europe.s3.send(
      new CreateBucketCommand({
        Bucket,
        ...(location !== undefined && { CreateBucketConfiguration: { LocationConstraint: location } }),
      }),
    );
  await create(BUCKET, "eu-west-1");
  const refused = { code: "BucketAlreadyOwnedByYou", status: 409 };
  expect(await refusal(create(BUCKET, "eu-west-1"))).toMatchObject(refused);
  expect(await refusal(create("acme-other", "eu-west-2"))).toMatchObject({
    code: "IllegalLocationConstraintException",
  });
  expect((await europe.s3.send(new GetBucketLocationCommand({ Bucket: BUCKET }))).LocationConstraint).toBe("eu-west-1");
  const as = async (key: string, region: string) => {
    const authorization = `AWS4-HMAC-SHA256 Credential=${key}/20260101/${region}/s3/aws4_request`;
    const response = await fetch(`${europe.sandbox.url}/${BUCKET}?list-type=2`, { headers: { authorization } });
    return [response.status, await response.text(), response.headers.get("x-amz-bucket-region")];
  };
  expect(await as("999999999999", "eu-west-1")).toEqual([
    403,
    expect.stringContaining("<Code>AccessDenied</Code>"),
    null,
  ]);
  expect(await as(ACCOUNT, REGION)).toEqual([
    400,
    expect.stringContaining("the region &apos;us-east-1&apos; is wrong; expecting &apos;eu-west-1&apos;"),
    "eu-west-1",
  ]);
  await europe.close();
});

const bucket = { Bucket: BUCKET };

test.each([
  { what: "tags", call: () => world.s3.send(new GetBucketTaggingCommand(bucket)), code: "NoSuchTagSet" },
  { what: "policy", call: () => world.s3.send(new GetBucketPolicyCommand(bucket)), code: "NoSuchBucketPolicy" },
  { what: "CORS", call: () => world.s3.send(new GetBucketCorsCommand(bucket)), code: "NoSuchCORSConfiguration" },
  {
    what: "website",
    call: () => world.s3.send(new GetBucketWebsiteCommand(bucket)),
    code: "NoSuchWebsiteConfiguration",
  },
  {
    what: "lifecycle",
    call: () => world.s3.send(new GetBucketLifecycleConfigurationCommand(bucket)),
    code: "NoSuchLifecycleConfiguration",
  },
  {
    what: "replication",
    call: () => world.s3.send(new GetBucketReplicationCommand(bucket)),
    code: "ReplicationConfigurationNotFoundError",
  },
  {
    what: "object lock",
    call: () => world.s3.send(new GetObjectLockConfigurationCommand(bucket)),
    code: "ObjectLockConfigurationNotFoundError",
  },
])("a new bucket has no $what, and says so", async ({ call, code }) => {
  expect(await refusal(call())).toMatchObject({ code, status: 404 });
});

test.each<{ what: string; call: () => Promise<object>; answer: object }>([
  {
    what: "encryption",
    call: () => world.s3.send(new GetBucketEncryptionCommand(bucket)),
    answer: {
      ServerSideEncryptionConfiguration: {
        Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } }],
      },
    },
  },
  {
    what: "payer",
    call: () => world.s3.send(new GetBucketRequestPaymentCommand(bucket)),
    answer: { Payer: "BucketOwner" },
  },
  {
    what: "owner",
    call: () => world.s3.send(new GetBucketOwnershipControlsCommand(bucket)),
    answer: { OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] } },
  },
  {
    what: "public access block",
    call: () => world.s3.send(new GetPublicAccessBlockCommand(bucket)),
    answer: { PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true } },
  },
  {
    what: "ACL",
    call: () => world.s3.send(new GetBucketAclCommand(bucket)),
    answer: { Grants: [{ Grantee: { Type: "CanonicalUser" }, Permission: "FULL_CONTROL" }] },
  },
  { what: "versioning", call: () => world.s3.send(new GetBucketVersioningCommand(bucket)), answer: {} },
  { what: "logging", call: () => world.s3.send(new GetBucketLoggingCommand(bucket)), answer: {} },
  { what: "acceleration", call: () => world.s3.send(new GetBucketAccelerateConfigurationCommand(bucket)), answer: {} },
])("a new bucket has the $what of S3", async ({ call, answer }) => {
  const { $metadata, ...found } = Object.assign({ $metadata: {} }, await call());
  expect($metadata).toMatchObject({ httpStatusCode: 200 });
  if (Object.keys(answer).length === 0) expect(Object.values(found).filter((value) => value !== undefined)).toEqual([]);
  else expect(found).toMatchObject(answer);
});

test("settings are kept as they are put, and taken away", async () => {
  const TagSet = [{ Key: "team", Value: "a & b" }];
  await world.s3.send(new PutBucketTaggingCommand({ ...bucket, Tagging: { TagSet } }));
  expect((await world.s3.send(new GetBucketTaggingCommand(bucket))).TagSet).toEqual(TagSet);
  const Statement = { Effect: "Deny", Principal: "*", Action: "s3:PutObject", Resource: `arn:aws:s3:::${BUCKET}/*` };
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
  await world.s3.send(new PutBucketPolicyCommand({ ...bucket, Policy }));
  expect((await world.s3.send(new GetBucketPolicyCommand(bucket))).Policy).toBe(Policy);
  await world.s3.send(new DeleteBucketPolicyCommand(bucket));
  expect(await refusal(world.s3.send(new GetBucketPolicyCommand(bucket)))).toMatchObject({
    code: "NoSuchBucketPolicy",
  });
  await version("Enabled");
  expect((await world.s3.send(new GetBucketVersioningCommand(bucket))).Status).toBe("Enabled");
});

test("a lifecycle comes back with the header that goes with it", async () => {
  const Rules = [{ ID: "old", Status: "Enabled" as const, Filter: {}, Expiration: { Days: 30 } }];
  const input = { ...bucket, LifecycleConfiguration: { Rules } };
  const size = "TransitionDefaultMinimumObjectSize";
  await world.s3.send(new PutBucketLifecycleConfigurationCommand(input));
  const read = () => world.s3.send(new GetBucketLifecycleConfigurationCommand(bucket));
  expect(await read()).toMatchObject({ [size]: "all_storage_classes_128K", Rules: [{ ID: "old" }] });
  await world.s3.send(new PutBucketLifecycleConfigurationCommand({ ...input, [size]: "varies_by_storage_class" }));
  expect(await read()).toMatchObject({ [size]: "varies_by_storage_class" });
});

test.each([
  {
    what: "the head of an unknown bucket",
    call: () => world.s3.send(new HeadBucketCommand({ Bucket: "nowhere-1" })),
    code: "NotFound",
    status: 404,
    message: "UnknownError",
  },
  {
    what: "a bucket name with an underscore",
    call: () => world.s3.send(new CreateBucketCommand({ Bucket: "acme_state" })),
    code: "InvalidBucketName",
    status: 400,
    message: "The specified bucket is not valid.",
  },
  {
    what: "a policy without statements",
    call: () =>
      world.s3.send(new PutBucketPolicyCommand({ Bucket: BUCKET, Policy: '{"Version":"2012-10-17","Statement":[]}' })),
    code: "MalformedPolicy",
    status: 400,
    message: "Invalid policy syntax.",
  },
  {
    what: "a policy that is not JSON",
    call: () => world.s3.send(new PutBucketPolicyCommand({ Bucket: BUCKET, Policy: "x" })),
    code: "MalformedPolicy",
    status: 400,
    message: expect.stringContaining("valid JSON"),
  },
  {
    what: "a public ACL",
    call: () => world.s3.send(new PutBucketAclCommand({ Bucket: BUCKET, ACL: "public-read" })),
    code: "AccessControlListNotSupported",
    status: 400,
    message: "The bucket does not allow ACLs",
  },
])("refuses $what", async ({ call, ...expected }) => {
  const { code, status, message } = expected;
  expect(await refusal(call())).toEqual({ code, status, message });
});
