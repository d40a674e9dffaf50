import { comesTo } from "./rebuilt";

describe("the native syntax", () => {
  test.each<[string, string, unknown]>([
    ["a number", "12", 12],
    ["a fraction and an exponent", "1.5e2", 150],
    ["constants", "[true, false, null]", [true, false, null]],
    ["escapes", String.raw`"a\n\t\"\\é\U0001F600"`, 'a\n\t"\\é😀'],
    ["a policy variable, escaped", '"x/$${aws:username}/%%{y}"', "x/${aws:username}/%{y}"],
    ["dollars that begin nothing", '"$5 $$ 100%"', "$5 $$ 100%"],
    ["an interpolation in a text", '"a${1 + 1}b"', "a2b"],
    ["a single interpolation is no text", '"${[1]}"', [1]],
    ["quotes and braces in an interpolation", '"${jsonencode({ a = "}" })}!"', '{"a":"}"}!'],
    ["a heredoc", "<<EOT\n  a\n b${1}\nEOT", "  a\n b1\n"],
    ["a heredoc without its indent", "<<-EOT\n    a\n\n      b\n    EOT", "a\n\n  b\n"],
    ["a heredoc that begins with an interpolation", "<<-EOT\n    ${1} a\n      b\n    EOT", "1 a\n  b\n"],
    ["a heredoc keeps backslashes and quotes", '<<EOT\n"\\n"\nEOT', '"\\n"\n'],
    ["a heredoc with its word inside a line", "<<EOT\nnot EOT\nEOTX\nEOT", "not EOT\nEOTX\n"],
    ["an empty heredoc", "<<EOT\nEOT", ""],
    ["a heredoc as an argument", "upper(<<EOT\na\nEOT\n)", "A\n"],
    ["lists over lines, with a comma at the end", "[\n  1, # one\n  2, // two\n  /* three */\n]", [1, 2]],
    [
      "objects over lines, with = and :",
      '{\n  a = 1\n  "b" : 2, (upper("c")) = 3\n  d-e = 4\n}',
      { a: 1, b: 2, C: 3, "d-e": 4 },
    ],
    ["an object in brackets within parentheses", "({\n a = [\n1\n]\n b = 2 })", { a: [1], b: 2 }],
    ["multiplication before addition", "1 + 2 * 3 - 4 / 2", 5],
    ["from left to right", "10 - 3 - 2", 5],
    ["the rest of a division", "7 % 4", 3],
    ["comparison before and before or", "1 < 2 && 2 >= 3 || 1 != 2", true],
    ["not and minus", "[!true, -1, 3 - -1]", [false, -1, 4]],
    ["parentheses over lines", "(1 +\n  2)", 3],
    ["conditionals, one in the other", 'false ? "a" : 1 == 1 ? "b" : "c"', "b"],
    ["an index and an attribute", '{ a = [{ b = 1 }] }.a[0]["b"]', 1],
    ["an index of old", "[1, 2].1", 2],
    ["a full splat", "[{ a = [1] }, { a = [2] }][*].a[0]", [1, 2]],
    ["a full splat in another", "[{ a = [{ b = 1 }] }, { a = [{ b = 2 }] }][*].a[*].b", [[1], [2]]],
    ["a splat of old takes the index last", "[{ a = 1 }, { a = 2 }].*.a[0]", 1],
    ["a splat of nothing", "null[*]", []],
    ["a splat of one", "1[*]", [1]],
    ["for over a list", '[for i, x in ["a", "b"] : "${i}${x}" if x != "a"]', ["1b"]],
    [
      "for over an object, in order",
      "[for k, v in { b = 1, a = 2 } : [k, v]]",
      [
        ["a", 2],
        ["b", 1],
      ],
    ],
    ["for of an object", '{ for x in ["a", "b"] : x => upper(x) }', { a: "A", b: "B" }],
    ["for that groups", '{ for x in ["a1", "a2"] : "a" => x... }', { a: ["a1", "a2"] }],
    ["for over lines", "[\n  for x in [1]\n  : x\n]", [1]],
    [
      "a name that begins like a keyword",
      "{ fortune = 1, format = 2, for_each = 3 }",
      { fortune: 1, format: 2, for_each: 3 },
    ],
    ["arguments from a list", "concat([[1], [2]]...)", [1, 2]],
  ])("%s", (_, expression, value) => {
    expect(comesTo(expression)).toEqual(value);
  });

  test.each<[string, string]>([
    ["a template with if", '"%{ if true }a%{ else }b%{ endif }"'],
    ["a template with for", '"%{ for x, y in { a = \\"}\\" } ~}${x}%{ endfor ~}"'.replaceAll("\\", "")],
    ["a template with markers", '"a ${~ 1 ~} b"'],
    ["a function of a provider", 'provider::aws::arn_parse("x")'],
    ["a template of a file", 'templatefile("${path.module}/x.tpl", {})'],
  ])("is read over, and not evaluated: %s", (_, expression) => {
    expect(comesTo(expression)).toEqual({ cannot: expect.stringContaining("which is not evaluated here") });
    expect(comesTo("local.after", `locals {\n  before = ${expression}\n  after = 1\n}`)).toBe(1);
  });

  test.each<[string, string, number]>([
    ["a text without an end", '"abc', 2],
    ["a heredoc without an end", "<<EOT\n  a", 4],
    ["a comment without an end", "1 /* a", 2],
    ["an unknown escape", String.raw`"\q"`, 2],
    ["no expression", "", 2],
    ["a bracket too many", "[1]]", 2],
    ["two expressions", "1 2", 2],
    ["an interpolation without an end", '"${1"', 2],
  ])("a file that cannot be read is named: %s", (_, expression, line) => {
    expect(comesTo(expression)).toEqual({
      cannot: `it refers to aws_iam_policy.p, and main.tf, line ${line} of the configuration cannot be read`,
    });
  });
});
