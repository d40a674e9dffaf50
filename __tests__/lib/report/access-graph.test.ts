import { podPolicies } from "../../../lib/access/pod-policies";
import { accessOf } from "../../../lib/access/summary";
import { accessGraph } from "../../../lib/report/access-graph";
import { accessText } from "../../../lib/report/access-text";
import { podWith } from "../access/pods";

test("what ends a text or begins markup in Mermaid is escaped", () => {
  const pod = podWith(["policies: [AmazonSQSReadOnlyAccess]"]);
  const { role } = pod.identity;
  const hostile = {
    ...pod,
    identity: { ...pod.identity, role: { ...role, arn: 'arn:aws:iam::1:role/a"];x-->y<b>#35;' } },
  };
  const graph = accessGraph([accessOf(hostile, podPolicies(hostile.identity))]);
  expect(graph).toContain('role1["a#34;#93;#59;x--#62;y#60;b#62;#35;35#59;"]');
});

test.each<[string, string[], string]>([
  ["an unknown boundary", ["policies: [AdministratorAccess]", "permissionsBoundary: service-boundary"], "list ?"],
  ["an existing role", ["roleArn: arn:aws:iam::492000000148:role/a"], "nothing that is known here"],
  [
    "a boundary that leaves nothing",
    ["policies: [AmazonSQSReadOnlyAccess]", "permissionsBoundary: arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"],
    "nothing that is known here",
  ],
  ["all but some actions", ["policies: [PowerUserAccess]"], "a2c, a4b and"],
])("%s", (_, identity, said) => {
  const pod = podWith(identity);
  expect(accessText([accessOf(pod, podPolicies(pod.identity))])).toContain(said);
});
