import { comesTo, planOf, rebuiltFrom } from "./rebuilt";

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

describe("what Terraform would make otherwise is refused", () => {
  const ID = "locals {\n  id = aws_s3_bucket.b.id\n}";
  const TRIED = "it tries something, and whether Terraform fails at it is not certain here";
  const BELOW = "it tries a part of what is known only after apply";
  const SEVERAL = "it puts values of several types together";
  const ASCII = "it depends on letters beyond ASCII";

  test.each<[string, string, string, string?]>([
    ["a conditional that Terraform refuses, tried", 'try(true ? "a" : ["x"], "*")', TRIED],
    ["a format with too much, tried", 'try(format("s3:GetObject", "x"), "*")', TRIED],
    ["what is not asked for here, tried", "try(false && {}.x, true)", TRIED],
    ["an element by no number, tried", 'try(["x"][""], "*")', "it takes an element by no whole number"],
    ["an element before the first, tried", 'try(element(["x"], -1), "*")', "it takes an element by no whole number"],
    ["the size of a resource, tried", 'try(length(aws_s3_bucket.b) > 0 ? "*" : "x", "y")', "a list in it is none"],
    ["a text for a condition, tried", 'try("1" ? "*" : "x", "y")', "a condition in it is neither true nor false"],
    ["a part of what is not known, tried", 'try(local.id.foo, "*")', BELOW, ID],
    ["an element of what is not known, tried", 'try(local.id[0], "*")', BELOW, ID],
    ["whether there is a part of what is not known", "can(local.id.foo)", BELOW, ID],
    ["whether a function works", 'can(upper("x"))', TRIED],
    ["a key that a map of the plan may have", 'try(aws_s3_bucket.b.tags.other, "*")', "there is no other in it"],
    ["arguments from a list, tried", 'try(["a"]...)', TRIED],
    ["a number beside a text", '(true ? 1 : "x") == 1', SEVERAL],
    ["a list of numbers and texts", 'tolist([1, "a"])[0] == 1', SEVERAL],
    ["a map of numbers and texts", 'tomap({ a = 1, b = "x" }).a == 1', SEVERAL],
    ["the first of numbers and texts", 'coalesce(1, "a") == 1', SEVERAL],
    ["numbers and texts, each once", 'length(distinct([1, "1"]))', SEVERAL],
    ["numbers and texts of two lists", 'concat([1], ["a"])', SEVERAL],
    ["what is looked up among texts", 'lookup({ a = "1" }, "b", 1) == 1', SEVERAL],
    ["an object that may become a map", 'true ? { a = "x", b = 1 } : {}', SEVERAL],
    ["a list beside a set", 'true ? ["b", "a"] : toset(["c"])', "it chooses between values of several types"],
    [
      "a number beside what is not evaluated",
      'true ? 1 : file("x")',
      "it chooses between values of which one cannot be evaluated here, and with it the type of both",
    ],
    ["the first of a set of numbers", "tolist(toset([2, 1]))[0]", "it takes an element whose place is not known"],
    [
      "the first of a set of objects",
      "tolist(toset([{ a = 1 }, { a = 2 }]))[0]",
      "it takes an element whose place is not known",
    ],
    ["an empty text, replaced", 'replace("ab", "", "*")', "it replaces an empty text"],
    ["equality of accents", String.raw`"e\u0301" == "é"`, ASCII],
    ["the length of a text with accents", 'length("é")', ASCII],
    ["capitals of other alphabets", 'upper("ß")', ASCII],
    ["the letters of a text", 'split("", "é")', ASCII],
    ["texts with accents in order", 'sort(["é", "e"])[0]', "it takes an element whose place is not known"],
    ["keys with accents in order", "keys({ é = 1 })", ASCII],
    ["a large number of JSON", 'jsondecode("9007199254740993")', "a number in it is too large or too fine"],
    ["a fine number", "1.00000000000000000001 == 1", "it is made with a very fine number, which is not evaluated here"],
  ])("%s", (_, expression, why, declarations = "") => {
    expect(comesTo(expression, declarations)).toEqual({ cannot: why });
  });

  test.each<[string, string, unknown]>([
    ["what is there in a map", 'try(local.m["a"].x, "none")', 1],
    ["what is not there in a map", 'try(local.m["b"].x, "none")', "none"],
    ["whether it is there", '[can(local.m["a"].x), can(local.m["b"].x)]', [true, false]],
    ["what comes to the same either way", 'try(upper("a"), "A")', "A"],
    ["lists of objects beside none", 'true ? [{ a = "x", b = 1 }] : []', [{ a: "x", b: 1 }]],
    ["objects alike", 'false ? { a = "x", b = 1 } : { a = "y", b = 2 }', { a: "y", b: 2 }],
    ["an object beside null", 'true ? { a = "x", b = 1 } : null', { a: "x", b: 1 }],
  ])("but not %s", (_, expression, value) => {
    expect(comesTo(expression, "locals {\n  m = { a = { x = 1 } }\n}")).toEqual(value);
  });

  test.each<[string, string, unknown]>([
    ["its element", "local.set[0]", "a"],
    ["each of its elements", "[for v in local.set : v]", ["a", "b"]],
    [
      "each with its place",
      "[for k, v in local.set : v]",
      { cannot: "it goes through the places of what may be a set" },
    ],
    ["its element, tried", 'try(local.set[0], "*")', { cannot: "it tries an element of what may be a set" }],
  ])("a list of the plan may be a set: %s", (_, expression, value) => {
    const plan = planOf({
      "aws_iam_policy.p": { unknown: ["policy"] },
      "aws_iam_role.m": { known: { managed_policy_arns: ["a", "b"] } },
    });
    const main = `
      locals { set = aws_iam_role.m.managed_policy_arns }
      resource "aws_iam_role" "m" {}
      resource "aws_iam_policy" "p" { policy = ${expression} }`;
    const rebuilt = rebuiltFrom({ "main.tf": main }, plan, "aws_iam_policy.p", "policy");
    expect(rebuilt.kind === "value" ? rebuilt.value : { cannot: rebuilt.why }).toEqual(value);
  });

  test("a list of any type holds one type", () => {
    const variable = 'variable "v" {\n  type = list(any)\n  default = [1, "a"]\n}';
    expect(comesTo("var.v[0] == 1", variable)).toEqual({ cannot: SEVERAL });
  });
});
