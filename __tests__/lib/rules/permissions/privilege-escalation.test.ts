import { ESCALATION_PATHS } from "../../../../lib/rules/permissions/escalation-paths";
import { allow, findings, found, statement } from "./judged";

const RULE = "privilege-escalation";
const ROLE = "arn:aws:iam::492000000148:role/orders";
const OWN = "arn:aws:iam::492000000148:role/pod-identity/a/a-api";

/** The paths as the published lists and this project's own have them, written out, so that none gets lost. */
const PATHS = `
iam:CreateAccessKey | iam:CreateLoginProfile | iam:UpdateLoginProfile | iam:AddUserToGroup | iam:CreatePolicyVersion
iam:SetDefaultPolicyVersion | iam:AttachUserPolicy | iam:AttachGroupPolicy | iam:AttachRolePolicy | iam:PutUserPolicy
iam:PutGroupPolicy | iam:PutRolePolicy | iam:UpdateAssumeRolePolicy | glue:UpdateDevEndpoint | lambda:UpdateFunctionCode
sagemaker:CreatePresignedNotebookInstanceUrl | ssm:StartSession | ssm:SendCommand | apprunner:UpdateService
cloudformation:UpdateStack | codebuild:StartBuild | codebuild:StartBuildBatch | sts:AssumeRole
iam:PassRole+ec2:RunInstances | iam:PassRole+ec2:RequestSpotInstances
iam:PassRole+lambda:CreateFunction+lambda:InvokeFunction | iam:PassRole+lambda:CreateFunction+lambda:CreateEventSourceMapping
iam:PassRole+lambda:CreateFunction+lambda:AddPermission | iam:PassRole+glue:CreateDevEndpoint
iam:PassRole+glue:CreateJob+glue:StartJobRun | iam:PassRole+glue:CreateJob+glue:CreateTrigger
iam:PassRole+glue:UpdateJob+glue:StartJobRun | iam:PassRole+glue:UpdateJob+glue:CreateTrigger
iam:PassRole+cloudformation:CreateStack | iam:PassRole+cloudformation:CreateStackSet+cloudformation:CreateStackInstances
iam:PassRole+cloudformation:UpdateStackSet | iam:PassRole+datapipeline:CreatePipeline
iam:PassRole+codebuild:CreateProject+codebuild:StartBuild | iam:PassRole+codebuild:CreateProject+codebuild:StartBuildBatch
iam:PassRole+ecs:RegisterTaskDefinition+ecs:CreateService | iam:PassRole+ecs:RegisterTaskDefinition+ecs:RunTask
iam:PassRole+ecs:RegisterTaskDefinition+ecs:StartTask | iam:PassRole+apprunner:CreateService
iam:PassRole+sagemaker:CreateNotebookInstance | iam:PassRole+sagemaker:CreateTrainingJob
iam:PassRole+sagemaker:CreateProcessingJob
iam:PassRole+bedrock-agentcore:CreateCodeInterpreter+bedrock-agentcore:StartCodeInterpreterSession+bedrock-agentcore:InvokeCodeInterpreter
ec2:ModifyInstanceAttribute+ec2:StopInstances+ec2:StartInstances | ec2:CreateLaunchTemplateVersion+ec2:ModifyLaunchTemplate
ec2-instance-connect:SendSSHPublicKey | ecs:ExecuteCommand | cloudformation:CreateChangeSet+cloudformation:ExecuteChangeSet
iam:PassRole+eks:CreatePodIdentityAssociation | iam:PassRole+eks:UpdatePodIdentityAssociation
eks:CreateAccessEntry | eks:AssociateAccessPolicy`
  .split(/[|\n]/)
  .map((path) => path.trim())
  .filter((path) => path !== "");

test("the table has every path, and no other", () => {
  expect(ESCALATION_PATHS.map(({ actions }) => actions.join("+")).sort()).toEqual([...PATHS].sort());
});

describe.each(PATHS)("%s", (path) => {
  const actions = path.split("+");
  // What of the path is a path by itself is said by itself.
  const shorter = PATHS.filter((other) => other !== path && other.split("+").every((one) => actions.includes(one)));
  const expected = (shorter.length > 0 ? shorter : [path]).map((id) => `error ${RULE}[${id}]`).sort();

  test("in one statement", () => expect(found(RULE, allow(actions))).toEqual(expected));

  test("one statement for each action", () =>
    expect(found(RULE, `allow: [${actions.map((action) => statement([action])).join(", ")}]`)).toEqual(expected));

  test("not where one of the actions is missing", () => {
    for (const left of actions) {
      const rest = actions.filter((action) => action !== left);
      if (rest.length > 0) expect(found(RULE, allow(rest))).not.toContain(`error ${RULE}[${path}]`);
    }
  });
});

const CASES: [name: string, identity: string, found: string[]][] = [
  ["reading", allow(["s3:Get*", "iam:Get*", "iam:List*"]), []],
  ["any letter case", allow(["IAM:createaccesskey"]), [`error ${RULE}[IAM:createaccesskey]`]],
  ["everything is one finding", allow(["*"]), [`error ${RULE}[*]`]],
  ["all of a service is one finding", allow(["iam:*"]), [`error ${RULE}[iam:*]`]],
  ["what wildcards of two services open", allow(["iam:Pass*", "ecs:*"]), [`error ${RULE}[ecs:*]`]],
  ["wildcards together", allow(["iam:Pass*", "ecs:R*"]), [`error ${RULE}[iam:Pass*+ecs:R*]`]],
  ["on one role", allow(["sts:AssumeRole"], [ROLE]), []],
  ["on all roles of a path", allow(["sts:AssumeRole"], ["arn:aws:iam::492000000148:role/orders/*"]), []],
  ["on all roles", allow(["sts:AssumeRole"], ["arn:aws:iam::*:role/*"]), [`error ${RULE}[sts:AssumeRole]`]],
  [
    "one role passed",
    `allow: [${statement(["iam:PassRole"], [ROLE])}, ${statement(["ecs:RegisterTaskDefinition", "ecs:RunTask"])}]`,
    [],
  ],
  [
    "passed to another service",
    `allow: [${statement(["iam:PassRole"], ["*"], { StringEquals: { "iam:PassedToService": "lambda.amazonaws.com" } })}, ${statement(["ec2:RunInstances"])}]`,
    [],
  ],
  [
    "passed to that very service",
    `allow: [${statement(["iam:PassRole"], ["*"], { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } })}, ${statement(["ec2:RunInstances"])}]`,
    [`error ${RULE}[iam:PassRole+ec2:RunInstances]`],
  ],
  ["on tagged resources", allow(["ssm:StartSession"], ["*"], { StringEquals: { "aws:ResourceTag/team": "a" } }), []],
  [
    "from one network, which leaves every resource in",
    allow(["ssm:StartSession"], ["*"], { StringEquals: { "aws:SourceVpc": "vpc-1" } }),
    [`error ${RULE}[ssm:StartSession]`],
  ],
  ["denied again", `${allow(["iam:*"])}, deny: [${statement(["iam:*"])}]`, []],
  ["on the role itself", allow(["iam:PutRolePolicy"], [OWN]), [`error ${RULE}[iam:PutRolePolicy]`]],
  ["on another role", allow(["iam:PutRolePolicy"], [ROLE]), []],
  [
    "on a policy that it holds",
    `policies: ['arn:aws:iam::492000000148:policy/own'], ${allow(["iam:CreatePolicyVersion"], ["arn:aws:iam::492000000148:policy/own"])}`,
    [`error ${RULE}[iam:CreatePolicyVersion]`],
  ],
  ["AWS's own administrator", "policies: [AdministratorAccess]", [`warning ${RULE}[AdministratorAccess]`]],
  ["AWS's own reader", "policies: [AmazonS3ReadOnlyAccess]", []],
  [
    "half of it in a policy of AWS's",
    `policies: [AmazonEC2FullAccess], ${allow(["iam:PassRole"])}`,
    [`error ${RULE}[iam:PassRole+ec2:*]`, `warning ${RULE}[AmazonEC2FullAccess]`],
  ],
  [
    "below a boundary that is not known here",
    `permissionsBoundary: service-boundary, ${allow(["iam:CreateAccessKey"])}`,
    [`warning ${RULE}[iam:CreateAccessKey]`],
  ],
  [
    "below a boundary that does not allow it",
    `permissionsBoundary: 'arn:aws:iam::aws:policy/AmazonS3FullAccess', ${allow(["iam:CreateAccessKey"])}`,
    [],
  ],
  [
    "below a boundary that allows it",
    `permissionsBoundary: 'arn:aws:iam::aws:policy/IAMFullAccess', ${allow(["iam:CreateAccessKey"])}`,
    [`error ${RULE}[iam:CreateAccessKey]`],
  ],
  ["a customer managed policy is not known here", "policies: ['arn:aws:iam::492000000148:policy/own']", []],
];

test.each(CASES)("%s", (_name, identity, expected) => expect(found(RULE, identity)).toEqual(expected));

const messages = (identity: string) => findings(RULE, identity).map(({ message, fix }) => `${message}; fix: ${fix}`);

test("says what the way is, and what to do", () => {
  expect(messages(allow(["iam:PassRole", "ec2:RunInstances"]))).toEqual([
    "allows iam:PassRole + ec2:RunInstances, which lets it run code of its choice with the rights of a role that it passes; fix: name the one role that may be passed, or leave one of the actions out",
  ]);
  expect(messages(`permissionsBoundary: b, ${allow(["iam:CreateAccessKey"])}`)).toEqual([
    "allows iam:CreateAccessKey, which lets it act as another user; whether the permissions boundary prevents it is not known here; fix: name the resources that the pod needs, or leave the action out",
  ]);
  expect(messages("policies: [AdministratorAccess]")).toEqual([
    `opens ${PATHS.length} ways to more rights (iam:CreateAccessKey, iam:CreateLoginProfile, iam:UpdateLoginProfile and ${PATHS.length - 3} more); fix: attach a policy that allows less, or write what the pod needs under \`allow:\``,
  ]);
});
