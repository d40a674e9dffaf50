import type { PolicyKind } from "../../../lib/iam/parse";

/** A document that IAM refuses, and what is said of it: `path: message`. */
export interface Malformed {
  name: string;
  kind?: PolicyKind;
  document: unknown;
  says: string[];
}

const allow = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };
const trust = { Effect: "Allow", Principal: { Service: "pods.eks.amazonaws.com" }, Action: "sts:AssumeRole" };
const bucket = { ...allow, Principal: "*" };
const one = (statement: unknown, Version = "2012-10-17") => ({ Version, Statement: [statement] });
const but = (changed: Record<string, unknown>) => one({ ...allow, ...changed });
const when = (Condition: unknown) => but({ Condition });
const AT = "Statement.0";
const cyclic: Record<string, unknown> = {};
cyclic.Statement = [cyclic];

const row = (name: string, document: unknown, ...says: string[]): Malformed => ({ name, document, says });
const of = (kind: PolicyKind, rows: Malformed[]): Malformed[] => rows.map((each) => ({ ...each, kind }));

const DOCUMENTS = [
  ...[undefined, null, true, 7, "", "{}", [], [allow], Symbol("x"), 10n, () => allow].map((value, index) =>
    row(`no document ${index}`, value, ": is not a policy document"),
  ),
  row("nothing in it", {}, ": has no Statement"),
  row("an empty list of statements", { Statement: [] }, "Statement: has no Statement"),
  row("Statement null", { Statement: null }, "Statement: is not a statement"),
  row("Statement a text", { Statement: "Allow" }, "Statement: is not a statement"),
  row("a list in a list", { Statement: [[allow]] }, `${AT}: is not a statement`),
  row("a misspelt Statement", { Statements: [allow] }, "Statements: is not an element of a policy"),
  row("statement in small letters", { statement: [allow] }, "statement: is not an element of a policy"),
  row("another element", { Statement: allow, Rules: 1 }, "Rules: is not an element of a policy"),
  row(
    "an element of JavaScript",
    JSON.parse('{"__proto__":{},"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}'),
    "__proto__: is not an element of a policy",
  ),
  row(
    "today as version",
    { Version: "2026-01-01", Statement: allow },
    "Version: is not a version of the policy language",
  ),
  row("a number as version", { Version: 2012, Statement: allow }, "Version: is not a version of the policy language"),
  row("version null", { Version: null, Statement: allow }, "Version: is not a version of the policy language"),
  row("an id that is no text", { Id: {}, Statement: allow }, "Id: is not a policy's id"),
  row(
    "a document in itself",
    cyclic,
    `${AT}.Statement: is not an element of a statement`,
    `${AT}: has no Effect`,
    `${AT}: has no Action`,
    `${AT}: has no Resource`,
  ),
];

const STATEMENTS = [
  row("no effect", one({ Action: "*", Resource: "*" }), `${AT}: has no Effect`),
  row("effect in small letters", but({ Effect: "allow" }), `${AT}.Effect: is not an effect`),
  row("effect null", but({ Effect: null }), `${AT}.Effect: is not an effect`),
  row("effect a list", but({ Effect: ["Allow"] }), `${AT}.Effect: is not an effect`),
  row(
    "a misspelt Effect",
    one({ Efect: "Allow", Action: "*", Resource: "*" }),
    `${AT}.Efect: is not an element of a statement`,
  ),
  row("no action", one({ Effect: "Allow", Resource: "*" }), `${AT}: has no Action`),
  row("no resource", one({ Effect: "Allow", Action: "*" }), `${AT}: has no Resource`),
  row("both actions", but({ NotAction: "s3:*" }), `${AT}: has both Action and NotAction`),
  row("both resources", but({ NotResource: "*" }), `${AT}: has both Resource and NotResource`),
  row(
    "Actions",
    one({ Effect: "Allow", Actions: "*", Resource: "*" }),
    `${AT}.Actions: is not an element of a statement`,
  ),
  row("Conditions", but({ Conditions: {} }), `${AT}.Conditions: is not an element of a statement`),
  row("Sid with a blank", but({ Sid: "a b" }), `${AT}.Sid: is not a statement id`),
  row("Sid a number", but({ Sid: 1 }), `${AT}.Sid: is not a statement id`),
  row(
    "one Sid twice",
    {
      Statement: [
        { ...allow, Sid: "a" },
        { ...allow, Sid: "a" },
      ],
    },
    "Statement.1.Sid: is the id of two statements",
  ),
  row(
    "Principal",
    but({ Principal: "*" }),
    `${AT}.Principal: cannot stand in a role's own policy: only trust and resource policies name principals`,
  ),
  row(
    "NotPrincipal",
    but({ NotPrincipal: "*" }),
    `${AT}.NotPrincipal: cannot stand in a role's own policy: only trust and resource policies name principals`,
  ),
];

const ACTIONS = [
  ...[
    "",
    "s3",
    "GetObject",
    "s3:",
    ":GetObject",
    "s3:Get Object",
    "s3:Get:Object",
    "s3.GetObject",
    " s3:GetObject",
    "s3:Gét",
    "**",
    "s3:GetObject,s3:PutObject",
    "${aws:username}:Get",
  ].map((action) =>
    row(`action ${JSON.stringify(action)}`, but({ Action: action }), `${AT}.Action: is not an IAM action`),
  ),
  row("no actions", but({ Action: [] }), `${AT}.Action: is empty`),
  row("an action null", but({ Action: null }), `${AT}.Action: is not an IAM action`),
  row(
    "an action of a list",
    but({ Action: ["s3:GetObject", 7, { a: 1 }] }),
    `${AT}.Action.1: is not an IAM action`,
    `${AT}.Action.2: is not an IAM action`,
  ),
  row(
    "NotAction a map",
    one({ Effect: "Allow", NotAction: {}, Resource: "*" }),
    `${AT}.NotAction: is not an IAM action`,
  ),
];

const RESOURCES = [
  ...["", "reports", "s3:::reports", "a*", "ARN:aws:s3:::reports", "${aws:username}"].map((resource) =>
    row(`resource ${JSON.stringify(resource)}`, but({ Resource: resource }), `${AT}.Resource: is not a resource's ARN`),
  ),
  ...["arn:", "arn:aws:s3", "arn:aws:s3::reports"].map((resource) =>
    row(`resource ${resource}`, but({ Resource: [resource] }), `${AT}.Resource.0: is not a whole ARN`),
  ),
  ...["${", "${}", "${aws:username", "${aws:username, x}", "${aws:username 'x'}", "${aws:username, 'x}", "${a,b}"].map(
    (variable) =>
      row(
        `variable ${variable}`,
        but({ Resource: `arn:aws:s3:::a/${variable}` }),
        `${AT}.Resource: holds a policy variable that IAM cannot read`,
      ),
  ),
  row("no resources", but({ Resource: [] }), `${AT}.Resource: is empty`),
  row("a resource false", but({ Resource: [false] }), `${AT}.Resource.0: is not a resource's ARN`),
];

const CONDITIONS = [
  ...[null, [], "x", 1].map((value) =>
    row(`condition ${JSON.stringify(value)}`, when(value), `${AT}.Condition: is not a condition`),
  ),
  ...[
    "StringEqual",
    "",
    "ForAllValues:",
    "ForSomeValues:StringEquals",
    "NullIfExists",
    "ForAnyValue:Null",
    "IfExists",
    "StringEqualsIfExistsIfExists",
    "constructor",
  ].map((operator) =>
    row(
      `operator ${JSON.stringify(operator)}`,
      when({ [operator]: { "a:b": "true" } }),
      `${AT}.Condition.${operator}: is not a condition operator`,
    ),
  ),
  row(
    "an operator without keys",
    when({ StringEquals: "a" }),
    `${AT}.Condition.StringEquals: is not a map of condition keys`,
  ),
  ...["", "username", ":x", "aws:", "aws username:x"].map((key) =>
    row(
      `key ${JSON.stringify(key)}`,
      when({ StringEquals: { [key]: "a" } }),
      `${AT}.Condition.StringEquals.${key}: is not a condition key`,
    ),
  ),
  row("no values", when({ StringEquals: { "a:b": [] } }), `${AT}.Condition.StringEquals.a:b: is empty`),
  row(
    "a value null",
    when({ StringEquals: { "a:b": null } }),
    `${AT}.Condition.StringEquals.a:b: is not a condition's value`,
  ),
  row(
    "a map as value",
    when({ StringEquals: { "a:b": [{}] } }),
    `${AT}.Condition.StringEquals.a:b: is not a condition's value`,
  ),
  row(
    "no number",
    when({ NumericEquals: { "a:b": "ten" } }),
    `${AT}.Condition.NumericEquals.a:b: is not a value that NumericEquals compares`,
  ),
  row(
    "no date",
    when({ DateLessThan: { "a:b": "31.1.2026" } }),
    `${AT}.Condition.DateLessThan.a:b: is not a value that DateLessThan compares`,
  ),
  row("no flag", when({ Bool: { "a:b": "yes" } }), `${AT}.Condition.Bool.a:b: is not a value that Bool compares`),
  row("no flag of Null", when({ Null: { "a:b": "" } }), `${AT}.Condition.Null.a:b: is not a value that Null compares`),
  row(
    "no Base64",
    when({ BinaryEquals: { "a:b": "ä" } }),
    `${AT}.Condition.BinaryEquals.a:b: is not a value that BinaryEquals compares`,
  ),
  ...["1.2.3", "1.2.3.256", "1.2.3.4/33", "1.2.3.4/", "::g", "1::2::3", "::/129", "${aws:SourceIp}"].map((value) =>
    row(
      `address ${value}`,
      when({ IpAddress: { "a:b": value } }),
      `${AT}.Condition.IpAddress.a:b: is not a value that IpAddress compares`,
    ),
  ),
  row(
    "an open variable",
    when({ StringEquals: { "a:b": "${aws:username" } }),
    `${AT}.Condition.StringEquals.a:b: holds a policy variable that IAM cannot read`,
  ),
];

const TRUSTS = of("trust", [
  row("a trust without principal", one({ Effect: "Allow", Action: "sts:AssumeRole" }), `${AT}: has no Principal`),
  row("a trust with a resource", one({ ...trust, Resource: "*" }), `${AT}.Resource: cannot stand in a trust policy`),
  row(
    "a trust with NotPrincipal",
    one({ Effect: "Deny", NotPrincipal: "*", Action: "sts:AssumeRole" }),
    `${AT}.NotPrincipal: cannot stand in a trust policy`,
  ),
  row(
    "a trust of another action",
    one({ ...trust, Action: "s3:GetObject" }),
    `${AT}.Action: is not an action of a trust policy: it is about assuming the role`,
  ),
  row(
    "a principal that is a text",
    one({ ...trust, Principal: "123456789012" }),
    `${AT}.Principal: does not name principals`,
  ),
  row("no principals", one({ ...trust, Principal: {} }), `${AT}.Principal: is empty`),
  row("an empty list of principals", one({ ...trust, Principal: { AWS: [] } }), `${AT}.Principal.AWS: is empty`),
  row(
    "a principal of no kind",
    one({ ...trust, Principal: { Aws: "*" } }),
    `${AT}.Principal.Aws: is not a kind of principal`,
  ),
  row(
    "a canonical user",
    one({ ...trust, Principal: { CanonicalUser: "a".repeat(64) } }),
    `${AT}.Principal.CanonicalUser: is not a kind of principal`,
  ),
  row(
    "a wildcard in a principal",
    one({ ...trust, Principal: { AWS: "arn:aws:iam::123456789012:role/*" } }),
    `${AT}.Principal.AWS: is not a principal of the kind AWS`,
  ),
  row(
    "an account of 11 digits",
    one({ ...trust, Principal: { AWS: ["12345678901"] } }),
    `${AT}.Principal.AWS.0: is not a principal of the kind AWS`,
  ),
  row(
    "a service without domain",
    one({ ...trust, Principal: { Service: "pods" } }),
    `${AT}.Principal.Service: is not a principal of the kind Service`,
  ),
  row(
    "a federated account",
    one({ ...trust, Principal: { Federated: 7 } }),
    `${AT}.Principal.Federated: is not a principal of the kind Federated`,
  ),
]);

const RESOURCE_POLICIES = of("resource", [
  row("a resource policy without principal", one(allow), `${AT}: has no Principal`),
  row(
    "Allow with NotPrincipal",
    one({ ...allow, NotPrincipal: { AWS: "*" } }),
    `${AT}.NotPrincipal: cannot stand in a statement that allows: it would allow everybody else, strangers too`,
  ),
  row(
    "both principals",
    one({ ...bucket, Effect: "Deny", NotPrincipal: "*" }),
    `${AT}: has both Principal and NotPrincipal`,
  ),
  row(
    "a canonical user of 3 letters",
    one({ ...bucket, Principal: { CanonicalUser: "abc" } }),
    `${AT}.Principal.CanonicalUser: is not a principal of the kind CanonicalUser`,
  ),
  row("an empty resource", one({ ...bucket, Resource: "" }), `${AT}.Resource: is not a resource's ARN`),
]);

export const MALFORMED: readonly Malformed[] = [
  ...DOCUMENTS,
  ...STATEMENTS,
  ...ACTIONS,
  ...RESOURCES,
  ...CONDITIONS,
  ...TRUSTS,
  ...RESOURCE_POLICIES,
];
