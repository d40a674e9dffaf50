import { cdktfStackOf, isPlanOf, vouchedFor } from "../../../lib/plan/cdktf-stack";
import type { Plan } from "../../../lib/plan/format";

const configuration = (text: string) => ({ modules: new Map([["", new Map([["cdk.tf.json", text]])]]) });
const block = (path: unknown) => ({ "//": { metadata: { path, uniqueId: "x" } } });

describe("what CDKTF says of a stack", () => {
  test("its name, and the constructs of resources and data sources", () => {
    const stack = cdktfStackOf(
      configuration(
        JSON.stringify({
          "//": { metadata: { stackName: "orders" } },
          resource: { aws_iam_role: { api_role: block("orders/api/role"), plain: {}, odd: block(7) } },
          data: { aws_iam_policy: { team: block("orders/team") } },
        }),
      ),
    );
    expect(stack?.name).toBe("orders");
    expect([...(stack?.constructs ?? [])]).toEqual([
      ["aws_iam_role.api_role", "orders/api/role"],
      ["data.aws_iam_policy.team", "orders/team"],
    ]);
  });

  test.each<[string, string]>([
    ["not JSON", "{"],
    ["a list", "[]"],
  ])("%s says nothing", (_, text) => expect(cdktfStackOf(configuration(text))).toBeUndefined());

  test.each<[string, string]>([
    ["sections of other types", '{"resource":[1],"data":{"a":[2]},"//":7}'],
    ["a name that is none", '{"//":{"metadata":{"stackName":{}}}}'],
  ])("%s are passed by", (_, text) => {
    expect(cdktfStackOf(configuration(text))).toEqual({ constructs: new Map() });
  });

  test("other configurations are not CDKTF's", () => {
    expect(cdktfStackOf({ modules: new Map([["", new Map([["main.tf", "{}"]])]]) })).toBeUndefined();
    expect(cdktfStackOf(undefined)).toBeUndefined();
  });
});

describe("whether a cdk.tf.json is what was planned", () => {
  const role = { name: "api", assume_role_policy: "${data.aws_iam_policy_document.t.json}", tags: { a: "$${b}" } };
  const plan: Plan = {
    format_version: "1.2",
    configuration: {
      root_module: {
        resources: [
          {
            address: "aws_iam_role.api",
            mode: "managed",
            type: "aws_iam_role",
            name: "api",
            expressions: {
              name: { constant_value: "api" },
              assume_role_policy: { constant_value: role.assume_role_policy, references: ["data.x"] },
              tags: { constant_value: { a: "$${b}" } },
              block: [
                { x: { constant_value: ["${y.z}"], references: ["y.z", "y"] }, inner: { n: { constant_value: 1 } } },
              ],
            },
          },
        ],
        module_calls: { net: { source: "./net", expressions: { cidr: { constant_value: "10.0.0.0/8" } } } },
      },
    },
  };
  const api = { ...role, depends_on: [], none: [], block: { x: ["${y.z}"], inner: { n: 1 } } };
  const rest = { module: { net: { source: "./net", cidr: "10.0.0.0/8" } } };
  const stack = (more: object, others: object = rest) => ({
    resource: { aws_iam_role: { api: { ...api, ...more } } },
    ...others,
  });
  const cases: [string, object, boolean][] = [
    ["it is", stack({}), true],
    ["a list of one block", stack({ block: [api.block] }), true],
    ["another name", stack({ name: "job" }), false],
    ["a name that is not there", stack({ name: undefined }), false],
    ["another reference", stack({ assume_role_policy: "${x}" }), false],
    ["another tag", stack({ tags: {} }), false],
    ["another text in a block", stack({ block: { ...api.block, x: ["*"] } }), false],
    ["another text in a block of a block", stack({ block: { ...api.block, inner: { n: 2 } } }), false],
    ["one block more", stack({ block: [api.block, api.block] }), false],
    ["no block", stack({ block: [] }), false],
    ["an attribute more", stack({ permissions_boundary: "x" }), false],
    ["an attribute more in a block", stack({ block: { ...api.block, y: 1 } }), false],
    ["a count more", stack({ count: 2 }), false],
    [
      "another argument of a module",
      stack({}, { ...rest, module: { net: { source: "./net", cidr: "0.0.0.0/0" } } }),
      false,
    ],
    ["another address", { resource: { aws_iam_role: { job: api } }, ...rest }, false],
    ["one resource more", { resource: { aws_iam_role: { api, job: api } }, ...rest }, false],
    ["none", rest, false],
  ];
  test.each(cases)("%s", (_, stack, wanted) =>
    expect(isPlanOf(plan, configuration(JSON.stringify(stack)))).toBe(wanted),
  );

  test("a plan without its configuration cannot tell", () => {
    expect(isPlanOf({ format_version: "1.2" }, configuration(JSON.stringify({ resource: {} })))).toBe(true);
  });

  test("the plan has nothing of its locals: they are left out", () => {
    expect(JSON.parse(vouchedFor('{"locals":{"a":"*"},"resource":{}}'))).toEqual({ resource: {} });
    expect(vouchedFor('{"resource": {}}')).toBe('{"resource": {}}');
  });
});
