import type { AnyDocument } from "../../../../lib/iam/document";
import type { StackModel } from "../../../../lib/model/stack";
import { PERMISSION_RULES } from "../../../../lib/rules/permissions/all";
import { dataRead } from "../../../../lib/rules/permissions/data-read";
import { invertedElement } from "../../../../lib/rules/permissions/inverted-element";
import { privilegeEscalation } from "../../../../lib/rules/permissions/privilege-escalation";
import { declared, service } from "../declared";
import { holding } from "./holding";

const base = declared({
  "pod-identity.yaml": service({ identity: "allow: [{ actions: ['sqs:SendMessage'], resources: ['*'] }]" }),
});

/** The stacks of a service whose one policy is a document that no `allow:` can say. */
function of(statement: object): StackModel[] {
  const document: AnyDocument = { Version: "2012-10-17", Statement: [statement] };
  return holding(base, (at) => ({ inlinePolicies: [{ name: "file", document, at }] }));
}

const CASES: [name: string, statement: object, about: string[]][] = [
  ["NotAction", { Effect: "Allow", NotAction: "iam:*", Resource: "*" }, ["NotAction"]],
  ["NotResource", { Effect: "Allow", Action: "s3:GetObject", NotResource: "arn:aws:s3:::a/*" }, ["NotResource"]],
  ["both", { Effect: "Allow", NotAction: "iam:*", NotResource: "arn:aws:s3:::a/*" }, ["NotAction", "NotResource"]],
  ["a denial", { Effect: "Deny", NotAction: "iam:*", NotResource: "arn:aws:s3:::a/*" }, []],
  ["neither", { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::a/*" }, []],
];

test.each(CASES)("%s", (_name, statement, about) => {
  const findings = invertedElement.judge(of(statement));
  expect(findings.map((finding) => finding.about)).toEqual(about);
  for (const finding of findings) expect(finding).toMatchObject({ rule: "inverted-element", severity: "warning" });
});

test("what is not excepted is allowed", () => {
  const allButIam = of({ Effect: "Allow", NotAction: ["iam:*", "sts:*"], Resource: "*" });
  expect(privilegeEscalation.judge(allButIam).map(({ about }) => about)).toEqual(["NotAction"]);
  expect(dataRead.judge(allButIam).map(({ about }) => about)).toEqual(["NotAction"]);
  expect(invertedElement.judge(allButIam)[0]?.message).toBe("allows every action but iam:*, sts:*");
});

test.each<[string, object]>([
  ["no statement", {}],
  ["an action that is none", { Effect: "Allow", Action: 3, Resource: "*" }],
  [
    "wildcards without end",
    { Effect: "Allow", Action: `s3:${"*a".repeat(500)}`, Resource: `arn:aws:s3:::${"*a".repeat(4000)}` },
  ],
  [
    "names of an object's prototype",
    { Effect: "Allow", Action: "constructor:__proto__", Resource: "arn:a:constructor:::x" },
  ],
])("no rule trips over %s", (_name, statement) => {
  for (const rule of PERMISSION_RULES) expect(() => rule.judge(of(statement), { notes: true })).not.toThrow();
});
