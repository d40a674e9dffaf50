import type { Plan } from "../../../../lib/plan/format";
import { rebuilderOf } from "../../../../lib/plan/source/rebuild";
import { planOf, rebuiltFrom } from "./rebuilt";

const BUCKET = "arn:${later:arn of aws_s3_bucket.b}";
const POLICY = { unknown: ["policy"] };
const AWS = {
  "data.aws_iam_policy_document.o": { unknown: ["json"] },
  'terraform_data.x["a"]': { unknown: ["input"] },
  "aws_s3_bucket.b": { unknown: ["arn"] },
  "aws_iam_policy.p": POLICY,
};

/** A policy's text read, as its writer orders it. */
function read(rebuilt: ReturnType<typeof rebuiltFrom>): unknown {
  if (rebuilt.kind === "cannot") return { cannot: rebuilt.why };
  return typeof rebuilt.value === "string" && rebuilt.value.startsWith("{") ? JSON.parse(rebuilt.value) : rebuilt.value;
}

describe("a policy document from its blocks", () => {
  const documentOf = (blocks: string, more = "") => {
    const files = {
      "main.tf": `
        resource "aws_s3_bucket" "b" {}
        data "aws_iam_policy_document" "d" {
          ${blocks}
        }
        ${more}`,
    };
    const document = { unknown: ["json", "minified_json"] };
    const plan = planOf({
      ...AWS,
      "data.aws_iam_policy_document.d": document,
      "data.aws_iam_policy_document.e": document,
    });
    return read(rebuiltFrom(files, plan, "data.aws_iam_policy_document.d", "json"));
  };
  const statement = (more: object) => ({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...more }] });

  test.each<[string, string, unknown]>([
    ["nothing", "", { Version: "2012-10-17" }],
    [
      "one text stands alone, several in the provider's order",
      'statement {\n actions = ["s3:GetObject"]\n resources = ["*", "${aws_s3_bucket.b.arn}/*", aws_s3_bucket.b.arn, "*"]\n}',
      statement({ Action: "s3:GetObject", Resource: [`${BUCKET}/*`, BUCKET, "*"] }),
    ],
    [
      "what is excepted",
      'statement {\n sid = "A"\n effect = "Deny"\n not_actions = ["a:B"]\n not_resources = ["x"]\n}',
      { Version: "2012-10-17", Statement: [{ Sid: "A", Effect: "Deny", NotAction: "a:B", NotResource: "x" }] },
    ],
    [
      "policy variables, in both spellings",
      'statement {\n actions = ["a:B"]\n resources = ["x/&{aws:username}", "x/$${aws:userid}"]\n}',
      statement({ Action: "a:B", Resource: ["x/${aws:username}", "x/${aws:userid}"] }),
    ],
    [
      "conditions of the same test and key are put together",
      `statement {
         actions = ["a:B"]
         condition {
           test = "StringEquals"
           variable = "aws:a"
           values = ["1"]
         }
         condition {
           test = "StringEquals"
           variable = "aws:a"
           values = [aws_s3_bucket.b.arn, true]
         }
         condition {
           test = "Bool"
           variable = "aws:b"
           values = [false]
         }
       }`,
      statement({
        Action: "a:B",
        Condition: { StringEquals: { "aws:a": ["1", BUCKET, "true"] }, Bool: { "aws:b": "false" } },
      }),
    ],
    [
      "principals",
      `statement {
         actions = ["sts:AssumeRole"]
         principals {
           type = "AWS"
           identifiers = ["1", "2"]
         }
         principals {
           type = "AWS"
           identifiers = ["3"]
         }
         not_principals {
           type = "*"
           identifiers = ["*"]
         }
       }`,
      statement({ Action: "sts:AssumeRole", Principal: { AWS: ["2", "1", "3"] }, NotPrincipal: "*" }),
    ],
    [
      "dynamic blocks, one in the other",
      `dynamic "statement" {
         for_each = { b = ["s3:Put*"], a = ["s3:Get*"] }
         iterator = it
         content {
           sid = it.key
           actions = it.value
           dynamic "condition" {
             for_each = it.key == "a" ? toset(["x"]) : []
             content {
               test = "Null"
               variable = condition.value
               values = [condition.key]
             }
           }
         }
       }`,
      {
        Version: "2012-10-17",
        Statement: [
          { Sid: "a", Effect: "Allow", Action: "s3:Get*", Condition: { Null: { x: "x" } } },
          { Sid: "b", Effect: "Allow", Action: "s3:Put*" },
        ],
      },
    ],
    [
      "others merged in by sid: sources first, overrides last",
      `policy_id = "id"
       source_policy_documents = [data.aws_iam_policy_document.e.json]
       override_policy_documents = [jsonencode({ Version = "2008-10-17", Statement = { Sid = "B", Effect = "Deny" } })]
       statement {
         sid = "A"
         actions = ["a:Own"]
       }
       statement {
         sid = "B"
         actions = ["b:Own"]
       }`,
      {
        Version: "2012-10-17",
        Id: "id",
        Statement: [
          { Sid: "A", Effect: "Allow", Action: "a:Own" },
          { Effect: "Allow", Action: "e:Other" },
          { Sid: "B", Effect: "Deny" },
        ],
      },
    ],
    [
      "an empty document to merge is passed over",
      'source_policy_documents = [""]\nstatement {\n actions = ["a:B"]\n}',
      statement({ Action: "a:B" }),
    ],
    [
      "a document to merge with a name in two letter cases",
      'source_policy_documents = [jsonencode({ Statement = [{ Condition = {}, condition = { a = "b" } }] })]',
      { cannot: "it merges a document that has condition twice" },
    ],
    [
      "a document to merge with a key twice",
      String.raw`source_policy_documents = ["{\"Statement\":[],\"Statement\":[]}"]`,
      { cannot: "it reads JSON that has a key twice" },
    ],
    [
      "a document to merge with letters that Go folds",
      String.raw`source_policy_documents = [jsonencode({ "\u017ftatement" = [] })]`,
      { cannot: "it merges a document with a name in letters beyond ASCII" },
    ],
    [
      "a document to merge with null in it",
      "source_policy_documents = [jsonencode({ Statement = [{ Condition = null }] })]",
      { cannot: "it merges a document whose Condition is null" },
    ],
    [
      "a list that is not known",
      "statement {\n actions = aws_s3_bucket.b.arn\n}",
      { cannot: "it depends on a list that is known only after apply" },
    ],
    [
      "a dynamic block over what is not known",
      'dynamic "statement" {\n for_each = aws_s3_bucket.b.arn\n content {}\n}',
      { cannot: "it goes through what is known only after apply" },
    ],
    [
      "an effect that is not known",
      "statement {\n effect = aws_s3_bucket.b.arn\n}",
      { cannot: "an effect in it is known only after apply" },
    ],
    [
      "a document to merge that is not known",
      "source_policy_documents = [aws_s3_bucket.b.arn]",
      { cannot: "it reads JSON that is known only after apply" },
    ],
  ])("%s", (_, blocks, document) => {
    const other = `data "aws_iam_policy_document" "e" {
      statement {
        sid = "A"
        actions = ["e:A"]
      }
      statement {
        actions = ["e:Other"]
      }
    }`;
    expect(documentOf(blocks, other)).toEqual(document);
  });
});

describe("attributes", () => {
  const statement = { Effect: "Allow", Action: "s3:*", Resource: `${BUCKET}/*` };
  const encoded = '{ Effect = "Allow", Action = "s3:*", Resource = "${aws_s3_bucket.b.arn}/*" }';
  const policy = (text: string) => `resource "aws_s3_bucket" "b" {}\nresource "aws_iam_policy" "p" {\n  ${text}\n}`;

  test.each<[string, Record<string, string>, unknown]>([
    [
      "a document without a version gets the one in which placeholders mean something",
      { "main.tf": policy(`policy = jsonencode({ Statement = [${encoded}] })`) },
      { Version: "2012-10-17", Statement: [statement] },
    ],
    [
      "so does one of the older version",
      { "main.tf": policy(`policy = jsonencode({ Version = "2008-10-17", Statement = ${encoded} })`) },
      { Version: "2012-10-17", Statement: statement },
    ],
    [
      "but not where ${ would get another meaning",
      { "main.tf": policy(`policy = jsonencode({ Statement = [${encoded}, { Resource = "$\${aws:username}" }] })`) },
      {
        cannot: "its version takes `${` for plain text, where it cannot be told from what is known only after apply",
      },
    ],
    [
      "a document without placeholders stays as it is",
      { "main.tf": policy('policy = jsonencode({ Statement = [{ Resource = "$${aws:username}" }] })') },
      { Statement: [{ Resource: "${aws:username}" }] },
    ],
    [
      "an override file",
      { "main.tf": policy('policy = "a"'), "x_override.tf": 'resource "aws_iam_policy" "p" {\n policy = "b"\n}' },
      "b",
    ],
    [
      "a for_each with a key twice",
      {
        "main.tf": `
          ${policy('policy = terraform_data.x["a"].input')}
          resource "terraform_data" "x" {
            for_each = { a = "narrow", a = "wide" }
            input    = each.value
          }`,
      },
      "wide",
    ],
    [
      "JSON with a key twice",
      {
        "main.tf": policy("policy = local.text"),
        "locals.tf.json": '{"locals": {"text": "a"}, "data": {}, "locals": {}}',
      },
      { cannot: "it refers to local.text, and locals.tf.json, line 1 of the configuration cannot be read" },
    ],
    [
      "two slashes within a JSON object",
      {
        "main.tf": policy("policy = jsonencode(local.object)"),
        "locals.tf.json": JSON.stringify({ locals: { object: { "//": "b", a: "c" } } }),
      },
      { "//": "b", a: "c" },
    ],
    [
      "an override of blocks that are made",
      {
        "main.tf": `
          ${policy("policy = data.aws_iam_policy_document.o.json")}
          data "aws_iam_policy_document" "o" {
            dynamic "statement" {
              for_each = ["a:A"]
              content {
                actions = [statement.value]
              }
            }
          }`,
        "o_override.tf": 'data "aws_iam_policy_document" "o" {\n statement {\n actions = ["*"]\n }\n}',
      },
      { cannot: "an override file takes the place of its statement blocks, some of them dynamic" },
    ],
    [
      "OpenTofu's own file in the place of another",
      { "main.tf": policy('policy = "a"'), "main.tofu": policy('policy = "b"') },
      "b",
    ],
    ["a byte order mark", { "main.tf": `\uFEFF${policy('policy = "a"')}` }, "a"],
    [
      "lines that end as on Windows",
      { "main.tf": policy("policy = <<-E\n  a\n  E").replaceAll("\n", "\r\n") },
      "a\r\n",
    ],
    [
      "the JSON syntax",
      {
        "cdk.tf.json": JSON.stringify({
          "//": { metadata: {} },
          locals: { at: "${aws_s3_bucket.b.arn}" },
          resource: [
            { aws_s3_bucket: { b: { "//": {} } } },
            {
              aws_iam_policy: [{ p: { policy: '{"Resource":"${local.at}/$${aws:username}","Version":"2012-10-17"}' } }],
            },
          ],
        }),
      },
      { Resource: `${BUCKET}/\${aws:username}`, Version: "2012-10-17" },
    ],
    [
      "both syntaxes in one module",
      {
        "main.tf": policy("policy = local.text"),
        "locals.tf.json": JSON.stringify({ locals: { text: '${jsonencode({"a" = ["${aws_s3_bucket.b.arn}"]})}' } }),
      },
      { a: [BUCKET] },
    ],
    [
      "a file that is no JSON",
      { "main.tf": policy("policy = local.text"), "locals.tf.json": "{" },
      { cannot: "it refers to local.text, and locals.tf.json, line 1 of the configuration cannot be read" },
    ],
  ])("%s", (_, files, value) => {
    expect(read(rebuiltFrom(files, planOf(AWS), "aws_iam_policy.p", "policy"))).toEqual(value);
  });

  test.each<[string, Record<string, string>, unknown]>([
    [
      "blocks, and those that are made",
      {
        "main.tf": `
          resource "aws_s3_bucket" "b" {}
          resource "aws_iam_role" "r" {
            inline_policy {
              name = "a"
              policy = aws_s3_bucket.b.arn
            }
            dynamic "inline_policy" {
              for_each = ["b"]
              content {
                name = inline_policy.value
              }
            }
          }`,
      },
      [{ name: "a", policy: BUCKET }, { name: "b" }],
    ],
    [
      "a block of the JSON syntax",
      { "main.tf.json": JSON.stringify({ resource: { aws_iam_role: { r: { inline_policy: { name: "a" } } } } }) },
      [{ name: "a" }],
    ],
    ["no block", { "main.tf": 'resource "aws_iam_role" "r" {}' }, []],
  ])("%s", (_, files, value) => {
    const plan = planOf({ ...AWS, "aws_iam_role.r": { unknown: ["inline_policy"] } });
    expect(read(rebuiltFrom(files, plan, "aws_iam_role.r", "inline_policy"))).toEqual(value);
  });

  test.each<[string, string, unknown]>([
    ["what the provider computes is a placeholder", "arn", "arn:${later:arn of aws_s3_bucket.b}"],
    ["what the plan knows", "bucket", "known"],
    ["what is sensitive", "policy", { cannot: "it refers to aws_s3_bucket.b.policy, which is marked sensitive" }],
  ])("%s", (_, attribute, value) => {
    const plan = planOf({
      "aws_s3_bucket.b": { known: { bucket: "known", policy: "hush" }, unknown: ["arn"], sensitive: ["policy"] },
    });
    const files = { "main.tf": 'resource "aws_s3_bucket" "b" {\n policy = "hush"\n}' };
    expect(read(rebuiltFrom(files, plan, "aws_s3_bucket.b", attribute))).toEqual(value);
  });

  test("a placeholder is written in the plan's own text alone", () => {
    const plan = planOf({ ...AWS, "aws_s3_bucket.c": { known: { bucket: "${later:arn of aws_s3_bucket.b}" } } });
    const files = {
      "main.tf": policy("policy = aws_s3_bucket.c.bucket"),
      "c.tf": 'resource "aws_s3_bucket" "c" {}',
    };
    expect(read(rebuiltFrom(files, plan, "aws_iam_policy.p", "policy"))).toEqual({
      cannot: "a text in it holds `${later:`, which stands here for what is known only after apply",
    });
  });
});

describe("modules", () => {
  const files = {
    "main.tf": `
      variable "team" {}
      resource "aws_s3_bucket" "b" {}
      module "role" {
        source   = "./role"
        for_each = { a = { arn = aws_s3_bucket.b.arn }, b = { arn = "*" } }
        arn      = each.value.arn
        name     = "\${var.team}-\${each.key}"
      }
      resource "aws_iam_role_policy_attachment" "t" {
        policy_arn = module.role["a"].inner[0].arn
        role       = join(",", [for k, m in module.role : m.name])
      }
      module "gone" {
        source = "somewhere"
      }
      resource "aws_iam_policy" "gone" {
        policy = module.gone.policy
      }`,
    "role/main.tf": `
      variable "arn" { type = string }
      variable "name" { default = "none" }
      module "inner" {
        source = "./inner"
        count  = 1
        text   = jsonencode({ Resource = [var.arn, count.index], Version = "2012-10-17" })
      }
      output "inner" { value = module.inner }
      output "name" { value = var.name }`,
    "role/inner/main.tf": `
      variable "text" {}
      resource "aws_iam_policy" "p" {
        for_each = toset(["x.y"])
        name     = each.value
        policy   = var.text
      }
      output "arn" { value = one(values(aws_iam_policy.p)).arn }`,
  };
  const inner = (key: string) => `module.role["${key}"].module.inner[0].aws_iam_policy.p["x.y"]`;
  const plan = planOf(
    {
      "aws_s3_bucket.b": { unknown: ["arn"] },
      "aws_iam_role_policy_attachment.t": { unknown: ["policy_arn"] },
      "aws_iam_policy.gone": POLICY,
      [inner("a")]: { unknown: ["policy", "arn"] },
      [inner("b")]: { unknown: ["policy", "arn"] },
    },
    { variables: { team: { value: "core" } } },
  );

  test.each<[string, string, string, unknown]>([
    ["what an instance is given", inner("a"), "policy", { Resource: [BUCKET, 0], Version: "2012-10-17" }],
    ["what another one is given", inner("b"), "policy", { Resource: ["*", 0], Version: "2012-10-17" }],
    ["the key of an instance", inner("a"), "name", "x.y"],
    [
      "what comes out of an instance",
      "aws_iam_role_policy_attachment.t",
      "policy_arn",
      "arn:${later:arn of module.role[%22;a%22;].module.inner[0].aws_iam_policy.p[%22;x.y%22;]}",
    ],
    ["the variables of the plan", "aws_iam_role_policy_attachment.t", "role", "core-a,core-b"],
    ["a module without text", "aws_iam_policy.gone", "policy", { cannot: "the text of module gone is not at hand" }],
    ["no address", "nothing", "policy", { cannot: "its address cannot be read" }],
  ])("%s", (_, address, attribute, value) => {
    expect(read(rebuiltFrom(files, plan, address, attribute))).toEqual(value);
  });
});

describe("without the configuration's text", () => {
  const NOT_THERE = {
    cannot: "the plan's JSON does not hold the expression; give the plan file, or lay cdk.tf.json beside it",
  };
  const refersTo = (...references: string[]) => ({ references });
  const plan: Plan = planOf(
    {
      "data.aws_iam_policy_document.known": {
        known: {
          statement: [{ actions: ["s3:*"], resources: ["a/&{aws:username}", "*"], condition: [], effect: null }],
        },
        unknown: ["json"],
      },
      "data.aws_iam_policy_document.part": {
        known: { statement: [{ actions: ["s3:*"], resources: ["*", null] }] },
        unknown: ["json", "version"],
      },
      "aws_iam_role.r": { unknown: ["arn", "assume_role_policy", "inline_policy"] },
      "module.m.aws_iam_policy.p": POLICY,
      "module.m.aws_iam_policy.q": POLICY,
    },
    {
      configuration: {
        root_module: {
          resources: ["direct", "part", "two", "own", "constant", "arn"].map((name) => ({
            address: `aws_iam_policy.${name}`,
            mode: "managed",
            type: "aws_iam_policy",
            name,
            expressions: {
              policy: {
                direct: refersTo("data.aws_iam_policy_document.known.json", "data.aws_iam_policy_document.known"),
                part: refersTo("data.aws_iam_policy_document.part.json", "data.aws_iam_policy_document.part"),
                two: refersTo("data.aws_iam_policy_document.known.json", "aws_iam_role.r.arn", "aws_iam_role.r"),
                own: refersTo("aws_iam_role.r.arn", "aws_iam_role.r"),
                constant: { constant_value: '{"a":1}' },
                arn: {},
              }[name],
              role_arn: refersTo("aws_iam_role.r.arn", "aws_iam_role.r"),
            },
          })),
          module_calls: {
            m: {
              expressions: {
                text: refersTo("data.aws_iam_policy_document.known.json", "data.aws_iam_policy_document.known"),
                hush: refersTo("data.aws_iam_policy_document.known.json", "data.aws_iam_policy_document.known"),
              },
              module: {
                variables: { text: {}, hush: { sensitive: true } },
                resources: ["p", "q"].map((name) => ({
                  address: `aws_iam_policy.${name}`,
                  mode: "managed",
                  type: "aws_iam_policy",
                  name,
                  expressions: { policy: refersTo(name === "p" ? "var.text" : "var.hush") },
                })),
              },
            },
          },
        },
      },
    },
  );
  const known = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "s3:*", Resource: ["a/${aws:username}", "*"] }],
  };

  test.each<[string, string, string, unknown]>([
    ["a document that is wholly known", "aws_iam_policy.direct", "policy", known],
    ["the same through a module's variable", "module.m.aws_iam_policy.p", "policy", known],
    ["the document itself", "data.aws_iam_policy_document.known", "json", known],
    ["a constant", "aws_iam_policy.constant", "policy", { a: 1 }],
    ["an ARN", "aws_iam_policy.arn", "role_arn", "arn:${later:arn of aws_iam_role.r}"],
    ["a document that is known in part", "aws_iam_policy.part", "policy", NOT_THERE],
    ["an expression with two references", "aws_iam_policy.two", "policy", NOT_THERE],
    ["a policy with something in it", "aws_iam_policy.own", "policy", NOT_THERE],
    ["no expression", "aws_iam_policy.none", "policy", NOT_THERE],
    ["a module that is not there", "module.x.aws_iam_policy.p", "policy", NOT_THERE],
    [
      "a sensitive variable",
      "module.m.aws_iam_policy.q",
      "policy",
      { cannot: "it refers to var.hush, which is marked sensitive" },
    ],
  ])("%s", (_, address, attribute, value) => {
    expect(read(rebuilderOf(undefined, plan).rebuild(address, attribute))).toEqual(value);
  });
});
