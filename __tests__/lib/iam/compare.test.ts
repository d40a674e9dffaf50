import type { Verdict } from "../../../lib/iam/compare";
import { allow, compared, deny, lines, type Written, type WrittenSet } from "./compared";

type Side = WrittenSet | Written[];
type Case = [name: string, before: Side, after: Side, verdict: Verdict, gained?: string[], lost?: string[]];

const GET = "s3:GetObject";
const PUT = "s3:PutObject";
const B = "arn:aws:s3:::b/*";
const BA = "arn:aws:s3:::b/a*";
const C = "arn:aws:s3:::c/*";
const IN = (key: string, ...values: string[]) => ({ StringEquals: { [key]: values } });
const VPC = "aws:SourceVpc";
const TAG = "aws:PrincipalTag/team";
const GETS = ["s3:GetObject", "s3:GetObjectAcl", "s3:GetBucketPolicy"];

const SAME: Case[] = [
  ["itself", [allow(GET, B)], [allow(GET, B)], "equivalent"],
  ["nothing and nothing", [], [], "equivalent"],
  ["another order of statements", [allow(GET, B), allow(PUT, C)], [allow(PUT, C), allow(GET, B)], "equivalent"],
  ["another Sid", [{ ...allow(GET, B), Sid: "A" }], [{ ...allow(GET, B), Sid: "B" }], "equivalent"],
  ["a statement split", [allow([GET, PUT], [B, C])], [allow(GET, [B, C]), allow(PUT, B), allow(PUT, C)], "equivalent"],
  ["a statement twice", [allow(GET, B)], [allow(GET, B), allow(GET, B)], "equivalent"],
  ["letter case of actions", [allow("s3:getobject", B)], [allow("S3:GetObject", B)], "equivalent"],
  ["a wildcard against its actions", [allow("s3:Get*", B)], [allow(GETS, B)], "equivalent"],
  [
    "a service against its actions",
    [allow("sqs:*")],
    [
      allow([
        "sqs:ReceiveMessage",
        "sqs:ListQueues",
        "sqs:SendMessage",
        "sqs:DeleteMessage",
        "sqs:TagQueue",
        "sqs:AddPermission",
      ]),
    ],
    "equivalent",
  ],
  ["* and *:*", [allow("*")], [allow("*:*")], "equivalent"],
  ["** and *", [allow("s3:**", "arn:aws:s3:::**")], [allow("s3:*", "arn:aws:s3:::*")], "equivalent"],
  ["?* and *?", [allow(GET, "arn:aws:s3:::?*")], [allow(GET, "arn:aws:s3:::*?")], "equivalent"],
  ["a resource in a wider one", [allow(GET, B)], [allow(GET, [B, BA])], "equivalent"],
  [
    "a resource in two that overlap",
    [allow(GET, ["arn:aws:s3:::a*", "arn:aws:s3:::*z"])],
    [allow(GET, ["arn:aws:s3:::*z", "arn:aws:s3:::a*", "arn:aws:s3:::a*z"])],
    "equivalent",
  ],
  ["an action in a wider one", [allow("s3:*", B)], [allow("s3:*", B), allow(GET, B)], "equivalent"],
  ["narrower conditions beside none", [allow(GET, B)], [allow(GET, B), allow(GET, B, IN(VPC, "v1"))], "equivalent"],
  [
    "values split",
    [allow(GET, B, IN(VPC, "v1", "v2"))],
    [allow(GET, B, IN(VPC, "v1")), allow(GET, B, IN(VPC, "v2"))],
    "equivalent",
  ],
  [
    "letter case of condition keys",
    [allow(GET, B, IN("aws:SourceVpc", "v"))],
    [allow(GET, B, IN("AWS:sourcevpc", "v"))],
    "equivalent",
  ],
  ["order of values", [allow(GET, B, IN(VPC, "v1", "v2"))], [allow(GET, B, IN(VPC, "v2", "v1"))], "equivalent"],
  [
    "StringLike without wildcards",
    [allow(GET, B, IN(VPC, "v"))],
    [allow(GET, B, { StringLike: { [VPC]: "v" } })],
    "equivalent",
  ],
  [
    "ArnLike and ArnEquals",
    [allow(GET, B, { ArnLike: { "aws:SourceArn": "arn:aws:sns:*:1:t" } })],
    [allow(GET, B, { ArnEquals: { "aws:SourceArn": "arn:aws:sns:*:1:t" } })],
    "equivalent",
  ],
  [
    "numbers written otherwise",
    [allow(GET, B, { NumericLessThan: { "s3:max-keys": "10" } })],
    [allow(GET, B, { NumericLessThan: { "s3:max-keys": "10.0" } })],
    "equivalent",
  ],
  [
    "< and <= with > between",
    [allow(GET, B)],
    [allow(GET, B), allow(GET, B, { NumericGreaterThan: { "s3:max-keys": "5" } })],
    "equivalent",
  ],
  [
    "dates of two zones",
    [allow(GET, B, { DateLessThan: { "aws:CurrentTime": "2026-01-01T00:00:00Z" } })],
    [allow(GET, B, { DateLessThan: { "aws:CurrentTime": "2026-01-01T01:00:00+01:00" } })],
    "equivalent",
  ],
  [
    "an address range in halves",
    [allow(GET, B, { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } })],
    [allow(GET, B, { IpAddress: { "aws:SourceIp": ["10.0.0.0/9", "10.128.0.0/9"] } })],
    "equivalent",
  ],
  [
    "Bool true and false and absent",
    [allow(GET, B)],
    [allow(GET, B, { Bool: { "aws:SecureTransport": "true" } }), allow(GET, B)],
    "equivalent",
  ],
  ["a denial of what nobody allows", [allow(GET, B)], [allow(GET, B), deny(PUT, B)], "equivalent"],
  ["a denial elsewhere", [allow(GET, B)], [allow(GET, B), deny(GET, C)], "equivalent"],
  [
    "a denial under conditions that exclude each other",
    [allow(GET, B, IN(VPC, "v1"))],
    [allow(GET, B, IN(VPC, "v1")), deny(GET, B, IN(VPC, "v2"))],
    "equivalent",
  ],
  [
    "all but one as NotResource and as a denial",
    [{ Effect: "Allow", Action: GET, NotResource: B }],
    [allow(GET, "*"), deny(GET, B)],
    "equivalent",
  ],
  [
    "all but one as NotAction and as a denial",
    [{ Effect: "Allow", NotAction: "iam:*", Resource: "*" }],
    [allow("*"), deny("iam:*")],
    "equivalent",
  ],
  [
    "not equal as an operator and as a denial",
    [allow(GET, B, { StringNotEquals: { [VPC]: "v" } })],
    [allow(GET, B), deny(GET, B, IN(VPC, "v"))],
    "equivalent",
  ],
  ["a boundary of all", [allow(GET, B)], { identity: [allow(GET, B)], boundary: [allow("*")] }, "equivalent"],
  [
    "a boundary as narrow as the policy",
    [allow(GET, B)],
    { identity: [allow("*")], boundary: [allow(GET, B)] },
    "equivalent",
  ],
  [
    "a boundary in the session's place",
    { identity: [allow("s3:*")], boundary: [allow(GET, B)] },
    { identity: [allow("s3:*")], session: [allow(GET, B)] },
    "equivalent",
  ],
  [
    "the same variables",
    [allow(GET, `arn:aws:s3:::b/\${${TAG}}/*`)],
    [allow(GET, `arn:aws:s3:::b/\${ ${TAG} }/*`)],
    "equivalent",
  ],
  ["variables under all", [allow(GET, B)], [allow(GET, [B, `arn:aws:s3:::b/\${${TAG}}/*`])], "equivalent"],
  [
    "a variable's value beside one in the list",
    [allow(GET, B, { StringEquals: { [VPC]: ["v", `\${${TAG}}`] } })],
    [allow(GET, B, IN(VPC, "v")), allow(GET, B, { StringEquals: { [VPC]: `\${${TAG}}` } })],
    "equivalent",
  ],
  [
    "an escaped star",
    [allow(GET, "arn:aws:s3:::b/${*}")],
    [allow(GET, ["arn:aws:s3:::b/${*}"]), deny(GET, "arn:aws:s3:::b/x")],
    "equivalent",
  ],
  [
    "a star at the end of a part, which reaches over colons",
    [allow(GET, "arn:aws:s*:::b")],
    [allow(GET, ["arn:aws:s*:::b", "arn:aws:sqs:eu:1:::b"])],
    "equivalent",
  ],
  [
    "Null both ways",
    [allow(GET, B)],
    [allow(GET, B, { Null: { [VPC]: "true" } }), allow(GET, B, { Null: { [VPC]: "false" } })],
    "equivalent",
  ],
  [
    "IfExists as present or absent",
    [allow(GET, B, { StringEqualsIfExists: { [VPC]: "v" } })],
    [allow(GET, B, IN(VPC, "v")), allow(GET, B, { Null: { [VPC]: "true" } })],
    "equivalent",
  ],
];

const DIFFERENT: Case[] = [
  ["an action more", [allow(GET, B)], [allow([GET, PUT], B)], "broadened", [`write: ${PUT} on ${B}`]],
  ["an action less", [allow([GET, PUT], B)], [allow(GET, B)], "narrowed", [], [`write: ${PUT} on ${B}`]],
  [
    "an action for another",
    [allow(GET, B)],
    [allow(PUT, B)],
    "both",
    [`write: ${PUT} on ${B}`],
    [`read: ${GET} on ${B}`],
  ],
  ["a resource more", [allow(GET, B)], [allow(GET, [B, C])], "broadened", [`read: ${GET} on ${C}`]],
  ["a wider resource", [allow(GET, BA)], [allow(GET, B)], "broadened", [`read: ${GET} on ${B} except ${BA}`]],
  ["a narrower resource", [allow(GET, B)], [allow(GET, BA)], "narrowed", [], [`read: ${GET} on ${B} except ${BA}`]],
  [
    "resources that overlap",
    [allow(GET, "arn:aws:s3:::a*")],
    [allow(GET, "arn:aws:s3:::*z")],
    "both",
    [`read: ${GET} on arn:aws:s3:::*z except arn:aws:s3:::a*`],
    [`read: ${GET} on arn:aws:s3:::a* except arn:aws:s3:::*z`],
  ],
  [
    "letter case of resources",
    [allow(GET, "arn:aws:s3:::b/x")],
    [allow(GET, "arn:aws:s3:::b/X")],
    "both",
    [`read: ${GET} on arn:aws:s3:::b/X`],
    [`read: ${GET} on arn:aws:s3:::b/x`],
  ],
  [
    "? for *",
    [allow(GET, "arn:aws:s3:::b?")],
    [allow(GET, "arn:aws:s3:::b*")],
    "broadened",
    [`read: ${GET} on arn:aws:s3:::b* except arn:aws:s3:::b?`],
  ],
  [
    "all of a service",
    [],
    [allow("sqs:*")],
    "broadened",
    ["permissions: sqs:* on *", "write: sqs:* on *", "tagging: sqs:* on *", "read: sqs:* on *", "list: sqs:* on *"],
  ],
  [
    "all",
    [],
    [allow("*")],
    "broadened",
    ["permissions: * on *", "write: * on *", "tagging: * on *", "read: * on *", "list: * on *"],
  ],
  [
    "all of a level",
    [],
    [allow(["iam:TagRole", "iam:GetRole"])],
    "broadened",
    ["tagging: iam:* (level) on *", "read: iam:* (level) on *"],
  ],
  ["an action that nobody knows", [], [allow("s3:Teleport", B)], "broadened", [`unknown: s3:teleport on ${B}`]],
  ["a service that nobody knows", [], [allow("warp:*", "*")], "broadened", ["unknown: warp:* on *"]],
  [
    "a denial of actions that nobody knows",
    [allow("s3:*")],
    [allow("s3:*"), deny("s3:Tele*")],
    "narrowed",
    [],
    ["unknown: s3:tele* on *"],
  ],
  ["a denial", [allow("s3:Get*", B)], [allow("s3:Get*", B), deny(GET, BA)], "narrowed", [], [`read: ${GET} on ${BA}`]],
  ["a denial less", [allow(GET, B), deny(GET, BA)], [allow(GET, B)], "broadened", [`read: ${GET} on ${BA}`]],
  [
    "a denial under a condition",
    [allow(GET, B)],
    [allow(GET, B), deny(GET, "*", IN(VPC, "v"))],
    "narrowed",
    [],
    [`read: ${GET} on ${B} when StringEquals ${VPC} v`],
  ],
  [
    "a denial unless",
    [allow(GET, B)],
    [allow(GET, B), deny(GET, "*", { StringNotEquals: { [VPC]: "v" } })],
    "narrowed",
    [],
    [`read: ${GET} on ${B} when StringNotEquals ${VPC} v`],
  ],
  [
    "a condition more",
    [allow(GET, B)],
    [allow(GET, B, IN(VPC, "v"))],
    "narrowed",
    [],
    [`read: ${GET} on ${B} unless StringEquals ${VPC} v`],
  ],
  [
    "a condition less",
    [allow(GET, B, IN(VPC, "v"))],
    [allow(GET, B)],
    "broadened",
    [`read: ${GET} on ${B} unless StringEquals ${VPC} v`],
  ],
  [
    "a second condition",
    [allow(GET, B, IN(VPC, "v"))],
    [allow(GET, B, { StringEquals: { [VPC]: "v", [TAG]: "t" } })],
    "narrowed",
    [],
    [`read: ${GET} on ${B} when StringEquals ${VPC} v unless StringEquals ${TAG} t & StringEquals ${VPC} v`],
  ],
  [
    "a value more",
    [allow(GET, B, IN(VPC, "v1"))],
    [allow(GET, B, IN(VPC, "v1", "v2"))],
    "broadened",
    [`read: ${GET} on ${B} when StringEquals ${VPC} v1|v2 unless StringEquals ${VPC} v1`],
  ],
  [
    "a value for another",
    [allow(GET, B, IN(VPC, "v1"))],
    [allow(GET, B, IN(VPC, "v2"))],
    "both",
    [`read: ${GET} on ${B} when StringEquals ${VPC} v2`],
    [`read: ${GET} on ${B} when StringEquals ${VPC} v1`],
  ],
  [
    "a wider value",
    [allow(GET, B, { StringLike: { [VPC]: "v1*" } })],
    [allow(GET, B, { StringLike: { [VPC]: "v*" } })],
    "broadened",
    [`read: ${GET} on ${B} when StringLike ${VPC} v* unless StringLike ${VPC} v1*`],
  ],
  [
    "IgnoreCase",
    [allow(GET, B, IN(VPC, "v"))],
    [allow(GET, B, { StringEqualsIgnoreCase: { [VPC]: "v" } })],
    "broadened",
    [`read: ${GET} on ${B} when StringEqualsIgnoreCase ${VPC} v unless StringEquals ${VPC} v`],
  ],
  [
    "IfExists",
    [allow(GET, B, IN(VPC, "v"))],
    [allow(GET, B, { StringEqualsIfExists: { [VPC]: "v" } })],
    "broadened",
    [`read: ${GET} on ${B} when StringEqualsIfExists ${VPC} v unless StringEquals ${VPC} v`],
  ],
  [
    "a wider interval",
    [allow(GET, B, { NumericLessThan: { "s3:max-keys": "5" } })],
    [allow(GET, B, { NumericLessThanEquals: { "s3:max-keys": "5" } })],
    "broadened",
    [`read: ${GET} on ${B} when NumericLessThanEquals s3:max-keys 5 unless NumericLessThan s3:max-keys 5`],
  ],
  [
    "a later date",
    [allow(GET, B, { DateLessThan: { "aws:CurrentTime": "2026-01-01" } })],
    [allow(GET, B, { DateLessThan: { "aws:CurrentTime": "2027-01-01" } })],
    "broadened",
    [
      `read: ${GET} on ${B} when DateLessThan aws:CurrentTime 2027-01-01 unless DateLessThan aws:CurrentTime 2026-01-01`,
    ],
  ],
  [
    "a wider address range",
    [allow(GET, B, { IpAddress: { "aws:SourceIp": "10.0.0.0/9" } })],
    [allow(GET, B, { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } })],
    "broadened",
    [`read: ${GET} on ${B} when IpAddress aws:SourceIp 10.0.0.0/8 unless IpAddress aws:SourceIp 10.0.0.0/9`],
  ],
  [
    "ForAllValues for ForAnyValue",
    [allow(GET, B, { "ForAnyValue:StringEquals": { "aws:TagKeys": "a" } })],
    [allow(GET, B, { "ForAllValues:StringEquals": { "aws:TagKeys": "a" } })],
    "both",
    [`read: ${GET} on ${B} when ForAllValues:StringEquals aws:TagKeys a unless ForAnyValue:StringEquals aws:TagKeys a`],
    [`read: ${GET} on ${B} when ForAnyValue:StringEquals aws:TagKeys a unless ForAllValues:StringEquals aws:TagKeys a`],
  ],
  [
    "a boundary",
    [allow("s3:Get*", "*")],
    { identity: [allow("s3:Get*", "*")], boundary: [allow("*", B)] },
    "narrowed",
    [],
    [`read: s3:* (level) on * except ${B}`],
  ],
  [
    "a boundary gone",
    { identity: [allow(GET, "*")], boundary: [allow(GET, B)] },
    [allow(GET, "*")],
    "broadened",
    [`read: ${GET} on * except ${B}`],
  ],
  [
    "a wider boundary",
    { identity: [allow(GET, "*")], boundary: [allow(GET, B)] },
    { identity: [allow(GET, "*")], boundary: [allow(GET, [B, C])] },
    "broadened",
    [`read: ${GET} on ${C}`],
  ],
  [
    "a boundary that denies",
    [allow("s3:*", B)],
    { identity: [allow("s3:*", B)], boundary: [allow("*"), deny("s3:Get*", BA)] },
    "narrowed",
    [],
    [`read: s3:* (level) on ${BA}`],
  ],
  [
    "a session policy",
    [allow(GET, [B, C])],
    { identity: [allow(GET, [B, C])], session: [allow("*", C)] },
    "narrowed",
    [],
    [`read: ${GET} on ${B}`],
  ],
  [
    "a boundary under a condition",
    [allow(GET, B)],
    { identity: [allow(GET, B)], boundary: [allow("*", "*", IN(VPC, "v"))] },
    "narrowed",
    [],
    [`read: ${GET} on ${B} unless StringEquals ${VPC} v`],
  ],
  [
    "what NotAction leaves",
    [allow("*")],
    [{ Effect: "Allow", NotAction: "iam:*", Resource: "*" }],
    "narrowed",
    [],
    ["permissions: iam:* on *", "write: iam:* on *", "tagging: iam:* on *", "read: iam:* on *", "list: iam:* on *"],
  ],
  [
    "what NotResource leaves",
    [allow(GET)],
    [{ Effect: "Allow", Action: GET, NotResource: [B, C] }],
    "narrowed",
    [],
    [`read: ${GET} on *`.replace("*", B), `read: ${GET} on *`.replace("*", C)],
  ],
  [
    "a wildcard in the account",
    [allow("sqs:SendMessage", "arn:aws:sqs:*:1:q")],
    [allow("sqs:SendMessage", "arn:aws:sqs:*:*:q")],
    "broadened",
    ["write: sqs:SendMessage on arn:aws:sqs:*:*:q except arn:aws:sqs:*:1:q"],
  ],
  [
    "a pattern with a variable",
    [],
    [allow(GET, `arn:aws:s3:::b/\${${TAG}}/*`)],
    "broadened",
    [`read: ${GET} on arn:aws:s3:::b/\${${TAG}}/*`],
  ],
  [
    "all for a variable",
    [allow(GET, `arn:aws:s3:::b/\${${TAG}}/*`)],
    [allow(GET, B)],
    "broadened",
    [
      `read: ${GET} on ${B} except arn:aws:s3:::b/*/*`,
      `read: ${GET} on arn:aws:s3:::b/*/* unless ArnLike Resource arn:aws:s3:::b/\${${TAG}}/*`,
    ],
  ],
  [
    "what looks like a variable in the older version",
    { identity: [allow(GET, "arn:aws:s3:::b/${x:y}")], version: "2008-10-17" },
    [allow(GET, "arn:aws:s3:::b/${x:y}")],
    "both",
    [`read: ${GET} on arn:aws:s3:::b/\${x:y} except arn:aws:s3:::b/\${x:y}`],
    [`read: ${GET} on arn:aws:s3:::b/\${x:y} unless ArnLike Resource arn:aws:s3:::b/\${x:y}`],
  ],
  [
    "numbers between two",
    [
      allow(GET, B, { NumericLessThanEquals: { "s3:max-keys": "5" } }),
      allow(GET, B, { NumericGreaterThanEquals: { "s3:max-keys": "6" } }),
    ],
    [
      allow(GET, B, { NumericLessThan: { "s3:max-keys": "6" } }),
      allow(GET, B, { NumericGreaterThanEquals: { "s3:max-keys": "6" } }),
    ],
    "broadened",
    [`read: ${GET} on ${B} when NumericLessThan s3:max-keys 6 unless NumericLessThanEquals s3:max-keys 5`],
  ],
  [
    "a star within a part, which does not",
    [allow(GET, "arn:aws:s*x:::b")],
    [allow(GET, ["arn:aws:s*x:::b", "arn:aws:s:x:::b"])],
    "broadened",
    [`read: ${GET} on arn:aws:s:x:::b`],
  ],
  [
    "all but a variable's for all but all",
    [{ Effect: "Allow", Action: GET, NotResource: `arn:aws:s3:::b/\${${TAG}}` }],
    [{ Effect: "Allow", Action: GET, NotResource: B }],
    "narrowed",
    [],
    [`read: ${GET} on ${B} when ArnNotLike Resource arn:aws:s3:::b/\${${TAG}}`],
  ],
];

const UNCLEAR: Case[] = [
  [
    "two patterns of one variable",
    [allow(GET, `arn:aws:s3:::b/\${${TAG}}/*`)],
    [allow(GET, `arn:aws:s3:::b/\${${TAG}}*`)],
    "cannot tell",
  ],
  [
    "a variable against a value",
    [allow(GET, B, IN(VPC, "v"))],
    [allow(GET, B, { StringEquals: { [VPC]: `\${${TAG}}` } })],
    "cannot tell",
  ],
  [
    "a text and a number of one key",
    [allow(GET, B, { StringLike: { "s3:max-keys": "1*" } })],
    [
      allow(GET, B, { StringLike: { "s3:max-keys": "1*" }, NumericLessThan: { "s3:max-keys": "2000000" } }),
      allow(GET, B, { StringLike: { "s3:max-keys": "1*" }, NumericGreaterThan: { "s3:max-keys": "1" } }),
      allow(GET, B, { StringLike: { "s3:max-keys": ["1", "1?*"] } }),
    ],
    "cannot tell",
  ],
];

describe("compareAccess", () => {
  test.each([...SAME, ...DIFFERENT])("%s", (_name, before, after, verdict, gained = [], lost = []) => {
    const found = compared(before, after);
    expect({
      verdict: found.verdict,
      gained: lines(found.gained),
      lost: lines(found.lost),
      unclear: found.unclear,
    }).toEqual({
      verdict,
      gained,
      lost,
      unclear: { gained: [], lost: [] },
    });
    const back = compared(after, before);
    expect({ gained: lines(back.gained), lost: lines(back.lost) }).toEqual({ gained: lost, lost: gained });
  });

  test.each(UNCLEAR)("cannot tell: %s", (_name, before, after, verdict) => {
    const found = compared(before, after);
    expect(found.verdict).toBe(verdict);
    expect([...found.unclear.gained, ...found.unclear.lost].every(({ region }) => region.why.length > 0)).toBe(true);
  });
});
