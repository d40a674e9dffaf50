/**
 * The plan as Terraform and OpenTofu write it with `show -json`, format 1.x: what of it is read here. Keys that are not
 * named are ignored, as the format asks of its readers.
 *
 * Source: "JSON Output Format", https://developer.hashicorp.com/terraform/internals/json-format, and hashicorp/terraform-json's
 * `plan.go` for what the page does not say.
 */
export interface Plan {
  /** `1.2`: the major number is a promise. */
  format_version: string;
  terraform_version?: string;
  resource_changes?: readonly ResourceChange[];
  /** What was changed outside of Terraform since the last apply, as Terraform found it while it planned. */
  resource_drift?: readonly ResourceChange[];
  deferred_changes?: readonly { reason?: string; resource_change?: ResourceChange }[];
  output_changes?: Readonly<Record<string, Change>>;
  prior_state?: { values?: { root_module?: StateModule } };
  configuration?: Configuration;
  /** The values of the root module's variables. */
  variables?: Readonly<Record<string, { value?: unknown }>>;
  checks?: readonly CheckResult[];
  /** What Terraform 1.14 and later invoke beside the changes. */
  action_invocations?: readonly unknown[];
  /** Left out by Terraform before 1.6 and OpenTofu before 1.7. */
  errored?: boolean;
  applyable?: boolean;
  complete?: boolean;
}

export type Action = "no-op" | "create" | "read" | "update" | "delete" | "forget";

export interface ResourceChange {
  address: string;
  previous_address?: string;
  module_address?: string;
  mode: "managed" | "data";
  type: string;
  name: string;
  index?: string | number;
  provider_name?: string;
  /** The object that an earlier replacement could not delete: an entry of its own at the same address. */
  deposed?: string;
  change: Change;
  action_reason?: string;
}

export interface Change {
  /** In order: `["delete", "create"]`, `["create", "delete"]`, `["create", "forget"]` are replacements. */
  actions: readonly string[];
  before?: unknown;
  /** Leaves out what is known only after apply; an unknown element of a list is null. */
  after?: unknown;
  /** `true` where a value, or all below it, is known only after apply. */
  after_unknown?: unknown;
  /** `true` where a value, or all below it, is sensitive. The values themselves stand in clear text. */
  before_sensitive?: unknown;
  after_sensitive?: unknown;
  replace_paths?: readonly (readonly (string | number)[])[];
  importing?: { id?: string; unknown?: boolean; identity?: unknown };
  generated_config?: string;
}

export interface StateModule {
  address?: string;
  resources?: readonly StateResource[];
  child_modules?: readonly StateModule[];
}

export interface StateResource {
  address: string;
  mode: "managed" | "data";
  type: string;
  name: string;
  index?: string | number;
  values?: Readonly<Record<string, unknown>>;
  sensitive_values?: unknown;
  tainted?: boolean;
  deposed_key?: string;
}

export interface Configuration {
  provider_config?: Readonly<Record<string, ProviderConfiguration>>;
  root_module?: ConfigurationModule;
}

export interface ProviderConfiguration {
  name?: string;
  full_name?: string;
  alias?: string;
  module_address?: string;
  expressions?: Expressions;
}

export interface ConfigurationModule {
  outputs?: Readonly<Record<string, { expression?: Expression; sensitive?: boolean }>>;
  resources?: readonly ConfigurationResource[];
  module_calls?: Readonly<Record<string, ModuleCall>>;
  variables?: Readonly<Record<string, { default?: unknown; sensitive?: boolean }>>;
}

export interface ModuleCall {
  source?: string;
  expressions?: Expressions;
  count_expression?: Expression;
  for_each_expression?: Expression;
  module?: ConfigurationModule;
}

export interface ConfigurationResource {
  /** Within its module, without instance keys. */
  address: string;
  mode: "managed" | "data";
  type: string;
  name: string;
  provider_config_key?: string;
  expressions?: Expressions;
  count_expression?: Expression;
  for_each_expression?: Expression;
}

/** By attribute; a block is an object of expressions, or a list of them. */
export type Expressions = Readonly<Record<string, unknown>>;

/** A constant, or what is referred to: never the text of the expression itself. */
export interface Expression {
  constant_value?: unknown;
  /** `["aws_iam_role.api.arn", "aws_iam_role.api"]`: each reference, followed by what it is a part of. */
  references?: readonly string[];
}

export interface CheckResult {
  address?: { kind?: string; to_display?: string };
  status?: string;
  instances?: readonly {
    address?: { to_display?: string };
    status?: string;
    problems?: readonly { message?: string }[];
  }[];
}
