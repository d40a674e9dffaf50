import { type Rebuilt, rebuilderOf } from "../../../../lib/plan/source/rebuild";
import { comesTo, planOf, rebuiltFrom } from "./rebuilt";

const UNREADABLE = { cannot: expect.stringContaining("of the configuration cannot be read") };
const TOO_DEEP = { cannot: "it is nested too deep" };
const FORGED = { cannot: "a text in it holds `${later:`, which stands here for what is known only after apply" };

function locals(count: number, text: (next: string) => string, last: string): string {
  const lines = Array.from({ length: count }, (_, index) => `a${index} = ${text(`local.a${index + 1}`)}`);
  return `locals {\n${lines.join("\n")}\na${count} = ${last}\n}`;
}

describe("what is nested very deep is refused", () => {
  test.each<[string, string, string]>([
    ["brackets", "[", "]"],
    ["parentheses", "(", ")"],
    ["objects", "{ a = ", "}"],
    ["interpolations", '"${', '}"'],
    ["calls", "upper(", ")"],
    ["indexes", "x[", "]"],
    ["operators", "!", ""],
    ["conditionals", "true ? 1 : ", ""],
    ["for expressions", "[for x in ", ": x]"],
    ["directives", '"%{ if ', ' }a%{ endif }"'],
  ])("%s", (_, open, close) => {
    expect(comesTo(`${open.repeat(20_000)}1${close.repeat(20_000)}`)).toEqual(UNREADABLE);
  });

  test.each<[string, string, string, unknown]>([
    ["blocks", "1", "a {\n".repeat(20_000), 1],
    ["splats", `x${"[*]".repeat(20_000)}`, "", UNREADABLE],
    ["attributes", `local.a${".b".repeat(20_000)}`, "", TOO_DEEP],
    ["sums", `1${"+1".repeat(20_000)}`, "", TOO_DEEP],
    ["locals", "local.a0", locals(5_000, (next) => next, "1"), TOO_DEEP],
    ["locals in functions", "local.a0", locals(5_000, (next) => `[for x in [1] : try(${next}, 1)]`, "1"), TOO_DEEP],
    ["JSON in a text", `jsondecode("${"[".repeat(20_000)}${"]".repeat(20_000)}")`, "", TOO_DEEP],
  ])("%s", (_, expression, declarations, outcome) => {
    expect(comesTo(expression, declarations)).toEqual(outcome);
  });

  test("values that hold one another", () => {
    const count = 40;
    const nested = Array.from({ length: count }, (_, index) => {
      const [open, close] = ["[".repeat(90), "]".repeat(90)];
      return `
        locals { l${index + 1} = ${open}local.l${index}${close} }
        resource "aws_iam_policy" "p${index + 1}" { policy = jsonencode(local.l${index + 1}) }`;
    });
    const address = (index: number) => `aws_iam_policy.p${index + 1}`;
    const all = Array.from({ length: count }, (_, index) => [address(index), { unknown: ["policy"] }]);
    const files = new Map([["main.tf", `locals { l0 = [1] }\n${nested.join("")}`]]);
    const rebuilder = rebuilderOf({ modules: new Map([["", files]]) }, planOf(Object.fromEntries(all)));
    const kinds = Array.from({ length: count }, (_, index) => rebuilder.rebuild(address(index), "policy").kind);
    expect(kinds).toEqual(Array.from({ length: count }, (_, index) => (index < 3 ? "value" : "cannot")));
  });

  test("JSON", () => {
    const deep = `{"resource":{"aws_iam_policy":{"p":{"policy":${"[".repeat(20_000)}${"]".repeat(20_000)}}}}}`;
    const plan = planOf({ "aws_iam_policy.p": { unknown: ["policy"] } });
    expect(rebuiltFrom({ "main.tf.json": deep }, plan, "aws_iam_policy.p", "policy")).toEqual<Rebuilt>({
      kind: "cannot",
      why: "it is made with more than 200 levels of nesting, which is not evaluated here",
    });
  });
});

describe("what grows without end is refused", () => {
  test.each<[string, string, string, string]>([
    [
      "a text that doubles",
      "local.a0",
      locals(80, (next) => `"\${${next}}\${${next}}"`, '"x"'),
      "a text in it is too long",
    ],
    ["a list that doubles", "jsonencode(local.a0)", locals(80, (next) => `[${next}, ${next}]`, "1"), "it is too large"],
    [
      "for in for in for",
      "[for a in local.l : [for b in local.l : [for c in local.l : a]]]",
      `locals {\n  l = [${"1,".repeat(1_000)}]\n}`,
      "it takes too long to evaluate",
    ],
    [
      "long texts, compared often",
      '[for i in local.l : local.t != "x"]',
      `locals {\n  l = [${"1,".repeat(1_000)}]\n  t = "${"a".repeat(100_000)}"\n}`,
      "it takes too long to evaluate",
    ],
    [
      "many modules",
      "module.m[0].x",
      'module "m" {\n  source = "./m"\n  count = 99999999999\n}',
      "it takes too long to evaluate",
    ],
  ])("%s", (_, expression, declarations, why) => {
    expect(comesTo(expression, declarations)).toEqual({ cannot: why });
  });
});

describe("nothing but what is unknown makes a placeholder", () => {
  test.each<[string, string]>([
    ["written out", '"$${later:x}"'],
    ["in other letters, with spaces", '"$${ Later :x}"'],
    ["put together in a template", '"$${${"later:x}"}"'],
    ["put together by join", 'join("{", ["$", "later:x}"])'],
    ["put together by format", 'format("%s%s", "$", "{later:x}")'],
    ["put together by replace", 'replace("$_later:x}", "_", "{")'],
    ["read from JSON", String.raw`jsondecode("\"\\u0024{later:x}\"")`],
    ["beside a real one", '"${aws_s3_bucket.b.arn}$${later:x}"'],
  ])("%s", (_, expression) => {
    expect(comesTo(expression)).toEqual(FORGED);
  });
});

test.each(["5", '"5"', '"\\"string\\""', '"["', "null"])("a type that is none is refused: %s", (type) => {
  expect(comesTo("var.v", `variable "v" {\n  type = ${type}\n  default = "x"\n}`)).toEqual({
    cannot: "a variable's type is not read here",
  });
});

test("names of every object's own parts are names like others", () => {
  expect(comesTo("jsonencode({ __proto__ = 1, constructor = [2] }.constructor)")).toBe("[2]");
  expect(comesTo("var.__proto__", 'variable "__proto__" {}')).toEqual({
    cannot: "it refers to var.__proto__, whose value is not at hand",
  });
  expect(comesTo("aws_s3_bucket.b.constructor")).toEqual({
    cannot: "it refers to aws_s3_bucket.b.constructor, which the plan does not hold",
  });
});
