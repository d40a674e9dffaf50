import { plannedOf } from "../../../../lib/plan/planned-of";
import { documentOf, planOf, type Values, type Written } from "../small-plan";
import { ALL, documents, made, POD, QUEUE, unreadOf } from "./said";

/** Resources that make others: CloudFormation's and Cloud Control's. */
const TEMPLATE = "Resources: {P: {Type: 'AWS::IAM::RolePolicy'}}";
const PLAIN = "Resources: {Q: {Type: 'AWS::SQS::Queue'}}";
const json = (template: object) => JSON.stringify(template);
const stack = (template_body: string, more: Values = {}): Values => ({ name: "x", template_body, ...more });
const control = (policy: string, type_name = "AWS::IAM::RolePolicy"): Values => ({
  type_name,
  desired_state: json({ RoleName: "api", PolicyName: "x", PolicyDocument: policy }),
});

const CASES: readonly (Written & { name: string; type?: string; isSaid: boolean })[] = [
  {
    name: "the state that is desired",
    type: "aws_cloudcontrolapi_resource",
    before: control(QUEUE),
    after: control(ALL),
    isSaid: true,
  },
  {
    name: "the same of a queue",
    type: "aws_cloudcontrolapi_resource",
    before: control(QUEUE, "AWS::SQS::Queue"),
    after: control(ALL, "AWS::SQS::Queue"),
    isSaid: false,
  },
  {
    name: "a type that is known only after apply",
    type: "aws_cloudcontrolapi_resource",
    after: { desired_state: "{}" },
    unknown: ["type_name"],
    isSaid: true,
  },
  {
    name: "parameters",
    before: stack(TEMPLATE, { parameters: { Policy: "a" } }),
    after: stack(TEMPLATE, { parameters: { Policy: "b" } }),
    isSaid: true,
  },
  {
    name: "parameters of a template that makes nothing of the kind",
    before: stack(PLAIN, { parameters: { Policy: "a" } }),
    after: stack(PLAIN, { parameters: { Policy: "b" } }),
    isSaid: false,
  },
  { name: "a new one with parameters", after: stack(PLAIN, { parameters: { Size: "b" } }), isSaid: false },
  { name: "tags", before: stack(PLAIN, { tags: {} }), after: stack(PLAIN, { tags: { team: "a" } }), isSaid: false },
  {
    name: "a type with an escape in JSON",
    after: stack(json({ Resources: { P: { Type: "AWS::IAM::RolePolicy" } } }).replace("AWS::", "AWS\\u003a:")),
    isSaid: true,
  },
  { name: "a type with an escape in YAML", after: stack('{Type: "AWS::\\x49AM::Role"}'), isSaid: true },
  { name: "a type with a long escape in YAML", after: stack('{Type: "AWS\\U0000003A:IAM::Role"}'), isSaid: true },
  { name: "a type over two lines of YAML", after: stack('Type: "AWS::I\\\n   AM::Role"'), isSaid: true },
  { name: "AWS::Include", after: stack(json({ Transform: { Name: "AWS::Include" } })), isSaid: true },
  { name: "Fn::Transform", after: stack(json({ A: { "Fn::Transform": { Name: "AWS::Include" } } })), isSaid: true },
  { name: "!Transform", after: stack("A: !Transform {Name: 'AWS::Include'}"), isSaid: true },
  { name: "a job that transforms", after: stack("Type: 'AWS::SageMaker::TransformJob'"), isSaid: false },
  { name: "a module", after: stack("Type: 'My::Team::Role::MODULE'"), isSaid: true },
  { name: "a template elsewhere", after: { name: "x", template_url: "https://x" }, isSaid: true },
  { name: "no template elsewhere", after: stack(PLAIN, { template_url: "" }), isSaid: false },
  {
    name: "an instance of a stack set",
    type: "aws_cloudformation_stack_set_instance",
    after: { stack_set_name: "x", parameter_overrides: { Policy: "a" } },
    isSaid: true,
  },
  { name: "instances", type: "aws_cloudformation_stack_instances", after: { stack_set_name: "x" }, isSaid: true },
  { name: "a product", type: "aws_servicecatalog_provisioned_product", after: { name: "x" }, isSaid: true },
];

test.each(CASES)("what makes resources of its own: $name", ({ name, type, isSaid, ...written }) => {
  const address = `${type ?? "aws_cloudformation_stack"}.x`;
  expect(unreadOf(documents({ ...POD, [address]: written }))).toEqual(isSaid ? [`${address}:`] : []);
});

test.each([
  { name: "changes nothing", actions: ["no-op"], isSaid: false },
  { name: "changes something", actions: ["update"], isSaid: true },
])("an import that $name", ({ actions, isSaid }) => {
  const address = "aws_cloudformation_stack.x";
  const plan = planOf({ ...POD, [address]: { before: stack(TEMPLATE), after: stack(TEMPLATE), actions } });
  const resource_changes = plan.resource_changes?.map((one) =>
    one.address === address ? { ...one, change: { ...one.change, importing: { id: "x" } } } : one,
  );
  const found = unreadOf([documentOf({ ...plan, ...(resource_changes && { resource_changes }) })]);
  expect(found).toEqual(isSaid ? [`${address}:`] : []);
});

test("what else it is to make has another digest", () => {
  const [one, other] = [ALL, QUEUE].map((policy) => {
    const resources = { ...POD, "aws_cloudcontrolapi_resource.x": made(control(policy)) };
    return plannedOf([documentOf(planOf(resources))]).flatMap(({ unread = [] }) => unread.map(({ digest }) => digest));
  });
  expect(one).toHaveLength(1);
  expect(one).not.toEqual(other);
});
