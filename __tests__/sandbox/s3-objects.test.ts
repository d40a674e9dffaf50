import { createHash } from "node:crypto";
import { request } from "node:http";
import { Readable } from "node:stream";
import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { ACCOUNT, REGION, refusal, startTestWorld, type TestWorld } from "./test-world";

const BUCKET = "acme-state";
const OBJECT = { Bucket: BUCKET, Key: "a/state.json" };

let world: TestWorld;
beforeEach(async () => {
  world = await startTestWorld();
  await world.s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
});
afterEach(() => world.close());

const put = (more: Partial<PutObjectCommandInput> = {}) =>
  world.s3.send(new PutObjectCommand({ ...OBJECT, Body: "one", ...more }));
const read = async (more: { Range?: string; VersionId?: string; Key?: string } = {}) =>
  (await world.s3.send(new GetObjectCommand({ ...OBJECT, ...more }))).Body?.transformToString();
const version = (Status: "Enabled" | "Suspended") =>
  world.s3.send(new PutBucketVersioningCommand({ Bucket: BUCKET, VersioningConfiguration: { Status } }));

test("an object keeps its body, its type, its metadata and its checksum", async () => {
  const { ETag } = await put({ ContentType: "application/json", Metadata: { team: "core" } });
  expect(ETag).toBe(`"${createHash("md5").update("one").digest("hex")}"`);
  const object = await world.s3.send(new GetObjectCommand({ ...OBJECT, ChecksumMode: "ENABLED" }));
  expect(object).toMatchObject({ ETag, ContentType: "application/json", Metadata: { team: "core" }, ContentLength: 3 });
  expect(object.ChecksumCRC32).toBeDefined();
  expect(await object.Body?.transformToString()).toBe("one");
  expect(await world.s3.send(new HeadObjectCommand(OBJECT))).toMatchObject({ ETag, ContentLength: 3 });
});

test("a stream comes in chunks with its checksum behind it", async () => {
  const text = "chunk".repeat(50_000);
  await put({ Body: Readable.from([Buffer.from(text)]), ContentLength: text.length });
  expect(await read()).toBe(text);
  const object = await world.s3.send(new HeadObjectCommand({ ...OBJECT, ChecksumMode: "ENABLED" }));
  expect(object.ChecksumCRC32).toBeDefined();
  expect(object.ContentEncoding).toBeUndefined();
});

test.each([
  { Range: "bytes=0-2", part: "abc" },
  { Range: "bytes=4-", part: "ef" },
  { Range: "bytes=-1", part: "f" },
  { Range: "bytes=2-99", part: "cdef" },
])("$Range of abcdef is $part", async ({ Range, part }) => {
  await put({ Body: "abcdef" });
  expect(await read({ Range })).toBe(part);
});

test("of many writers with If-None-Match one wins: that is Terraform's lock", async () => {
  const lock = { Bucket: BUCKET, Key: "state.tflock", IfNoneMatch: "*" };
  const tries = Array.from({ length: 5 }, (_, index) =>
    world.s3.send(new PutObjectCommand({ ...lock, Body: `${index}` })).then(
      () => "locked",
      (error: Error) => error.name,
    ),
  );
  expect((await Promise.all(tries)).sort()).toEqual([...Array(4).fill("PreconditionFailed"), "locked"]);
  await world.s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: lock.Key }));
  await put(lock);
});

test("keys of any characters come back as they are", async () => {
  const keys = ["a b+c", "ä/ö", "x&y<z>", "per%20cent", "__proto__"];
  for (const Key of keys) await put({ Key, Body: Key });
  for (const Key of keys) expect(await read({ Key })).toBe(Key);
  const { Contents } = await world.s3.send(new ListObjectsV2Command({ Bucket: BUCKET }));
  expect(Contents?.map((object) => object.Key).sort()).toEqual([...keys].sort());
});

const list = (input: Record<string, string | number>) =>
  world.s3.send(new ListObjectsV2Command({ Bucket: BUCKET, ...input }));

test("lists come by prefix, by delimiter and in pages", async () => {
  for (const Key of ["a/1", "a/2", "b/1", "c", "d/e/f"]) await put({ Key });
  const names = (page: Awaited<ReturnType<typeof list>>) => [
    ...(page.Contents ?? []).map((object) => object.Key),
    ...(page.CommonPrefixes ?? []).map((one) => one.Prefix),
  ];
  expect(names(await list({ Prefix: "a/" }))).toEqual(["a/1", "a/2"]);
  expect(names(await list({ Delimiter: "/" }))).toEqual(["c", "a/", "b/", "d/"]);
  expect(names(await list({ StartAfter: "b/1" }))).toEqual(["c", "d/e/f"]);
  const seen: unknown[] = [];
  let page = await list({ Delimiter: "/", MaxKeys: 1 });
  seen.push(...names(page));
  while (page.NextContinuationToken !== undefined) {
    page = await list({ Delimiter: "/", MaxKeys: 1, ContinuationToken: page.NextContinuationToken });
    seen.push(...names(page));
  }
  expect(seen).toEqual(["a/", "b/", "c", "d/"]);
  const old = await world.s3.send(new ListObjectsCommand({ Bucket: BUCKET, Marker: "a/2", MaxKeys: 1 }));
  expect(old).toMatchObject({ IsTruncated: true, Contents: [{ Key: "b/1" }] });
  expect(await list({ Prefix: "none" })).toMatchObject({ KeyCount: 0, IsTruncated: false });
});

test("a versioned bucket keeps what is overwritten and deleted", async () => {
  await version("Enabled");
  const { VersionId: first = "" } = await put();
  const { VersionId: second = "" } = await put({ Body: "two" });
  expect(await read()).toBe("two");
  expect(await read({ VersionId: first })).toBe("one");
  const removed = await world.s3.send(new DeleteObjectCommand(OBJECT));
  expect(removed).toMatchObject({ DeleteMarker: true, VersionId: expect.any(String) });
  expect(await refusal(read())).toMatchObject({ code: "NoSuchKey" });
  const versions = await world.s3.send(new ListObjectVersionsCommand({ Bucket: BUCKET }));
  expect(versions.Versions?.map((one) => one.VersionId)).toEqual([second, first]);
  expect(versions.DeleteMarkers).toMatchObject([{ IsLatest: true, VersionId: removed.VersionId }]);
  await world.s3.send(new DeleteObjectCommand({ ...OBJECT, VersionId: removed.VersionId }));
  expect(await read()).toBe("two");
  expect(await refusal(world.s3.send(new DeleteBucketCommand({ Bucket: BUCKET })))).toMatchObject({
    code: "BucketNotEmpty",
    status: 409,
  });
  const Objects = [first, second].map((VersionId) => ({ Key: OBJECT.Key, VersionId }));
  const { Deleted } = await world.s3.send(new DeleteObjectsCommand({ Bucket: BUCKET, Delete: { Objects } }));
  expect(Deleted).toEqual(Objects);
  await world.s3.send(new DeleteBucketCommand({ Bucket: BUCKET }));
});

test("a body in parts becomes one object", async () => {
  const { UploadId } = await world.s3.send(new CreateMultipartUploadCommand({ ...OBJECT, ContentType: "text/plain" }));
  const Parts = [];
  for (const [index, Body] of ["one", "two"].entries()) {
    const PartNumber = index + 1;
    const { ETag } = await world.s3.send(new UploadPartCommand({ ...OBJECT, UploadId, PartNumber, Body }));
    Parts.push({ PartNumber, ETag });
  }
  const complete = { ...OBJECT, UploadId, MultipartUpload: { Parts } };
  const { ETag } = await world.s3.send(new CompleteMultipartUploadCommand(complete));
  expect(ETag).toMatch(/^"[0-9a-f]{32}-2"$/);
  expect(await read()).toBe("onetwo");
  expect((await world.s3.send(new HeadObjectCommand(OBJECT))).ContentType).toBe("text/plain");
  expect(await refusal(world.s3.send(new CompleteMultipartUploadCommand(complete)))).toMatchObject({
    code: "NoSuchUpload",
  });
});

test("objects carry tags", async () => {
  await put({ Tagging: "team=core&tier=1" });
  expect((await world.s3.send(new GetObjectTaggingCommand(OBJECT))).TagSet).toEqual([
    { Key: "team", Value: "core" },
    { Key: "tier", Value: "1" },
  ]);
});

test("a bucket can be in front of the host", async () => {
  await put();
  const headers = {
    host: `${BUCKET}.localhost:${world.sandbox.port}`,
    authorization: `AWS4-HMAC-SHA256 Credential=${ACCOUNT}/20260101/${REGION}/s3/aws4_request`,
  };
  const body = await new Promise<string>((resolve, reject) => {
    const sent = request(
      { host: "127.0.0.1", port: world.sandbox.port, path: `/${OBJECT.Key}`, headers },
      (response) => {
        response.setEncoding("utf8").once("data", resolve);
      },
    );
    sent.once("error", reject).end();
  });
  expect(body).toBe("one");
});

const chunked = (body: string, headers: Record<string, string> = {}) =>
  fetch(`${world.sandbox.url}/${BUCKET}/${OBJECT.Key}`, {
    method: "PUT",
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${ACCOUNT}/20260101/${REGION}/s3/aws4_request`,
      "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
      "content-encoding": "aws-chunked,gzip",
      "x-amz-decoded-content-length": "6",
      ...headers,
    },
    body,
  });
const sha256 = (text: string) => createHash("sha256").update(text).digest("base64");

test.each([
  { what: "chunks", body: "3\r\nabc\r\n3\r\ndef\r\n0\r\n\r\n", status: 200 },
  { what: "signed chunks", body: "6;chunk-signature=0\r\nabcdef\r\n0;chunk-signature=0\r\n\r\n", status: 200 },
  {
    what: "a good trailer",
    body: `6\r\nabcdef\r\n0\r\nx-amz-checksum-sha256:${sha256("abcdef")}\r\n\r\n`,
    status: 200,
  },
  {
    what: "a bad trailer",
    body: `6\r\nabcdef\r\n0\r\nx-amz-checksum-sha256:${sha256("x")}\r\n\r\n`,
    status: 400,
    code: "BadDigest",
  },
  { what: "a chunk that is cut", body: "6\r\nabc", status: 400, code: "IncompleteBody" },
  { what: "no last chunk", body: "6\r\nabcdef\r\n", status: 400, code: "IncompleteBody" },
  { what: "too few bytes", body: "3\r\nabc\r\n0\r\n\r\n", status: 400, code: "IncompleteBody" },
])("an upload of $what is $status", async ({ body, status, code }) => {
  const response = await chunked(body);
  expect(response.status).toBe(status);
  if (code !== undefined) expect(await response.text()).toContain(`<Code>${code}</Code>`);
  else
    expect(await world.s3.send(new HeadObjectCommand(OBJECT))).toMatchObject({
      ContentLength: 6,
      ContentEncoding: "gzip",
    });
});

test.each([
  {
    what: "an unknown bucket",
    call: () => list({ Bucket: "nowhere-1" }),
    code: "NoSuchBucket",
    status: 404,
    message: "The specified bucket does not exist",
  },
  {
    what: "an unknown key",
    call: () => read(),
    code: "NoSuchKey",
    status: 404,
    message: "The specified key does not exist.",
  },
  {
    what: "the head of an unknown key",
    call: () => world.s3.send(new HeadObjectCommand(OBJECT)),
    code: "NotFound",
    status: 404,
    message: "UnknownError",
  },
  {
    what: "a digest that does not fit",
    call: () => put({ ContentMD5: createHash("md5").update("two").digest("base64") }),
    code: "BadDigest",
    status: 400,
    message: expect.stringContaining("Content-MD5"),
  },
  {
    what: "If-Match of another object",
    call: async () => {
      await put();
      await put({ IfMatch: '"0"' });
    },
    code: "PreconditionFailed",
    status: 412,
    message: "At least one of the pre-conditions you specified did not hold",
  },
])("refuses $what", async ({ call, ...expected }) => {
  const { code, status, message } = expected;
  expect(await refusal(call())).toEqual({ code, status, message });
});
