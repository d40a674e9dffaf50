/** How a type of resource that no model is made of may give or take access. */
export interface UnreadType {
  /** A clause of which the resource is the subject: `gives users access`. */
  what: string;
  /**
   * Attributes that name whom it is about: it counts where one of them names a role of pods, or is known only after
   * apply. Left out: it counts always.
   */
  about?: readonly string[];
  /** Attributes of which one has to change, or to be there from the start. Left out: any change counts. */
  by?: readonly string[];
  /** Attributes in whose texts one of `WORDS` has to stand; one that is known only after apply may hold it. */
  holds?: readonly string[];
}

/** What a policy attachment of several kinds gives users and groups. */
export const PEOPLE = "gives users or groups of IAM access, which is not looked at here";

/** What CloudFormation and Cloud Control call the types of resource that give access. */
export const WORDS = ["AWS::IAM::", "AWS::EKS::", "AWS::CloudFormation::Stack", "AWS::SSO::"];

const KUBERNETES = "lets a role of pods into the cluster's Kubernetes API: what it may do there is not looked at here";
const ORGANIZATION = "sets what a whole organization or its people may do, which is not looked at here";
const STACK = "makes resources of its own, and what access those give is not looked at here";
const TEMPLATES = ["template_body", "template_url"];

/**
 * The resources of the AWS provider 5.100 that carry policies of IAM, tie roles to somebody, or make resources of their own;
 * by their schemas (`terraform providers schema -json`).
 */
const OF_AWS: Readonly<Record<string, UnreadType>> = {
  aws_eks_access_entry: { what: KUBERNETES, about: ["principal_arn"] },
  aws_eks_access_policy_association: { what: KUBERNETES, about: ["principal_arn"] },
  aws_eks_addon: {
    what: "gives its service account a role by IAM roles for service accounts (IRSA), which are not looked at here",
    by: ["service_account_role_arn"],
  },
  aws_iam_instance_profile: { what: "hands a role of pods to instances of EC2", about: ["role"] },
  aws_rolesanywhere_profile: { what: "hands a role of pods to machines outside of AWS", about: ["role_arns"] },
  aws_kms_grant: {
    what: "lets a role of pods use a key, beside its policies",
    about: ["grantee_principal", "retiring_principal"],
  },
  aws_lakeformation_permissions: { what: "gives a role of pods rights in Lake Formation", about: ["principal"] },
  aws_redshiftserverless_namespace: { what: "hands a role of pods to Redshift", about: ["iam_roles"] },
  aws_iam_user_policy: { what: PEOPLE },
  aws_iam_user_policy_attachment: { what: PEOPLE },
  aws_iam_user_policies_exclusive: { what: PEOPLE },
  aws_iam_user_policy_attachments_exclusive: { what: PEOPLE },
  aws_iam_user_group_membership: { what: PEOPLE },
  aws_iam_group_policy: { what: PEOPLE },
  aws_iam_group_policy_attachment: { what: PEOPLE },
  aws_iam_group_policies_exclusive: { what: PEOPLE },
  aws_iam_group_policy_attachments_exclusive: { what: PEOPLE },
  aws_iam_group_membership: { what: PEOPLE },
  aws_iam_access_key: { what: "makes lasting credentials of a user, whose access is not looked at here" },
  aws_ssoadmin_permission_set_inline_policy: { what: ORGANIZATION },
  aws_ssoadmin_managed_policy_attachment: { what: ORGANIZATION },
  aws_ssoadmin_customer_managed_policy_attachment: { what: ORGANIZATION },
  aws_ssoadmin_permissions_boundary_attachment: { what: ORGANIZATION },
  aws_organizations_policy: { what: ORGANIZATION },
  aws_organizations_policy_attachment: { what: ORGANIZATION },
  aws_cloudformation_stack: { what: STACK, holds: TEMPLATES },
  aws_cloudformation_stack_set: { what: STACK, holds: TEMPLATES },
  aws_serverlessapplicationrepository_cloudformation_stack: { what: STACK },
  aws_cloudcontrolapi_resource: { what: STACK, holds: ["type_name"] },
};

/** Another provider's resources for roles, policies and associations. */
const OF_AWSCC = /^awscc_(?:iam_|eks_(?:pod_identity_association|access_entry|addon)$|sso_|cloudformation_stack)/;

export function unreadType(type: string): UnreadType | undefined {
  if (Object.hasOwn(OF_AWS, type)) return OF_AWS[type];
  if (!OF_AWSCC.test(type)) return undefined;
  return { what: "is of the provider `awscc`, of which roles, policies and associations are not read here" };
}

/** Attributes in which resources other than IAM's carry policies. */
export const RESOURCE_POLICIES = ["policy", "access_policy", "access_policies", "resource_policy", "policy_document"];

/** Types whose policies are read, or whose `policy` is none of a resource. */
export const READ_POLICIES: ReadonlySet<string> = new Set([
  "aws_iam_role",
  "aws_iam_role_policy",
  "aws_iam_policy",
  "aws_eks_pod_identity_association",
]);

/** By the types that give roles policies: the attribute that names the role, or the roles. */
export const GIVES_ROLES: ReadonlyMap<string, string> = new Map([
  ["aws_iam_role_policy", "role"],
  ["aws_iam_role_policy_attachment", "role"],
  ["aws_iam_policy_attachment", "roles"],
  ["aws_iam_role_policies_exclusive", "role_name"],
  ["aws_iam_role_policy_attachments_exclusive", "role_name"],
]);
