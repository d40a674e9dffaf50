import { cdktfStackOf, isPlanOf } from "../../../lib/plan/cdktf-stack";
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
              block: [{ x: { constant_value: 1 } }],
            },
          },
        ],
      },
    },
  };
  const cases: [string, object, boolean][] = [
    ["it is", { resource: { aws_iam_role: { api: { ...role, depends_on: [], block: { x: 1 } } } } }, true],
    ["another name", { resource: { aws_iam_role: { api: { ...role, name: "job" } } } }, false],
    ["another reference", { resource: { aws_iam_role: { api: { ...role, assume_role_policy: "${x}" } } } }, false],
    ["another tag", { resource: { aws_iam_role: { api: { ...role, tags: {} } } } }, false],
    ["another address", { resource: { aws_iam_role: { job: role } } }, false],
    ["one resource more", { resource: { aws_iam_role: { api: role, job: role } } }, false],
    ["none", {}, false],
  ];
  test.each(cases)("%s", (_, stack, wanted) => expect(isPlanOf(plan, JSON.stringify(stack))).toBe(wanted));

  test("a plan without its configuration cannot tell", () => {
    expect(isPlanOf({ format_version: "1.2" }, JSON.stringify({ resource: {} }))).toBe(true);
  });
});
