import { comesTo } from "./rebuilt";

const BUCKET = "arn:${later:arn of aws_s3_bucket.b}";
const QUEUES = ["arn:${later:arn of aws_sqs_queue.q[0]}", "arn:${later:arn of aws_sqs_queue.q[1]}"];

describe("what an expression comes to", () => {
  test.each<[string, string, unknown]>([
    ["what the plan knows", "aws_s3_bucket.b.tags.team", "a"],
    ["an ARN that it does not know", "aws_s3_bucket.b.arn", BUCKET],
    ["another attribute that it does not know", "aws_s3_bucket.b.id", "${later:id of aws_s3_bucket.b}"],
    ["a part of one", "aws_s3_bucket.b.website[0].host", "${later:website[0].host of aws_s3_bucket.b}"],
    ["text around what is not known", '"${aws_s3_bucket.b.arn}/*"', `${BUCKET}/*`],
    ["a wildcard beside it", '["${aws_s3_bucket.b.arn}/*", "*"]', [`${BUCKET}/*`, "*"]],
    ["a policy variable beside it", '"${aws_s3_bucket.b.arn}/$${aws:username}"', `${BUCKET}/\${aws:username}`],
    ["one of several", "aws_sqs_queue.q[1].arn", QUEUES[1]],
    ["all of several", "aws_sqs_queue.q[*].arn", QUEUES],
    ["all of several, by for", "[for q in aws_sqs_queue.q : q.arn]", QUEUES],
    ["none of several", "aws_sqs_queue.none[*].arn", []],
    ["one by its key", 'aws_sqs_queue.by["a.b"].name', "by"],
    [
      "a key in a placeholder has no quotes",
      'aws_sqs_queue.by["a.b"].arn',
      "arn:${later:arn of aws_sqs_queue.by[%22;a.b%22;]}",
    ],
    ["values of a map of resources", "values(aws_sqs_queue.by)[*].name", ["by"]],
    ["the first that works", 'try(aws_sqs_queue.none[0].arn, aws_s3_bucket.b.arn, "x")', BUCKET],
    ["whether it works", "[can(aws_sqs_queue.none[0].arn), can(aws_s3_bucket.b.arn)]", [false, true]],
    ["format keeps it", 'format("%s/%s%%", aws_s3_bucket.b.arn, "x")', `${BUCKET}/x%`],
    ["join keeps it", 'join(",", aws_sqs_queue.q[*].name, [aws_s3_bucket.b.arn])', `q-0,q-1,${BUCKET}`],
    ["formatlist keeps it", 'formatlist("%s/*", [aws_s3_bucket.b.arn, "x"])', [`${BUCKET}/*`, "x/*"]],
    ["concat and flatten keep it", 'flatten([concat(["*"], [aws_s3_bucket.b.arn]), [["x"]]])', ["*", BUCKET, "x"]],
    ["compact keeps an ARN", 'compact(["", aws_s3_bucket.b.arn, null])', [BUCKET]],
    ["coalesce takes an ARN", 'coalesce(null, "", aws_s3_bucket.b.arn, "x")', BUCKET],
    ["distinct keeps it", 'distinct([aws_s3_bucket.b.arn, "x", aws_s3_bucket.b.arn])', [BUCKET, "x"]],
    ["an ARN is not null", 'aws_s3_bucket.b.arn != null ? "yes" : "no"', "yes"],
    ["merge and lookup", 'lookup(merge({ a = 1 }, null, { a = 2, b = aws_s3_bucket.b.arn }), "b", "x")', BUCKET],
    [
      "jsonencode, keys in order",
      'jsonencode({ b = [aws_s3_bucket.b.arn], a = "<é>" })',
      `{"a":"\\u003cé\\u003e","b":["${BUCKET}"]}`,
    ],
    ["jsondecode keeps it", 'jsondecode(jsonencode({ a = "${aws_s3_bucket.b.arn}/*" })).a', `${BUCKET}/*`],
    ["no element by null", 'try(["a"][null], "none")', "none"],
    ["what is not chosen need not be known", 'true ? "a" : file("x")', "a"],
    ["what && and || do not need", 'false && file("x") == "" || true', true],
  ])("%s", (_, expression, value) => {
    expect(comesTo(expression)).toEqual(value);
  });

  test.each<[string, string, string]>([
    [
      "a sensitive value",
      "aws_sns_topic.t.display_name",
      "it refers to aws_sns_topic.t.display_name, which is marked sensitive",
    ],
    [
      "a sensitive value, tried",
      'try(aws_sns_topic.t.display_name, "x")',
      "it refers to aws_sns_topic.t.display_name, which is marked sensitive",
    ],
    ["a function that is not evaluated", 'file("x")', "it is made with file(), which is not evaluated here"],
    [
      "a function that is not evaluated, tried",
      'try(file("x"), "x")',
      "it is made with file(), which is not evaluated here",
    ],
    [
      "a resource that is not there",
      "aws_s3_bucket.c.arn",
      "it refers to aws_s3_bucket.c, which the configuration's text does not hold",
    ],
    [
      "an attribute that is not there",
      "aws_s3_bucket.b.colour",
      "it refers to aws_s3_bucket.b.colour, which the plan does not hold",
    ],
    ["all of a resource", "jsonencode(aws_s3_bucket.b)", "it holds all attributes of an object"],
    [
      "a choice by what is not known",
      'aws_s3_bucket.b.id == "x" ? 1 : 2',
      "it depends on what is known only after apply",
    ],
    [
      "whether what is not known is null",
      "aws_s3_bucket.b.id == null ? 1 : 2",
      "it depends on whether something known only after apply is null",
    ],
    [
      "whether what is not known is empty",
      "compact([aws_s3_bucket.b.id])",
      "it depends on whether something known only after apply is empty",
    ],
    ["the length of what is not known", "length(aws_s3_bucket.b.id)", "it depends on what is known only after apply"],
    [
      "how many of what is not known differ",
      "length(distinct(aws_sqs_queue.q[*].arn))",
      "it depends on a set whose elements are known only after apply",
    ],
    ["the letters of what is not known", "lower(aws_s3_bucket.b.arn)", "it depends on what is known only after apply"],
    [
      "parts of what is not known",
      'split(":", aws_s3_bucket.b.arn)[5]',
      "it depends on what is known only after apply",
    ],
    ["a key that is not known", "{ (aws_s3_bucket.b.id) = 1 }", "a key in it is known only after apply"],
    [
      "a list that is not known",
      "[for w in aws_s3_bucket.b.website : w]",
      "it goes through what is known only after apply",
    ],
    ["the order of lists", "[1] == [1]", "it compares values of several types"],
    [
      "a regular expression",
      'replace("abc", "/b/", "x")',
      "it is made with a regular expression, which is not evaluated here",
    ],
  ])("cannot be told: %s", (_, expression, why) => {
    expect(comesTo(expression)).toEqual({ cannot: why });
  });

  test.each<[string, string, string, unknown]>([
    ["locals", "local.a", 'locals {\n  a = "${local.b}!"\n  b = aws_s3_bucket.b.arn\n}', `${BUCKET}!`],
    ["a variable's default", "var.v", 'variable "v" { default = ["x"] }', ["x"]],
    [
      "a default is converted",
      "var.v",
      'variable "v" {\n  type = list(string)\n  default = [1, true]\n}',
      ["1", "true"],
    ],
    [
      "a set is in order, each element once",
      "[for k, x in var.v : [k, x]]",
      'variable "v" {\n  type = set(string)\n  default = ["b", "a", "b"]\n}',
      [
        ["a", "a"],
        ["b", "b"],
      ],
    ],
    [
      "optional attributes have defaults",
      "var.v",
      'variable "v" {\n  type = object({ a = optional(list(string), ["d"]), b = optional(number) })\n  default = { b = "2", c = 3 }\n}',
      { a: ["d"], b: 2 },
    ],
    [
      "a local that needs itself",
      "local.a",
      "locals {\n  a = local.b\n  b = local.a\n}",
      { cannot: "it refers to itself" },
    ],
    [
      "a sensitive variable",
      "var.v",
      'variable "v" {\n  default = "x"\n  sensitive = true\n}',
      { cannot: "it refers to var.v, which is marked sensitive" },
    ],
    [
      "a variable without a value",
      "var.v",
      'variable "v" {}',
      { cannot: "it refers to var.v, whose value is not at hand" },
    ],
  ])("%s", (_, expression, declarations, value) => {
    expect(comesTo(expression, declarations)).toEqual(value);
  });
});

describe("what comes out otherwise in Terraform is not guessed", () => {
  test.each<[string, string, unknown]>([
    ["fractions", "0.1 + 0.2 > 0.3", { cannot: "it calculates with fractions" }],
    ["a large number", "jsonencode(12345678901234567890)", { cannot: "a number in it is too large or too fine" }],
    ["a text that may be a number", 'try("1e3" + 1, 1)', { cannot: "a number in it cannot be read" }],
    ["an element by null", 'try(["a"][null], "none")', "none"],
    ["lists of several lengths", 'try(zipmap(["a"], []), "none")', "none"],
  ])("%s", (_, expression, value) => {
    expect(comesTo(expression)).toEqual(value);
  });

  test("a type as the JSON syntax writes it", () => {
    const variable = 'variable "v" {\n  type = "list(string)"\n  default = [1]\n}';
    expect(comesTo("var.v", variable)).toEqual(["1"]);
  });
});
