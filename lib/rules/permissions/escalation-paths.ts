/** One way to more than was given: whoever may do all of these can get the rights of another. */
export interface EscalationPath {
  /** All of them are needed. */
  actions: readonly string[];
  /** What it comes to, after "…, which". */
  gives: string;
  /** Where iam:PassRole is one of the actions: the service that the role is passed to. */
  passedTo?: string;
  /** What can be the role's own: then it is an escalation on that alone, however narrow the resource. */
  own?: "role" | "policies";
}

const POLICY = "lets it give itself any permission, or whom it can act as";
const USER = "lets it act as another user";
const COMPUTE = "lets it run code of its choice with the rights of a role that it passes";
const TAKEOVER = "lets it run code of its choice with the rights of a role that is in use there";

/**
 * Every known way. Sources: Rhino Security Labs "AWS IAM Privilege Escalation", cloudsplaining, pathfinding.cloud; those of
 * EKS are this project's own, from the Service Authorization Reference of Amazon EKS.
 */
export const ESCALATION_PATHS: readonly EscalationPath[] = [
  ...alone(USER, ["iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:UpdateLoginProfile"]),
  ...alone(POLICY, [
    "iam:AddUserToGroup",
    "iam:AttachUserPolicy",
    "iam:AttachGroupPolicy",
    "iam:PutUserPolicy",
    "iam:PutGroupPolicy",
  ]),
  { actions: ["iam:AttachRolePolicy"], gives: POLICY, own: "role" },
  { actions: ["iam:PutRolePolicy"], gives: POLICY, own: "role" },
  { actions: ["iam:CreatePolicyVersion"], gives: POLICY, own: "policies" },
  { actions: ["iam:SetDefaultPolicyVersion"], gives: POLICY, own: "policies" },
  ...alone("lets it become any role, by making that role trust it", ["iam:UpdateAssumeRolePolicy"]),
  ...alone("lets it become any role that trusts the account", ["sts:AssumeRole"]),
  ...alone(TAKEOVER, [
    "glue:UpdateDevEndpoint",
    "lambda:UpdateFunctionCode",
    "sagemaker:CreatePresignedNotebookInstanceUrl",
    "ssm:StartSession",
    "ssm:SendCommand",
    "apprunner:UpdateService",
    "cloudformation:UpdateStack",
    "codebuild:StartBuild",
    "codebuild:StartBuildBatch",
    "ec2-instance-connect:SendSSHPublicKey",
    "ecs:ExecuteCommand",
  ]),
  ...together(TAKEOVER, [
    ["ec2:ModifyInstanceAttribute", "ec2:StopInstances", "ec2:StartInstances"],
    ["ec2:CreateLaunchTemplateVersion", "ec2:ModifyLaunchTemplate"],
    ["cloudformation:CreateChangeSet", "cloudformation:ExecuteChangeSet"],
  ]),
  ...passing("ec2.amazonaws.com", [["ec2:RunInstances"], ["ec2:RequestSpotInstances"]]),
  ...passing("lambda.amazonaws.com", [
    ["lambda:CreateFunction", "lambda:InvokeFunction"],
    ["lambda:CreateFunction", "lambda:CreateEventSourceMapping"],
    ["lambda:CreateFunction", "lambda:AddPermission"],
  ]),
  ...passing("glue.amazonaws.com", [
    ["glue:CreateDevEndpoint"],
    ["glue:CreateJob", "glue:StartJobRun"],
    ["glue:CreateJob", "glue:CreateTrigger"],
    ["glue:UpdateJob", "glue:StartJobRun"],
    ["glue:UpdateJob", "glue:CreateTrigger"],
  ]),
  ...passing("cloudformation.amazonaws.com", [
    ["cloudformation:CreateStack"],
    ["cloudformation:CreateStackSet", "cloudformation:CreateStackInstances"],
    ["cloudformation:UpdateStackSet"],
  ]),
  ...passing("datapipeline.amazonaws.com", [["datapipeline:CreatePipeline"]]),
  ...passing("codebuild.amazonaws.com", [
    ["codebuild:CreateProject", "codebuild:StartBuild"],
    ["codebuild:CreateProject", "codebuild:StartBuildBatch"],
  ]),
  ...passing("ecs-tasks.amazonaws.com", [
    ["ecs:RegisterTaskDefinition", "ecs:CreateService"],
    ["ecs:RegisterTaskDefinition", "ecs:RunTask"],
    ["ecs:RegisterTaskDefinition", "ecs:StartTask"],
  ]),
  ...passing("tasks.apprunner.amazonaws.com", [["apprunner:CreateService"]]),
  ...passing("sagemaker.amazonaws.com", [
    ["sagemaker:CreateNotebookInstance"],
    ["sagemaker:CreateTrainingJob"],
    ["sagemaker:CreateProcessingJob"],
  ]),
  ...passing("bedrock-agentcore.amazonaws.com", [
    [
      "bedrock-agentcore:CreateCodeInterpreter",
      "bedrock-agentcore:StartCodeInterpreterSession",
      "bedrock-agentcore:InvokeCodeInterpreter",
    ],
  ]),
  ...passing("pods.eks.amazonaws.com", [["eks:CreatePodIdentityAssociation"], ["eks:UpdatePodIdentityAssociation"]]),
  ...alone("lets it enter clusters, as an administrator too", ["eks:CreateAccessEntry", "eks:AssociateAccessPolicy"]),
];

function alone(gives: string, actions: readonly string[]): EscalationPath[] {
  return actions.map((action) => ({ actions: [action], gives }));
}

function together(gives: string, ways: readonly (readonly string[])[]): EscalationPath[] {
  return ways.map((actions) => ({ actions, gives }));
}

function passing(passedTo: string, ways: readonly (readonly string[])[]): EscalationPath[] {
  return ways.map((actions) => ({ actions: ["iam:PassRole", ...actions], gives: COMPUTE, passedTo }));
}
