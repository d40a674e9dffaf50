import type { Plan } from "./format";

/** One plan, read: Terraform's own words, and what lies beside them. */
export interface PlanDocument {
  /** As the user named it: a file relative to the working directory, `-` for stdin. */
  file: string;
  /** The name of the stack: CDKTF's where it is known, else that of the folder or file. */
  stack: string;
  plan: Plan;
  /** The configuration's own text, where it is at hand: the plan's JSON leaves it out. */
  configuration?: ConfigurationText;
}

/** The files of the configuration that was planned. */
export interface ConfigurationText {
  /** By the module's path, calls joined with dots (`""` for the root module, `role`, `role.policy`): its files by name. */
  modules: ReadonlyMap<string, ReadonlyMap<string, string>>;
}
