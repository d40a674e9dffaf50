import type { AnyDocument } from "../../iam/document";
import type { InlinePolicy, OwnRole } from "../../model/identity";
import { hasPlaceholder, placeholder, placeholderArn } from "../../model/placeholder";
import { type Found, UNREADABLE } from "./documents";
import type { Held } from "./holdings";
import { inlinePolicies } from "./inline-policies";
import { type Joined, NAMED_BY } from "./joins";
import { boundaryOf, managedPolicies } from "./managed-policies";
import { type PlanObject, read, type Side, shownText } from "./objects";
import type { SideWorld } from "./side-world";
import { trustPin } from "./trust-pin";

/** The roles that the plans make, on one side; each is put together when it is asked for. */
export class Roles {
  readonly #world: SideWorld;
  readonly #other: SideWorld;
  readonly #previous: Roles | undefined;
  readonly #made = new Map<PlanObject, OwnRole>();
  readonly #trusts = new Map<PlanObject, Found>();
  /** What may be theirs, and of which the plan does not tell whose it is. */
  readonly #strays = new Map<PlanObject, InlinePolicy[]>();

  /** `previous`: the roles before, on the side after. */
  constructor(world: SideWorld, before: SideWorld, previous?: Roles) {
    this.#world = world;
    this.#other = before;
    this.#previous = previous;
  }

  of(object: PlanObject): OwnRole {
    const standing = this.#made.get(object);
    if (standing !== undefined) return standing;
    const made = this.#unchanged(object) ?? this.#make(object);
    this.#made.set(object, made);
    return made;
  }

  /** Whether pods may use it, by its trust policy; a trust policy that cannot be read may say anything. */
  trustsPods(object: PlanObject): boolean {
    const found = this.#trust(object);
    return found.kind === "document" ? trustPin(found.document).trustsPods : found.kind === "cannot";
  }

  /** Hands what may be anybody's to each of the roles that it may belong to. Comes before the roles are asked for. */
  giveStrays(roles: Iterable<PlanObject>): void {
    const mine = [...roles];
    for (const { object, attribute, why, fix, candidates } of this.#world.holdings.strays) {
      const later = mine.filter(
        (role) => role.document === object.document && NAMED_BY.some((name) => isUnknown(role, this.#world.side, name)),
      );
      const concerned = candidates.size > 0 ? mine.filter((role) => candidates.has(role)) : later;
      for (const role of concerned) {
        this.#world.gaps.add({ object, attribute, part: "policy", why, fix }, { role });
        const at = this.#world.worldOf(object).at(object);
        const stray = { name: placeholder(`policy of ${object.address}`), document: UNREADABLE, at };
        this.#strays.set(role, [...(this.#strays.get(role) ?? []), stray]);
      }
    }
  }

  /** The very role that it was before, where the plan leaves it alone with all that it holds: most of a plan is like that. */
  #unchanged(object: PlanObject): OwnRole | undefined {
    const previous = this.#previous;
    const standing = previous === undefined ? undefined : previous.#made.get(object);
    if (standing === undefined || !isNoOp(object) || this.#strays.has(object) || previous?.hasStrays(object)) {
      return undefined;
    }
    if (!isSameHolding(this.#other.holdings.of(object), this.#world.holdings.of(object))) return undefined;
    // A gap is told on both sides.
    const documents = [standing.trust, ...standing.inlinePolicies.map(({ document }) => document)];
    if (documents.includes(UNREADABLE)) return undefined;
    const arns = standing.managedPolicies.map(({ arn }) => arn);
    if (standing.permissionsBoundary !== undefined) arns.push(standing.permissionsBoundary);
    return arns.every((arn) => this.#isUnchangedPolicy(arn, object)) ? standing : undefined;
  }

  hasStrays(object: PlanObject): boolean {
    return this.#strays.has(object);
  }

  #isUnchangedPolicy(arn: string, role: PlanObject): boolean {
    const before = this.#other.joins.named("policy", arn, role);
    const after = this.#world.joins.named("policy", arn, role);
    if (before.kind === "outside") return after.kind === "outside" && !hasPlaceholder(arn);
    return (
      before.kind === "object" && after.kind === "object" && before.object === after.object && isReadable(after.object)
    );
  }

  #make(object: PlanObject): OwnRole {
    const { side, holdings } = this.#world;
    const held = holdings.of(object);
    const before = this.#other.holdings.of(object);
    const description = shownText(object, side, "description");
    const duration = read(object, side, ["max_session_duration"]);
    return {
      kind: "own",
      name: shownText(object, side, "name") ?? placeholder(`name of ${object.address}`),
      path: shownText(object, side, "path") ?? "/",
      arn: roleArn(object, side),
      ...(description === undefined ? {} : { description }),
      ...(duration.kind === "known" && typeof duration.value === "number"
        ? { maxSessionDuration: duration.value }
        : {}),
      ...boundaryOf(this.#world, object),
      trust: this.#readTrust(object),
      managedPolicies: managedPolicies(this.#world, object, held, before),
      inlinePolicies: [...inlinePolicies(this.#world, object, held, before), ...(this.#strays.get(object) ?? [])],
    };
  }

  #trust(object: PlanObject): Found {
    const standing = this.#trusts.get(object);
    if (standing !== undefined) return standing;
    const found = this.#world.documents.find(this.#world.worldOf(object), object, this.#world.side, [TRUST]);
    this.#trusts.set(object, found);
    return found;
  }

  #readTrust(object: PlanObject): AnyDocument {
    const found = this.#trust(object);
    if (found.kind === "document") return found.document;
    const none = { why: "is not told by the plan", fix: "write a trust policy as JSON" };
    const { why, fix } = found.kind === "cannot" ? found : none;
    this.#world.gaps.add({ object, attribute: TRUST, part: "trust policy", why, fix }, { role: object });
    return UNREADABLE;
  }
}

const TRUST = "assume_role_policy";

function isNoOp({ change, before, after }: PlanObject): boolean {
  return before === "before" && after === "after" && change.actions.length === 1 && change.actions[0] === "no-op";
}

/** Whether a policy is left alone, and can be read. */
function isReadable(policy: PlanObject): boolean {
  const text = read(policy, "after", ["policy"]);
  return isNoOp(policy) && text.kind === "known" && !text.sensitive;
}

function isSameHolding(before: Held, after: Held): boolean {
  if (after.inlineLists.length > 0 || after.managedLists.length > 0) return false;
  return isSameList(before.inline, after.inline) && isSameList(before.attached, after.attached);
}

function isSameList(before: readonly PlanObject[], after: readonly PlanObject[]): boolean {
  return before.length === after.length && after.every((object, index) => object === before[index] && isNoOp(object));
}

export function roleArn(object: PlanObject, side: Side): string {
  return shownText(object, side, "arn") ?? placeholderArn(`arn of ${object.address}`);
}

/** The ARN of a role outside of the plans, as it is or as it will be known. */
export function outsideArn(joined: Extract<Joined, { kind: "object" | "outside" }>, side: Side): string {
  return joined.kind === "outside" ? joined.text : roleArn(joined.object, side);
}

const NO_TAGS: Readonly<Record<string, string>> = {};

/** The tags of an object of AWS, the provider's default tags among them; sensitive ones are not shown. */
export function tagsOf(object: PlanObject, side: Side): Readonly<Record<string, string>> {
  const all = read(object, side, ["tags_all"]);
  const attribute = all.kind === "known" ? "tags_all" : "tags";
  const known = all.kind === "known" ? all : read(object, side, ["tags"]);
  if (known.kind !== "known" || typeof known.value !== "object" || known.value === null) return NO_TAGS;
  if (Object.keys(known.value).length === 0) return NO_TAGS;
  const tags = Object.entries(known.value).flatMap(([key, value]): [string, string][] => {
    if (typeof value !== "string") return [];
    if (!known.sensitive) return [[key, value]];
    const one = read(object, side, [attribute, key]);
    return one.kind === "known" && !one.sensitive ? [[key, value]] : [];
  });
  return Object.fromEntries(tags);
}

function isUnknown(object: PlanObject, side: Side, attribute: string): boolean {
  return read(object, side, [attribute]).kind === "unknown";
}
