import { isPlanOf, vouchedFor } from "../../../../lib/plan/cdktf-stack";
import { planOf, rebuiltFrom } from "./rebuilt";

/** A plan's JSON repeats a `cdk.tf.json` but for some of it: what lies beside it may be of another day there. */
describe("what a plan does not vouch for is not rebuilt from the file beside it", () => {
  const dynamic = { statement: { for_each: ["*"], content: { actions: ["s3:*"] } } };
  const plan = planOf({
    "data.aws_iam_policy_document.dynamic": { unknown: ["json"] },
    "data.aws_iam_policy_document.other": { unknown: ["json"] },
    "aws_iam_role.r": { unknown: ["inline_policy"] },
  });
  const stack = (of: unknown) => ({
    data: { aws_iam_policy_document: { dynamic: of, other: { statement: { actions: ["a:B"] } } } },
    resource: { aws_iam_role: { r: { dynamic: [{ inline_policy: { for_each: ["x"], content: {} } }] } } },
  });
  const rebuilt = (of: unknown, address: string, attribute: string) =>
    rebuiltFrom({ "cdk.tf.json": vouchedFor(JSON.stringify(stack(of))) }, plan, address, attribute);
  const cannot = (type: string) => ({ kind: "cannot", why: `its dynamic ${type} blocks cannot be read` });

  test.each<[string, unknown]>([
    ["an object", { dynamic }],
    ["a list", { dynamic: [dynamic] }],
    ["beside others", { dynamic, statement: { actions: ["a:B"] } }],
    ["with a comment", { "//": {}, dynamic }],
  ])("dynamic blocks of a document: %s", (_, block) => {
    expect(rebuilt(block, "data.aws_iam_policy_document.dynamic", "json")).toEqual(cannot("statement"));
  });

  test("dynamic blocks in a block", () => {
    const block = { statement: [{ dynamic: { condition: { for_each: [], content: {} } } }] };
    expect(rebuilt(block, "data.aws_iam_policy_document.dynamic", "json")).toEqual(cannot("condition"));
  });

  test("dynamic blocks of a role", () => {
    expect(rebuilt({}, "aws_iam_role.r", "inline_policy")).toEqual(cannot("inline_policy"));
  });

  test("what has none is rebuilt, whatever its name", () => {
    const block = { statement: { actions: ["a:B"] } };
    expect(rebuilt(block, "data.aws_iam_policy_document.dynamic", "json").kind).toBe("value");
    expect(rebuilt({ dynamic }, "data.aws_iam_policy_document.other", "json").kind).toBe("value");
  });

  test("a file with a key twice is left as it is, to be refused where it is read", () => {
    const text = '{"locals":{},"locals":{"a":"*"}}';
    expect(vouchedFor(text)).toBe(text);
    expect(isPlanOf(plan, { modules: new Map([["", new Map([["cdk.tf.json", text]])]]) })).toBe(true);
  });
});
