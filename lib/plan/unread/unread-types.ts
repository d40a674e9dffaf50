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
  /** More of them: a change counts where what matches this in their texts changes, or cannot be told. */
  bySaying?: Readonly<Record<string, RegExp>>;
  /** What a trust policy of a role of pods has to say for the type to count: who gets in by it is decided there. */
  trusted?: RegExp;
  /** Attributes in whose texts one of `WORDS` has to stand on either side, for any change to count (see holds.ts). */
  holds?: readonly string[];
}

/** What a policy attachment of several kinds gives users and groups. */
export const PEOPLE = "gives users or groups of IAM access, which is not looked at here";

/** What CloudFormation and Cloud Control call the types of resource that give access, or that make others. */
export const WORDS = [
  "AWS::IAM::",
  "AWS::EKS::",
  "AWS::SSO::",
  "AWS::CloudFormation::Stack",
  "AWS::CloudFormation::CustomResource",
  "AWS::ServiceCatalog::CloudFormationProvisionedProduct",
  "Custom::",
  "::MODULE",
];

const KUBERNETES = "lets a role of pods into the cluster's Kubernetes API: what it may do there is not looked at here";
const LAKE_RIGHTS = "gives a role of pods rights in Lake Formation";
const ENDPOINT = "lets a role of pods connect to a service of an endpoint";
const TABLES = "create_table_default_permission";
const ORGANIZATION = "sets what a whole organization or its people may do, which is not looked at here";
const PROVIDER = "decides who gets in by a trust policy of a role of pods, and that is not looked at here";
const STACK = "makes resources of its own, and what access those give is not looked at here";
const TEMPLATES = ["template_body", "template_url"];

/** Attributes of Lake Formation's settings that name who may do what. */
const LAKE = ["admins", "read_only_admins", "create_database_default_permissions", "create_table_default_permissions"];

/**
 * Resources of the AWS provider that carry policies of IAM, tie roles to somebody, or make resources of their own. They were
 * picked by hand from the schemas of 5.100 (`terraform providers schema -json`), by the names of attributes: the list is
 * not all that there is.
 */
const OF_AWS: Readonly<Record<string, UnreadType>> = {
  aws_eks_access_entry: { what: KUBERNETES, about: ["principal_arn"] },
  aws_eks_access_policy_association: { what: KUBERNETES, about: ["principal_arn"] },
  aws_eks_addon: {
    what: "gives its service account a role by IAM roles for service accounts (IRSA), which are not looked at here",
    by: ["service_account_role_arn"],
    bySaying: { configuration_values: /eks\.amazonaws\.com\/role-arn[^,}\n]*/gi },
  },
  aws_iam_instance_profile: { what: "hands a role of pods to instances of EC2", about: ["role"] },
  aws_rolesanywhere_profile: { what: "hands a role of pods to machines outside of AWS", about: ["role_arns"] },
  aws_kms_grant: {
    what: "lets a role of pods use a key, beside its policies",
    about: ["grantee_principal", "retiring_principal"],
  },
  aws_lakeformation_permissions: { what: LAKE_RIGHTS, about: ["principal"] },
  aws_lakeformation_opt_in: { what: LAKE_RIGHTS, about: ["principal"] },
  aws_lakeformation_data_lake_settings: { what: LAKE_RIGHTS, about: LAKE, by: LAKE },
  aws_glue_catalog_database: { what: LAKE_RIGHTS, about: [TABLES], by: [TABLES] },
  aws_lambda_permission: { what: "lets a role of pods use a function, beside its policies", about: ["principal"] },
  aws_lambda_layer_version_permission: { what: "lets a role of pods use a layer of functions", about: ["principal"] },
  aws_signer_signing_profile_permission: { what: "lets a role of pods use a signing profile", about: ["principal"] },
  aws_s3control_access_grant: { what: "lets a role of pods at objects, beside its policies", about: ["grantee"] },
  aws_ram_principal_association: { what: "shares resources with a role of pods", about: ["principal"] },
  aws_servicecatalog_principal_portfolio_association: {
    what: "lets a role of pods launch products of a portfolio",
    about: ["principal_arn"],
  },
  aws_vpc_endpoint_service: { what: ENDPOINT, about: ["allowed_principals"], by: ["allowed_principals"] },
  aws_vpc_endpoint_service_allowed_principal: { what: ENDPOINT, about: ["principal_arn"] },
  aws_budgets_budget_action: { what: "gives a role of pods a policy when a budget is spent", about: ["definition"] },
  aws_redshiftserverless_namespace: { what: "hands a role of pods to Redshift", about: ["iam_roles"] },
  aws_cloudwatch_event_permission: { what: "lets a role of pods put events on a bus", about: ["principal"] },
  aws_iam_saml_provider: { what: PROVIDER, trusted: /:saml-provider\// },
  aws_iam_openid_connect_provider: { what: PROVIDER, trusted: /:oidc-provider\// },
  aws_rolesanywhere_trust_anchor: { what: PROVIDER, trusted: /rolesanywhere/ },
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
  aws_organizations_resource_policy: { what: ORGANIZATION },
  aws_cloudformation_stack: { what: STACK, holds: TEMPLATES },
  aws_cloudformation_stack_set: { what: STACK, holds: TEMPLATES },
  aws_cloudformation_stack_set_instance: { what: STACK },
  aws_cloudformation_stack_instances: { what: STACK },
  aws_servicecatalog_provisioned_product: { what: STACK },
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

/** Attributes in which resources other than IAM's carry policies; `details` is a block with one. */
export const RESOURCE_POLICIES = [
  "policy",
  "access_policy",
  "access_policies",
  "resource_policy",
  "repository_policy",
  "delivery_destination_policy",
  "policy_document",
  "details",
];

/** Types whose `policy` limits what comes through them, and lets nobody in by itself. */
export const LIMITS: ReadonlySet<string> = new Set(["aws_vpc_endpoint", "aws_vpc_endpoint_policy"]);

/** By the types that give roles policies: the attribute that names the role, or the roles. */
export const GIVES_ROLES: ReadonlyMap<string, string> = new Map([
  ["aws_iam_role_policy", "role"],
  ["aws_iam_role_policy_attachment", "role"],
  ["aws_iam_policy_attachment", "roles"],
  ["aws_iam_role_policies_exclusive", "role_name"],
  ["aws_iam_role_policy_attachments_exclusive", "role_name"],
]);
