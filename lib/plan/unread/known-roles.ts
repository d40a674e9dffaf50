import { entry } from "../../entry";
import type { AnyDocument } from "../../iam/document";
import { glob, matches } from "../../iam/match";
import { parseArn } from "../../model/arn";
import { type OwnRole, serviceAccountText } from "../../model/identity";
import { hasPlaceholder } from "../../model/placeholder";
import type { PlanDocument } from "../document";
import type { Planned, PlannedPod, PlannedSide } from "../planned";
import { roleNameOf } from "../role-name";
import { rolesNamedIn } from "./role-names";
import { valuesOf } from "./values-of";

const UNIQUE_ID = /AROA[A-Z0-9]{8,}/g;

/** Which roles the models of all plans know. Most of it is asked for little changes alone, and made then. */
export class KnownRoles {
  readonly #sides: readonly PlannedSide[];
  readonly #afterSides: readonly PlannedSide[];
  /** Every role that a plan manages, pods' or not. */
  readonly #managed = new Set<string>();
  /** By their ids, of which policies may ask as `aws:userid`. */
  readonly #ids = new Map<string, string>();
  /** Of the roles of pods: the service accounts. */
  readonly #ofPods = new Map<string, Set<string>>();
  #trusts: ReadonlySet<AnyDocument> | undefined;
  #byLower: ReadonlyMap<string, readonly string[]> | undefined;
  #addresses: ReadonlyMap<string, string> | undefined;
  #arns: ReadonlyMap<string, ReadonlySet<string>> | undefined;
  #after: ReadonlyMap<string, OwnRole> | undefined;

  constructor(documents: readonly PlanDocument[], planned: readonly Planned[]) {
    this.#sides = planned.flatMap(({ before, after }) => [before, after]);
    this.#afterSides = planned.map(({ after }) => after);
    for (const values of valuesOf("aws_iam_role", documents)) {
      const { name, unique_id: id } = values;
      if (typeof name !== "string") continue;
      this.#managed.add(name);
      if (typeof id === "string") this.#ids.set(id, name);
    }
    for (const { pods, roles } of this.#sides) {
      for (const { identity } of roles) if (identity.role.kind === "own") this.#users(identity.role.name);
      for (const pod of pods) for (const name of roleNames(pod)) this.#users(name).add(accountOf(pod));
    }
  }

  /**
   * Whether the role of a name is in one of the plans, or a service account of theirs has it. `account`: the one that is meant,
   * asked for where a role stands outside of the plans; it may be any where it, or the role's, is not known.
   */
  has(name: string, account: () => string | undefined): boolean {
    if (this.isManaged(name)) return true;
    if (!this.#ofPods.has(name)) return false;
    this.#arns ??= this.#allArns();
    const arns = [...(this.#arns.get(name) ?? [])];
    const meant = account();
    return arns.length === 0 || meant === undefined || arns.some((arn) => parseArn(arn)?.account === meant);
  }

  isManaged(name: string): boolean {
    return this.#managed.has(name);
  }

  isOfPods(name: string): boolean {
    return this.#ofPods.has(name);
  }

  /** The roles of pods of a name: IAM does not tell names apart by letter case. */
  alike(name: string): readonly string[] {
    this.#byLower ??= byLowerCase(this.ofPods());
    return this.#byLower.get(name.toLowerCase()) ?? [];
  }

  /** The names of the roles of pods. */
  ofPods(): readonly string[] {
    return [...this.#ofPods.keys()];
  }

  /** Whether the models have a role of a name or an ARN. */
  names(text: string): boolean {
    if (this.#ofPods.has(text)) return true;
    return this.#sides.some(({ pods }) =>
      pods.some(({ identity: { role, target } }) => role.arn === text || target?.roleArn === text),
    );
  }

  /** The service accounts of roles, `namespace/name`, sorted. */
  serviceAccountsOf(names: readonly string[]): string[] {
    return [...new Set(names.flatMap((name) => [...(this.#ofPods.get(name) ?? [])]))].sort();
  }

  /** The roles of pods that a text names by their ARNs, by those of their sessions, or by placeholders of its stack. */
  namedIn(text: string, stack: string): string[] {
    const { names, addresses } = rolesNamedIn(text);
    const later = addresses.flatMap((address) => this.at(stack, address) ?? []);
    const byId = [...text.matchAll(UNIQUE_ID)].flatMap(([id]) => this.#ids.get(id) ?? []);
    return [...new Set([...names, ...later, ...byId])].filter((name) => this.#ofPods.has(name));
  }

  /** The roles of pods whose ARNs match one of the patterns. Of an ARN that is not known yet what comes before `:role/` may match. */
  matching(patterns: readonly string[]): string[] {
    if (patterns.length === 0) return [];
    this.#arns ??= this.#allArns();
    const globs = patterns.map((pattern) => ({ whole: glob(pattern), rest: glob(pattern.replace(/^.*:role\//s, "")) }));
    return this.ofPods().filter((name) => {
      const arns = [...(this.#arns?.get(name) ?? [])];
      return globs.some(({ whole, rest }) =>
        arns.length === 0 ? matches(rest, name) : arns.some((arn) => matches(whole, arn)),
      );
    });
  }

  /** Whether the trust policy of a role of pods says something, before or after. */
  trustSays(what: RegExp): boolean {
    const all = this.#sides.flatMap(({ roles, pods }) => [...roles, ...pods]);
    this.#trusts ??= new Set(all.flatMap(({ identity: { role } }) => (role.kind === "own" ? [role.trust] : [])));
    return [...this.#trusts].some((trust) => what.test(JSON.stringify(trust)));
  }

  /** The role of pods at an address, as the model has it after apply. */
  after(stack: string, address: string): OwnRole | undefined {
    this.#after ??= new Map(
      this.#afterSides.flatMap(({ roles }) =>
        roles.flatMap(({ stack, address, forgotten, identity: { role } }): [string, OwnRole][] =>
          role.kind === "own" && !forgotten ? [[`${stack}\n${address}`, role]] : [],
        ),
      ),
    );
    return this.#after.get(`${stack}\n${address}`);
  }

  /** The name of the role of pods at an address. */
  at(stack: string, address: string): string | undefined {
    this.#addresses ??= new Map(
      this.#sides.flatMap(({ roles }) =>
        roles.flatMap(({ stack, address, identity: { role } }): [string, string][] =>
          role.kind === "own" ? [[`${stack}\n${address}`, role.name]] : [],
        ),
      ),
    );
    return this.#addresses.get(`${stack}\n${address}`);
  }

  /** By their names: the ARNs of roles of pods, as far as they are known. */
  #allArns(): ReadonlyMap<string, ReadonlySet<string>> {
    const arns = new Map<string, Set<string>>();
    for (const { pods, roles } of this.#sides) {
      for (const { identity } of [...roles, ...pods]) {
        for (const arn of [identity.role.arn, identity.target?.roleArn ?? ""]) {
          if (arn === "" || hasPlaceholder(arn)) continue;
          const name = roleNameOf(arn);
          entry(arns, name, () => new Set()).add(arn);
        }
      }
    }
    return arns;
  }

  #users(name: string): Set<string> {
    return entry(this.#ofPods, name, () => new Set());
  }
}

function byLowerCase(names: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const name of names) entry(found, name.toLowerCase(), () => []).push(name);
  return found;
}

function accountOf({ serviceAccount }: PlannedPod): string {
  return serviceAccountText(serviceAccount);
}

/** A pod's roles: its own, and that which it ends up with. */
function roleNames({ identity: { role, target } }: PlannedPod): string[] {
  const arns = [...(role.kind === "existing" ? [role.arn] : []), ...(target === undefined ? [] : [target.roleArn])];
  const names = arns.filter((arn) => !hasPlaceholder(arn)).map(roleNameOf);
  return role.kind === "own" ? [role.name, ...names] : names;
}
