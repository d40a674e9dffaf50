import type { AnyDocument } from "../../../../lib/iam/document";
import { placeholder, placeholderArn } from "../../../../lib/model/placeholder";
import { trustPolicy } from "../../../../lib/model/trust";
import { sessionTagsOff } from "../../../../lib/rules/change/session-tags-off";
import { trustInvalid } from "../../../../lib/rules/change/trust-invalid";
import { trustOpened } from "../../../../lib/rules/change/trust-opened";
import { action, allowing, pinnedTo, plan, pod, role } from "../../review/planned";
import { holds, said } from "./found";

const PINNED = pinnedTo(["backend/api"]);
const OPEN = trustPolicy(undefined);

function trusting(
  Principal: unknown,
  Condition?: unknown,
  Action: unknown = ["sts:AssumeRole", "sts:TagSession"],
): AnyDocument {
  const statement = { Effect: "Allow", Principal, Action, ...(Condition === undefined ? {} : { Condition }) };
  return { Version: "2012-10-17", Statement: [statement] };
}

function joined(...documents: AnyDocument[]): AnyDocument {
  return { Version: "2012-10-17", Statement: documents.flatMap(({ Statement }) => Statement) };
}

const allBut = (principal: string) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", NotPrincipal: { AWS: principal }, Action: "sts:AssumeRole" }],
});

const denial = (Principal: unknown) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Deny", Principal, Action: "sts:AssumeRole" }],
});

type Values = Readonly<Record<string, unknown>>;
const PIN = { StringEquals: { "aws:RequestTag/kubernetes-namespace": ["backend"] } };
/** The one statement that nearly every role trusts by, with something else in it. */
const plainPin = (more: Values = {}): AnyDocument => ({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { Service: "pods.eks.amazonaws.com" },
      Action: ["sts:AssumeRole", "sts:TagSession"],
      Condition: PIN,
      ...more,
    },
  ],
});
const SERVICE = { Service: "pods.eks.amazonaws.com" };
const OTHER_ACCOUNT = { AWS: "arn:aws:iam::111122223333:root" };

describe("trust-opened", () => {
  const changed = (was: AnyDocument, is: AnyDocument, bound = ["backend/api"]) => [
    plan({
      before: { pods: [pod({ role: role({ trust: was }) })] },
      after: { pods: bound.map((name) => pod({ name, address: name, role: role({ trust: is }) })) },
      actions: [action({ kind: "update", address: "aws_iam_role.api" })],
    }),
  ];
  const fresh = (trust: AnyDocument) => [plan({ after: { pods: [pod({ role: role({ trust }) })] } })];
  const aimed = (trust: AnyDocument, before?: AnyDocument) => {
    const target = (is: AnyDocument) => role({ name: "target", address: "aws_iam_role.target", trust: is });
    const bound = pod({ target: { roleArn: target(trust).identity.role.arn, trust: OPEN } });
    const side = (is: AnyDocument) => ({ pods: [bound], roles: [target(is)] });
    return [plan({ after: side(trust), before: before === undefined ? { pods: [bound] } : side(before) })];
  };
  const CI = "arn:aws:iam::492000000148:role/ci";
  const OWN = role().identity.role.arn;
  const anybodyIf = (condition: Readonly<Record<string, unknown>>) => trusting({ AWS: "*" }, condition);
  const ONLY_CI = { ArnEquals: { "aws:PrincipalArn": CI } };
  /** A pod of a standing target role that lets in the whole account, and the policy of the pod's own role. */
  const ROOT = "arn:aws:iam::492000000148:root";
  const reaching = (was: AnyDocument, is: AnyDocument, trust = trusting({ AWS: ROOT }), arn?: string) => {
    const target = role({ name: "target", address: "aws_iam_role.target", trust, ...(arn && { arn }) });
    const bound = { roleArn: target.identity.role.arn, trust: OPEN };
    const side = (policy: AnyDocument) => ({ pods: [pod({ role: role({ policy }), target: bound })], roles: [target] });
    return [plan({ before: side(was), after: side(is) })];
  };
  const QUEUE = allowing(["sqs:SendMessage"]);
  const ASSUME = allowing(["sts:AssumeRole"], [role({ name: "target" }).identity.role.arn]);
  const conditional = (Condition: unknown) => ({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Resource: "*", Condition }],
  });
  const coming = (others: readonly string[]) => {
    const target = (trust: AnyDocument) => role({ name: "target", address: "aws_iam_role.target", trust });
    const bound = pod({ target: { roleArn: target(PINNED).identity.role.arn, trust: OPEN } });
    const standing = others.map((name) => pod({ name, address: name }));
    const opened = target(trusting({ AWS: [CI, OWN] }));
    return [
      plan({
        before: { pods: standing, roles: [target(trusting({ AWS: CI }))] },
        after: { pods: [bound, ...standing.map((one) => ({ ...one, role: bound.role ?? role() }))], roles: [opened] },
      }),
    ];
  };
  const aim = (name: string) => ({ roleArn: role({ name }).identity.role.arn, trust: OPEN });
  /** A pod that comes to a target role, which lets its role in now. */
  const turning = (was: Parameters<typeof pod>[0]) => {
    const target = (trust: AnyDocument) => role({ name: "target", address: "aws_iam_role.target", trust });
    return [
      plan({
        before: { pods: [pod(was)], roles: [target(trusting({ AWS: CI }))] },
        after: { pods: [pod({ target: aim("target") })], roles: [target(trusting({ AWS: [CI, OWN] }))] },
      }),
    ];
  };
  const denying = (Principal: unknown, Action: unknown, Condition?: unknown) => ({
    Version: "2012-10-17",
    Statement: [{ Effect: "Deny", Principal, Action, ...(Condition === undefined ? {} : { Condition }) }],
  });
  const denied = (was: AnyDocument, ...is: AnyDocument[]) => changed(joined(OPEN, was), joined(OPEN, ...is));
  const under = (...conditions: [Values, Values]) => {
    const [was, is] = conditions.map((condition) => trusting(OTHER_ACCOUNT, condition));
    return changed(was ?? OPEN, is ?? OPEN);
  };
  const TEAM = "aws:PrincipalTag/team";
  const BOTH_ACTIONS = ["sts:AssumeRole", "sts:TagSession"];
  const IF_TEAM = { StringEquals: { "aws:PrincipalTag/team": "a" } };
  holds(trustOpened, [
    {
      name: "a role is named where its whole account was let in",
      plans: changed(
        joined(PINNED, trusting({ AWS: "arn:aws:iam::492000000148:root" })),
        joined(PINNED, trusting({ AWS: ["arn:aws:iam::492000000148:root", CI] })),
      ),
      says: [`warning ${CI} needs no policy of its own any more to assume the role`],
    },
    {
      name: "a role of pods is named where its whole account was let in",
      plans: changed(
        joined(PINNED, trusting({ AWS: "arn:aws:iam::492000000148:root" })),
        joined(PINNED, trusting({ AWS: OWN })),
      ),
      says: [`error ${OWN} needs no policy of its own any more to assume the role`],
    },
    {
      name: "an account by its id and by its root",
      plans: changed(trusting({ AWS: "492000000148" }), trusting({ AWS: "arn:aws:iam::492000000148:root" })),
    },
    {
      name: "a target role that stands lets in the role of a pod that was bound with it before",
      plans: aimed(trusting({ AWS: [CI, OWN] }), trusting({ AWS: CI })),
      says: [`error ${OWN} can now assume the role, and could not before`],
    },
    {
      name: "a target role that stands asks the role of a pod for less",
      plans: aimed(
        trusting({ AWS: OWN }),
        trusting({ AWS: OWN }, { StringEquals: { "sts:ExternalId": "us-east-1/492000000148/other/backend/api" } }),
      ),
      says: [`error ${OWN} is let in under wider conditions than before`],
    },
    { name: "a pod comes to a target role that stands", plans: coming([]) },
    {
      name: "the same, and others use its role without the target role",
      plans: coming(["backend/web"]),
      says: [`error ${OWN} can now assume the role, and could not before`],
    },
    { name: "a pod comes to it from another target role", plans: turning({ target: aim("other") }) },
    { name: "a pod comes to it by another role", plans: turning({ target: aim("target"), role: CI }) },
    {
      name: "a pod has come to it by the same role before",
      plans: turning({ target: aim("target") }),
      says: [`error ${OWN} can now assume the role, and could not before`],
    },
    {
      name: "a role may assume its target role now",
      plans: reaching(QUEUE, ASSUME),
      says: ["backend-api-api may now assume `arn:aws:iam::492000000148:role/pod-identity/backend-api/target`"],
    },
    { name: "it could do so before", plans: reaching(ASSUME, allowing(["sts:*"], ["*"])) },
    {
      name: "the target role names it, and asks for no policy",
      plans: reaching(QUEUE, ASSUME, trusting({ AWS: OWN })),
    },
    { name: "the target role does not let it in at all", plans: reaching(QUEUE, ASSUME, trusting({ AWS: CI })) },
    {
      name: "whom the target role lets in is not known",
      plans: reaching(QUEUE, ASSUME, {}),
      says: ["may now assume"],
    },
    {
      name: "it may do so under a condition",
      plans: reaching(QUEUE, conditional({ StringEquals: { "aws:SourceVpc": "vpc-1" } })),
      says: ["may now assume"],
    },
    {
      name: "it may do so under no condition any more",
      plans: reaching(conditional({ StringEquals: { "aws:SourceVpc": "vpc-1" } }), ASSUME),
      says: ["may now assume"],
    },
    ...(
      [
        ["the target role lets in its account for tags alone", trusting({ AWS: ROOT }, undefined, "sts:TagSession"), 0],
        ["the target role names it beside its account", trusting({ AWS: [ROOT, OWN] }), 0],
        ["the target role lets in everybody", trusting({ AWS: [ROOT, "*"] }), 0],
        ["one of whom the target role lets in is not known", trusting({ AWS: [CI, placeholderArn("arn of x")] }), 1],
      ] as const
    ).map(([name, trust, count]) => ({
      name,
      plans: reaching(QUEUE, ASSUME, trust),
      says: count === 0 ? [] : ["may now assume"],
    })),
    ...(
      [
        ["names it", trusting({ AWS: OWN }), 1],
        ["lets in its whole account", trusting({ AWS: ROOT }), 1],
        ["lets in another role", trusting({ AWS: CI }), 0],
      ] as const
    ).map(([name, trust, count]) => ({
      name: `a target role of another account ${name}`,
      plans: reaching(QUEUE, allowing(["sts:AssumeRole"], ["*"]), trust, "arn:aws:iam::111122223333:role/target"),
      says: count === 0 ? [] : ["may now assume `arn:aws:iam::111122223333:role/target`"],
    })),
    {
      name: "new, in an account that is not known",
      plans: [
        plan({
          after: {
            pods: [
              pod({
                role: role({
                  arn: `arn:aws:iam::${placeholder("account of provider aws")}:role/api`,
                  trust: joined(PINNED, trusting({ AWS: CI })),
                }),
              }),
            ],
          },
        }),
      ],
      says: [`error ${CI} can assume a new role, and whether it is of the role's own account cannot be told`],
    },
    {
      name: "new, for anybody under a condition",
      plans: fresh(joined(PINNED, anybodyIf(ONLY_CI))),
      says: [
        `error * lets anybody assume a new role, of whatever account, under the condition \`ArnEquals aws:PrincipalArn ${CI}\``,
      ],
    },
    {
      name: "new, for anybody under a condition and without one",
      plans: fresh(joined(PINNED, anybodyIf(ONLY_CI), trusting({ AWS: "*" }))),
      says: ["under the condition", "error * lets anybody of any account assume a new role"],
    },
    {
      name: "anybody comes in under a condition",
      plans: changed(PINNED, joined(PINNED, anybodyIf(ONLY_CI))),
      says: [
        `error * lets anybody assume the role, of whatever account, under the condition \`ArnEquals aws:PrincipalArn ${CI}\``,
      ],
    },
    {
      name: "what is denied is written in another order",
      plans: denied(
        denying({ AWS: [CI, OWN] }, BOTH_ACTIONS),
        denying({ AWS: [OWN, CI] }, [...BOTH_ACTIONS].reverse()),
      ),
    },
    {
      name: "more is denied",
      plans: denied(denying(OTHER_ACCOUNT, "sts:AssumeRole"), denying(OTHER_ACCOUNT, "sts:*")),
    },
    {
      name: "more are denied",
      plans: denied(
        denying({ AWS: "arn:aws:iam::111122223333:role/a" }, "sts:AssumeRole"),
        denying({ AWS: "111122223333" }, "sts:AssumeRole"),
      ),
    },
    {
      name: "one denial becomes two",
      plans: denied(
        denying({ AWS: "*" }, BOTH_ACTIONS),
        ...BOTH_ACTIONS.map((action) => denying({ AWS: "*" }, action)),
      ),
    },
    {
      name: "one action is denied no more",
      plans: denied(denying({ AWS: "*" }, BOTH_ACTIONS), denying({ AWS: "*" }, "sts:AssumeRole")),
      says: ["error sts:TagSession is denied no more"],
    },
    {
      name: "one principal is denied no more",
      plans: denied(denying({ AWS: [CI, OWN] }, "sts:AssumeRole"), denying({ AWS: CI }, "sts:AssumeRole")),
      says: ["error sts:AssumeRole is denied no more"],
    },
    {
      name: "denied under a condition only",
      plans: denied(denying(OTHER_ACCOUNT, "sts:AssumeRole"), denying(OTHER_ACCOUNT, "sts:AssumeRole", IF_TEAM)),
      says: ["error sts:AssumeRole is denied no more"],
    },
    {
      name: "one is denied with all",
      plans: denied(denying({ AWS: CI }, "sts:AssumeRole"), denying({ AWS: "*" }, "sts:AssumeRole")),
    },
    {
      name: "denied under a condition and under none",
      plans: denied(
        denying(OTHER_ACCOUNT, "sts:AssumeRole"),
        denying(OTHER_ACCOUNT, "sts:AssumeRole", IF_TEAM),
        denying(OTHER_ACCOUNT, "sts:AssumeRole"),
      ),
    },
    ...["sts:SetSourceIdentity", "sts:SetContext", "sts:AssumeRoleWithSAML"].map((action) => ({
      name: `${action} is denied no more`,
      plans: denied(denying({ AWS: "*" }, action), denying({ AWS: "*" }, "sts:AssumeRole")),
      says: [`error ${action} is denied no more`],
    })),
    {
      name: "denied under no condition any more",
      plans: denied(denying(OTHER_ACCOUNT, "sts:AssumeRole", IF_TEAM), denying(OTHER_ACCOUNT, "sts:AssumeRole")),
    },
    { name: "the same", plans: changed(PINNED, pinnedTo(["backend/api"])) },
    {
      name: "a new target role lets in the role that is bound with it",
      plans: aimed(trusting({ AWS: role().identity.role.arn })),
    },
    {
      name: "a new target role lets in another as well",
      plans: aimed(trusting({ AWS: [role().identity.role.arn, "arn:aws:iam::492000000148:role/ci"] })),
      says: ["arn:aws:iam::492000000148:role/ci can assume a new role"],
    },
    {
      name: "a target role that stands is opened",
      plans: aimed(trusting({ AWS: "*" }), trusting({ AWS: role().identity.role.arn })),
      says: ["lets anybody of any account assume the role"],
    },
    {
      name: "the pin is gone",
      plans: changed(PINNED, OPEN),
      says: [
        "error pods.eks.amazonaws.com is let in without the pin on `eks-cluster-arn`, `kubernetes-namespace`, `kubernetes-service-account`",
      ],
    },
    {
      name: "one part of the pin is gone",
      plans: changed(PINNED, trusting(SERVICE, { StringEquals: { "aws:RequestTag/kubernetes-namespace": "backend" } })),
      says: [
        "error pods.eks.amazonaws.com is let in without the pin on `eks-cluster-arn`, `kubernetes-service-account`",
      ],
    },
    { name: "a pin is added", plans: changed(OPEN, PINNED) },
    {
      name: "the pin takes in a service account that nobody binds to the role",
      plans: changed(PINNED, pinnedTo(["backend/api", "payments/api"])),
      says: ["error pods.eks.amazonaws.com is let in under wider conditions"],
    },
    {
      name: "the pin takes in a service account that the plan binds to the role",
      plans: changed(PINNED, pinnedTo(["backend/api", "backend/worker"]), ["backend/api", "backend/worker"]),
    },
    { name: "the pin loses a service account", plans: changed(pinnedTo(["backend/api", "backend/old"]), PINNED) },
    {
      name: "equals becomes a pattern",
      plans: changed(PINNED, trusting(SERVICE, { StringLike: { "aws:RequestTag/kubernetes-namespace": "back*" } })),
      says: ["without the pin"],
    },
    {
      name: "IfExists: a request without the tag gets in",
      plans: changed(
        trusting(SERVICE, { StringEquals: { "aws:RequestTag/kubernetes-namespace": "backend" } }),
        trusting(SERVICE, { StringEqualsIfExists: { "aws:RequestTag/kubernetes-namespace": "backend" } }),
      ),
      says: ["without the pin on `kubernetes-namespace`"],
    },
    {
      name: "another account comes in",
      plans: changed(PINNED, joined(PINNED, trusting(OTHER_ACCOUNT))),
      says: ["error arn:aws:iam::111122223333:root can now assume the role, and could not before"],
    },
    {
      name: "anybody comes in",
      plans: changed(PINNED, joined(PINNED, trusting("*"))),
      says: ["error * lets anybody of any account assume the role"],
    },
    {
      name: "a role of an account that was let in as a whole",
      plans: changed(
        joined(PINNED, trusting({ AWS: "111122223333" })),
        joined(PINNED, trusting({ AWS: "arn:aws:iam::111122223333:role/reader" })),
      ),
    },
    {
      name: "who is known only after apply",
      plans: changed(PINNED, joined(PINNED, trusting({ AWS: placeholderArn("arn of aws_iam_role.x") }))),
      says: [/can now assume the role.*known only after apply/],
    },
    {
      name: "a name that looks like what stands in for such a one",
      plans: changed(PINNED, joined(PINNED, trusting({ AWS: "arn:aws:iam::000000000000:role/later=%zz" }))),
      says: ["error arn:aws:iam::000000000000:role/later=%zz can now assume the role"],
    },
    { name: "another principal goes", plans: changed(joined(PINNED, trusting(OTHER_ACCOUNT)), PINNED) },
    {
      name: "a denial goes",
      plans: changed(joined(OPEN, denial(OTHER_ACCOUNT)), OPEN),
      says: ["error sts:AssumeRole is denied no more"],
    },
    { name: "a denial comes", plans: changed(OPEN, joined(OPEN, denial(OTHER_ACCOUNT))) },
    {
      name: "a negated condition names less",
      plans: changed(
        trusting(OTHER_ACCOUNT, { StringNotEquals: { "aws:PrincipalTag/team": ["a", "b"] } }),
        trusting(OTHER_ACCOUNT, { StringNotEquals: { "aws:PrincipalTag/team": ["a"] } }),
      ),
      says: ["under wider conditions"],
    },
    {
      name: "a negated condition names more",
      plans: under({ StringNotEquals: { [TEAM]: ["a"] } }, { StringNotEquals: { [TEAM]: ["a", "b"] } }),
    },
    {
      name: "a condition is negated",
      plans: under({ StringEquals: { [TEAM]: ["a"] } }, { StringNotEquals: { [TEAM]: ["a"] } }),
      says: ["under wider conditions"],
    },
    {
      name: "a pattern becomes what it matches",
      plans: under({ StringLike: { [TEAM]: "a*" } }, { StringEquals: { [TEAM]: "ab" } }),
    },
    {
      name: "a pattern becomes what it does not match",
      plans: under({ StringLike: { [TEAM]: "a*" } }, { StringEquals: { [TEAM]: "b" } }),
      says: ["under wider conditions"],
    },
    {
      name: "a pattern becomes a wider one, which it matches as a text",
      plans: under({ StringLike: { [TEAM]: "a?" } }, { StringLike: { [TEAM]: "a*" } }),
      says: ["under wider conditions"],
    },
    {
      name: "what is a pattern for others is none for an equal",
      plans: under({ StringEquals: { [TEAM]: "a*" } }, { StringEquals: { [TEAM]: "ab" } }),
      says: ["under wider conditions"],
    },
    {
      name: "any of several values in the place of all",
      plans: under(
        { "ForAllValues:StringEquals": { "aws:TagKeys": ["a"] } },
        { "ForAnyValue:StringEquals": { "aws:TagKeys": ["a"] } },
      ),
      says: ["under wider conditions"],
    },
    {
      name: "fewer values of a tag that may be missing",
      plans: under({ StringEqualsIfExists: { [TEAM]: ["a", "b"] } }, { StringEqualsIfExists: { [TEAM]: ["a"] } }),
    },
    {
      name: "a tag that may be missing may be so no more",
      plans: under({ StringEqualsIfExists: { [TEAM]: "a" } }, { StringEquals: { [TEAM]: "a" } }),
    },
    {
      name: "one comes in where everybody was let in",
      plans: changed(trusting("*"), joined(trusting("*"), trusting({ AWS: CI }))),
    },
    {
      name: "a role is named under no condition any more, beside its account",
      plans: changed(
        joined(trusting({ AWS: ROOT }), trusting({ AWS: CI }, IF_TEAM)),
        joined(trusting({ AWS: ROOT }), trusting({ AWS: CI })),
      ),
      says: [`error ${CI} is let in under wider conditions`],
    },
    ...(
      [
        ["everybody beside EKS", { Principal: { ...SERVICE, AWS: "*" } }, "error * lets anybody"],
        ["another service", { Principal: { Service: "ec2.amazonaws.com" } }, "error ec2.amazonaws.com can now assume"],
        [
          "one more way in",
          { Action: [...BOTH_ACTIONS, "sts:AssumeRoleWithSAML"] },
          "may now call `sts:AssumeRoleWithSAML`",
        ],
        ["an element that IAM does not know", { Except: "x" }, "has a trust policy that cannot be read"],
      ] as const
    ).map(([what, more, says]) => ({
      name: `the plain pin comes to have ${what}`,
      plans: changed(plainPin({}), plainPin(more)),
      says: [says],
    })),
    ...(
      [
        ["another action", { Action: ["sts:AssumeRole", "sts:SetContext"] }, "may now call `sts:TagSession`"],
        [
          "a second condition",
          { Condition: { ...PIN, Bool: { "aws:SecureTransport": "true" } } },
          "is let in under wider conditions",
        ],
      ] as const
    ).map(([what, more, says]) => ({
      name: `the plain pin was ${what}`,
      plans: changed(plainPin(more), plainPin({})),
      says: [says],
    })),
    {
      name: "the plain pin was a denial",
      plans: changed(plainPin({ Effect: "Deny" }), plainPin({})),
      says: ["error pods.eks.amazonaws.com can now assume the role", "error sts:AssumeRole is denied no more"],
    },
    {
      name: "a document with more in it than IAM knows",
      plans: changed(plainPin({}), { ...plainPin({}), Except: "x" }),
      says: ["has a trust policy that cannot be read"],
    },
    {
      name: "what cannot be read stays as it is",
      plans: changed(trusting({ AWS: "arn:aws:iam::*:root" }), trusting({ AWS: "arn:aws:iam::*:root" })),
    },
    {
      name: "another way in",
      plans: changed(trusting(SERVICE, undefined, "sts:TagSession"), trusting(SERVICE)),
      says: ["error pods.eks.amazonaws.com may now call `sts:AssumeRole` on the role"],
    },
    { name: "what cannot be read is not-analysable's", plans: changed(PINNED, {}) },
    {
      name: "what is no trust policy",
      plans: changed(PINNED, trusting({ AWS: "arn:aws:iam::*:root" })),
      says: ["error backend-api-api has a trust policy that cannot be read"],
    },
    { name: "what could not be read before", plans: changed({}, OPEN), says: ["cannot be read"] },
    { name: "new and pinned", plans: fresh(PINNED) },
    {
      name: "new without a pin",
      plans: fresh(OPEN),
      says: ["warning pods.eks.amazonaws.com is let in by a new role without a pin"],
    },
    { name: "new, pinned and open", plans: fresh(joined(PINNED, OPEN)), says: ["without a pin"] },
    { name: "new, open and pinned", plans: fresh(joined(OPEN, PINNED)), says: ["without a pin"] },
    ...["StringEqualsIfExists", "ForAllValues:StringEquals", "StringNotEquals"].map((operator) => ({
      name: `new, with ${operator} for a pin`,
      plans: fresh(trusting(SERVICE, { [operator]: { "aws:RequestTag/kubernetes-namespace": "backend" } })),
      says: ["without a pin"],
    })),
    {
      name: "new, for another service",
      plans: fresh(joined(PINNED, trusting({ Service: "ec2.amazonaws.com" }))),
      says: ["warning ec2.amazonaws.com can assume a new role beside the pods"],
    },
    {
      name: "new, for somebody who is known only after apply",
      plans: fresh(joined(PINNED, trusting({ AWS: placeholderArn("arn of x") }))),
      says: [/^warning .* can assume a new role beside the pods$/],
    },
    {
      name: "new, with tags from others, who come in no other way",
      plans: fresh(joined(PINNED, trusting(OTHER_ACCOUNT, undefined, "sts:TagSession"))),
    },
    {
      name: "new, pinned by a wildcard",
      plans: fresh(trusting(SERVICE, { StringLike: { "aws:RequestTag/kubernetes-namespace": "*" } })),
      says: ["without a pin"],
    },
    {
      name: "all but one come in",
      plans: changed(PINNED, joined(PINNED, allBut("arn:aws:iam::492000000148:role/a"))),
      says: ["error backend-api-api has a trust policy that cannot be read"],
    },
    { name: "new, for anybody", plans: fresh(joined(PINNED, trusting({ AWS: "*" }))), says: ["error * lets anybody"] },
    {
      name: "new, for another account",
      plans: fresh(joined(PINNED, trusting(OTHER_ACCOUNT))),
      says: ["error arn:aws:iam::111122223333:root of another account can assume a new role"],
    },
    {
      name: "new, for a role of its own account",
      plans: fresh(joined(PINNED, trusting({ AWS: "arn:aws:iam::492000000148:role/debug" }))),
      says: ["warning arn:aws:iam::492000000148:role/debug can assume a new role beside the pods"],
    },
  ]);
});

test("thousands of principals on both sides are looked up", () => {
  const many = (prefix: string) => {
    const AWS = Array.from({ length: 20_000 }, (_, index) => `arn:aws:iam::492000000148:role/${prefix}${index}`);
    return { pods: [pod({ role: role({ trust: joined(PINNED, trusting({ AWS })) }) })] };
  };
  const plans = [plan({ before: many("a"), after: many("b") })];
  const start = performance.now();
  expect(said(trustOpened, plans)).toHaveLength(20_000);
  expect(performance.now() - start).toBeLessThan(3_000);
});

describe("trust-invalid", () => {
  const bound = (trust: AnyDocument, parts: Parameters<typeof pod>[0] = {}) => [
    plan({ after: { pods: [pod({ role: role({ trust }), ...parts })] } }),
  ];
  const IRSA = trusting(
    { Federated: "arn:aws:iam::492000000148:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/AB" },
    undefined,
    "sts:AssumeRoleWithWebIdentity",
  );
  holds(trustInvalid, [
    { name: "pinned to it", plans: bound(PINNED) },
    { name: "open", plans: bound(OPEN) },
    { name: "IRSA's", plans: bound(IRSA), says: [/oidc-provider.* is whom the role trusts, as for .*IRSA/] },
    { name: "IRSA's beside its own", plans: bound(joined(IRSA, PINNED)) },
    {
      name: "nobody of EKS",
      plans: bound(trusting({ Service: "ec2.amazonaws.com" })),
      says: ["pods.eks.amazonaws.com is not let in by the role's trust policy"],
    },
    {
      name: "no sts:TagSession",
      plans: bound(trusting(SERVICE, undefined, "sts:AssumeRole")),
      says: ["sts:TagSession is missing in the role's trust policy"],
    },
    {
      name: "no sts:TagSession, and no tags",
      plans: bound(trusting(SERVICE, undefined, "sts:AssumeRole"), { disableSessionTags: true }),
    },
    { name: "all of sts", plans: bound(trusting(SERVICE, undefined, "sts:*")) },
    {
      name: "pinned to another",
      plans: bound(pinnedTo(["backend/worker"])),
      says: ["backend/api is not let in by the trust policy of `backend-api-api`, which is pinned to others"],
    },
    {
      name: "pinned to another cluster",
      plans: bound(pinnedTo(["backend/api"], ["borealis-eks"])),
      says: ["is pinned to others"],
    },
    {
      name: "pinned by a pattern that matches",
      plans: bound(trusting(SERVICE, { StringLike: { "aws:RequestTag/kubernetes-namespace": "back*" } })),
    },
    {
      name: "denied",
      plans: bound(joined(PINNED, denial(SERVICE))),
      says: ["is pinned to others"],
    },
    {
      name: "a condition on what only AWS knows",
      plans: bound(trusting(SERVICE, { StringEquals: { "aws:SourceAccount": "492000000148" } })),
    },
    {
      name: "a condition on another account than the pod's",
      plans: bound(trusting(SERVICE, { StringEquals: { "aws:SourceAccount": "111122223333" } })),
      says: ["is pinned to others"],
    },
    {
      name: "the same, where the pod's account is not known",
      plans: [
        plan({
          after: {
            pods: [
              {
                ...pod({
                  role: role({ trust: trusting(SERVICE, { StringEquals: { "aws:SourceAccount": "111122223333" } }) }),
                }),
                account: placeholder("account of provider aws"),
              },
            ],
          },
        }),
      ],
    },
    {
      name: "pinned to what is known only after apply",
      plans: bound(trusting(SERVICE, { StringEquals: { "aws:RequestTag/kubernetes-namespace": "${later:x}" } })),
    },
    {
      name: "it was so before",
      plans: [
        plan({
          before: { pods: [pod({ role: role({ trust: IRSA }) })] },
          after: { pods: [pod({ role: role({ trust: IRSA }) })] },
        }),
      ],
    },
    {
      name: "a role of no plan",
      plans: [plan({ after: { pods: [pod({ role: "arn:aws:iam::492000000148:role/x" })] } })],
    },
  ]);
});

describe("session-tags-off", () => {
  const NAMESPACE = "aws:RequestTag/kubernetes-namespace";
  const guardedBy = (tag: string) => ({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: "s3:GetObject",
        Resource: `arn:aws:s3:::reports/\${aws:PrincipalTag/${tag}}/*`,
      },
    ],
  });
  const guarded = guardedBy("kubernetes-namespace");
  const off = (parts: Parameters<typeof role>[0], was = false) => [
    plan({
      before: { pods: [pod({ role: role(parts), disableSessionTags: was })] },
      after: { pods: [pod({ role: role(parts), disableSessionTags: true })] },
      actions: [action({ kind: "update", changed: ["disable_session_tags"] })],
    }),
  ];
  const targetRole = role({
    name: "target",
    address: "aws_iam_role.target",
    trust: trusting(OTHER_ACCOUNT, { StringEquals: { "aws:PrincipalTag/kubernetes-namespace": "backend" } }),
  });
  const target = { roleArn: targetRole.identity.role.arn, trust: { Version: "2012-10-17" as const, Statement: [] } };
  holds(sessionTagsOff, [
    {
      name: "a pinned trust policy",
      plans: off({ trust: PINNED }),
      says: ["the trust policy of the role is pinned by session tags"],
    },
    { name: "an open trust policy", plans: off({ trust: OPEN, policy: allowing(["sqs:SendMessage"]) }) },
    { name: "it was so before", plans: off({ trust: PINNED }, true) },
    {
      name: "a policy's variable",
      plans: off({ trust: OPEN, policy: guarded }),
      says: ["aws:PrincipalTag/kubernetes-namespace is in conditions of the role's policies"],
    },
    {
      name: "new",
      plans: [plan({ after: { pods: [pod({ disableSessionTags: true })] } })],
      says: ["pinned by session tags"],
    },
    {
      name: "tags stay on",
      plans: [plan({ after: { pods: [pod({ role: role({ trust: OPEN, policy: guarded }) })] } })],
    },
    {
      name: "a policy's variables",
      plans: off({ trust: OPEN, policy: joined(guarded, guardedBy("kubernetes-service-account")) }),
      says: [/never hold as they were meant \(so with 1 more\)$/],
    },
    {
      name: "a policy's one variable",
      plans: off({ trust: OPEN, policy: guarded }),
      says: [/never hold as they were meant$/],
    },
    ...[
      { name: "a tag that may be missing", condition: { StringEqualsIfExists: { [NAMESPACE]: "backend" } } },
      { name: "a tag that has to be missing", condition: { Null: { [NAMESPACE]: "true" } } },
      { name: "a tag that EKS does not send", condition: { StringEquals: { "aws:RequestTag/team": "a" } } },
      { name: "no tag", condition: { StringEquals: { "aws:SourceAccount": "492000000148" } } },
    ].map(({ name, condition }) => ({
      name: `a condition on ${name}`,
      plans: off({ trust: trusting(SERVICE, condition) }),
    })),
    {
      name: "a tag with its letters in another case",
      plans: off({ trust: trusting(SERVICE, { StringEquals: { "AWS:requesttag/Kubernetes-Namespace": "backend" } }) }),
      says: ["pinned by session tags"],
    },
    {
      name: "pinned, while tags may be sent by anybody of EKS",
      plans: off({ trust: joined(PINNED, trusting(SERVICE, undefined, "sts:TagSession")) }),
      says: ["pinned by session tags"],
    },
    {
      name: "pinned beside people",
      plans: off({ trust: joined(PINNED, trusting(OTHER_ACCOUNT)) }),
      says: ["pinned by session tags"],
    },
    { name: "pinned beside everybody", plans: off({ trust: joined(PINNED, trusting("*")) }) },
    { name: "a trust policy that lets in no pods at all", plans: off({ trust: trusting(OTHER_ACCOUNT) }) },
    {
      name: "a target role that asks for no tags",
      plans: [
        plan({
          after: {
            pods: [pod({ role: role({ trust: OPEN }), target, disableSessionTags: true })],
            roles: [role({ name: "target", address: "aws_iam_role.target", trust: trusting(OTHER_ACCOUNT) })],
          },
        }),
      ],
    },
    { name: "open beside a pinned one", plans: off({ trust: joined(PINNED, OPEN) }) },
    {
      name: "a target role that asks for the tags",
      plans: [
        plan({
          after: {
            pods: [pod({ role: role({ trust: OPEN }), target, disableSessionTags: true })],
            roles: [targetRole],
          },
        }),
      ],
      says: ["the target role's trust policy has conditions on session tags"],
    },
  ]);
});
