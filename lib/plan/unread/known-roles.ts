import { isRecord } from "../../is-record";
import { type OwnRole, serviceAccountText } from "../../model/identity";
import { hasPlaceholder, placeholdersIn } from "../../model/placeholder";
import type { PlanDocument } from "../document";
import type { Planned, PlannedPod, PlannedSide } from "../planned";

/** Which roles and policies the models of all plans know. Most of it is asked for little changes alone, and made then. */
export class KnownRoles {
  readonly #documents: readonly PlanDocument[];
  readonly #planned: readonly Planned[];
  readonly #sides: readonly PlannedSide[];
  /** Every role that a plan manages, pods' or not. */
  readonly #managed = new Set<string>();
  /** Of the roles of pods: the service accounts. */
  readonly #ofPods = new Map<string, Set<string>>();
  /** Target roles of pods that are among no plan's roles: nobody judges whom they trust. */
  readonly #targets = new Set<string>();
  #policies: ReadonlySet<string> | undefined;
  #addresses: ReadonlyMap<string, string> | undefined;
  #told: ReadonlySet<string> | undefined;
  #inline: ReadonlyMap<string, number> | undefined;
  #untold: ReadonlySet<string> | undefined;
  #after: ReadonlyMap<string, OwnRole> | undefined;

  constructor(documents: readonly PlanDocument[], planned: readonly Planned[]) {
    this.#documents = documents;
    this.#planned = planned;
    this.#sides = planned.flatMap(({ before, after }) => [before, after]);
    for (const values of this.#valuesOf("aws_iam_role")) {
      if (typeof values.name === "string") this.#managed.add(values.name);
    }
    for (const { identity } of this.#sides.flatMap(({ pods }) => pods)) {
      const arn = identity.target?.roleArn ?? "${";
      if (!arn.includes("${")) this.#targets.add(nameIn(arn));
    }
    for (const { pods, roles } of this.#sides) {
      for (const { identity } of roles) if (identity.role.kind === "own") this.#targets.delete(identity.role.name);
      for (const { identity } of roles) if (identity.role.kind === "own") this.#users(identity.role.name);
      for (const pod of pods) for (const name of roleNames(pod)) this.#users(name).add(accountOf(pod));
    }
  }

  /** Whether the role of a name is in one of the plans, or a service account of theirs has it. */
  has(name: string): boolean {
    return this.#managed.has(name) || this.#ofPods.has(name);
  }

  isOfPods(name: string): boolean {
    return this.#ofPods.has(name);
  }

  isTargetAlone(name: string): boolean {
    return this.#targets.has(name);
  }

  /** Whether a role of the plans has the policy of an ARN, or another role that they manage. */
  hasPolicy(arn: string): boolean {
    this.#policies ??= this.#allPolicies();
    return this.#policies.has(arn);
  }

  /** Whether a model has what the resource at an address says, or says itself that it cannot be told. */
  isTold(stack: string, address: string): boolean {
    this.#told ??= this.#allTold();
    return this.#told.has(`${stack}\n${address}`);
  }

  /** Whether a model says itself that something of the resource at an address cannot be told. */
  cannotTell(stack: string, address: string): boolean {
    this.#untold ??= new Set(
      this.#planned.flatMap(({ notAnalysable }) => notAnalysable.map((one) => `${one.stack}\n${one.address}`)),
    );
    return this.#untold.has(`${stack}\n${address}`);
  }

  /** Whether the models have a role or a policy of a name or an ARN. */
  names(text: string): boolean {
    return (
      this.#ofPods.has(text) ||
      this.hasPolicy(text) ||
      this.#sides.some(({ pods }) =>
        pods.some(({ identity: { role, target } }) => role.arn === text || target?.roleArn === text),
      )
    );
  }

  /** Whether several resources make an inline policy of one name for a role: one of them stands in the end. */
  isTwice(role: string, policy: string): boolean {
    this.#inline ??= this.#inlineNames();
    return (this.#inline.get(`${role}\n${policy}`) ?? 0) > 1;
  }

  #inlineNames(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const { type, change } of this.#documents.flatMap(({ plan }) => plan.resource_changes ?? [])) {
      if (type !== "aws_iam_role_policy" || !isRecord(change.after)) continue;
      const { role, name } = change.after;
      if (typeof role !== "string" || typeof name !== "string") continue;
      const key = `${role}\n${name}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return counts;
  }

  /** The service accounts of roles, `namespace/name`, sorted. */
  serviceAccountsOf(names: readonly string[]): string[] {
    return [...new Set(names.flatMap((name) => [...(this.#ofPods.get(name) ?? [])]))].sort();
  }

  /** The roles of pods that a text names by their ARNs, by those of their sessions, or by placeholders of its stack. */
  namedIn(text: string, stack: string): string[] {
    const names = [...text.matchAll(ROLE)].map(([, path = ""]) => path.split("/").pop() ?? path);
    const sessions = [...text.matchAll(SESSION)].map(([, name = ""]) => name);
    const later = placeholdersIn(text).flatMap((part) => this.#at(stack, LATER.exec(part)?.[1] ?? "") ?? []);
    return [...new Set([...names, ...sessions, ...later])].filter((name) => this.#ofPods.has(name));
  }

  /** The role of pods at an address, as the model has it after apply. */
  after(stack: string, address: string): OwnRole | undefined {
    this.#after ??= new Map(
      this.#planned.flatMap(({ after }) =>
        after.roles.flatMap(({ stack, address, forgotten, identity: { role } }): [string, OwnRole][] =>
          role.kind === "own" && !forgotten ? [[`${stack}\n${address}`, role]] : [],
        ),
      ),
    );
    return this.#after.get(`${stack}\n${address}`);
  }

  /** The name of the role of pods at an address. */
  #at(stack: string, address: string): string | undefined {
    this.#addresses ??= new Map(
      this.#sides.flatMap(({ roles }) =>
        roles.flatMap(({ stack, address, identity: { role } }): [string, string][] =>
          role.kind === "own" ? [[`${stack}\n${address}`, role.name]] : [],
        ),
      ),
    );
    return this.#addresses.get(`${stack}\n${address}`);
  }

  #allPolicies(): ReadonlySet<string> {
    const policies = new Set<string>();
    for (const { identity } of this.#sides.flatMap(({ roles }) => roles)) {
      if (identity.role.kind !== "own") continue;
      for (const { arn } of identity.role.managedPolicies) policies.add(arn);
      if (identity.role.permissionsBoundary !== undefined) policies.add(identity.role.permissionsBoundary);
    }
    // Whose a policy of a role of something else is, is known as well.
    for (const { role, policy_arn: arn } of this.#valuesOf("aws_iam_role_policy_attachment")) {
      if (typeof role === "string" && typeof arn === "string" && this.#managed.has(role)) policies.add(arn);
    }
    return policies;
  }

  #allTold(): ReadonlySet<string> {
    const told = new Set<string>();
    for (const { stack, identity } of this.#sides.flatMap(({ roles }) => roles)) {
      if (identity.role.kind !== "own") continue;
      const { managedPolicies, inlinePolicies } = identity.role;
      for (const { at } of [...managedPolicies, ...inlinePolicies]) told.add(`${stack}\n${at.source}`);
    }
    for (const { state, notAnalysable } of this.#planned) {
      // Where CDKTF made it, a part stands at its construct's path.
      for (const { stack, address, at } of state.actions) {
        if (at.source !== address && told.has(`${stack}\n${at.source}`)) told.add(`${stack}\n${address}`);
      }
      for (const { stack, address } of notAnalysable) told.add(`${stack}\n${address}`);
    }
    return told;
  }

  /** The values of every resource of a type, before and after. */
  #valuesOf(wanted: string): Readonly<Record<string, unknown>>[] {
    const found: Readonly<Record<string, unknown>>[] = [];
    for (const { plan } of this.#documents) {
      for (const { type, change } of plan.resource_changes ?? []) {
        if (type === wanted) found.push(...[change.before, change.after].filter(isRecord));
      }
    }
    return found;
  }

  #users(name: string): Set<string> {
    const standing = this.#ofPods.get(name);
    if (standing !== undefined) return standing;
    const made = new Set<string>();
    this.#ofPods.set(name, made);
    return made;
  }
}

function accountOf({ serviceAccount }: PlannedPod): string {
  return serviceAccountText(serviceAccount);
}

/** A pod's roles: its own, and that which it ends up with. */
function roleNames({ identity: { role, target } }: PlannedPod): string[] {
  const arns = [...(role.kind === "existing" ? [role.arn] : []), ...(target === undefined ? [] : [target.roleArn])];
  const names = arns.filter((arn) => !hasPlaceholder(arn)).map(nameIn);
  return role.kind === "own" ? [role.name, ...names] : names;
}

function nameIn(arn: string): string {
  return arn.split("/").pop() ?? arn;
}

const ROLE = /:role\/([\w+=,.@/-]{1,600})/g;
const SESSION = /:assumed-role\/([\w+=,.@-]{1,64})/g;
const LATER = /^(?:arn|id|name|unique_id) of (.+)$/s;
