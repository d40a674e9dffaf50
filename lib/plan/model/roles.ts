import type { AnyDocument } from "../../iam/document";
import { isRecord } from "../../is-record";
import type { InlinePolicy, OwnRole } from "../../model/identity";
import { hasPlaceholder, placeholder, placeholderArn } from "../../model/placeholder";
import type { Side } from "../value";
import { type Found, UNREADABLE } from "./documents";
import type { Held } from "./holdings";
import { inlinePolicies } from "./inline-policies";
import type { Joined } from "./joins";
import { boundaryOf, managedPolicies } from "./managed-policies";
import { type PlanObject, read, shownText } from "./objects";
import type { SideWorld } from "./side-world";
import { straysOf } from "./strays";
import { noteTornOff } from "./torn-off";
import { trustPin } from "./trust-pin";

/** The roles that the plans make, on one side; each is put together when it is asked for. */
export class Roles {
  readonly #world: SideWorld;
  readonly #other: SideWorld;
  readonly #previous: Roles | undefined;
  readonly #made = new Map<PlanObject, OwnRole>();
  readonly #trusts = new Map<PlanObject, Found>();
  /** What may be theirs, and of which the plan does not tell whose it is. */
  #strays: ReadonlyMap<PlanObject, InlinePolicy[]> = new Map();

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
  giveStrays(roles: ReadonlySet<PlanObject>): void {
    this.#strays = straysOf(this.#world, roles);
  }

  /** The very role that it was before, where the plan leaves it alone with all that it holds: most of a plan is like that. */
  #unchanged(object: PlanObject): OwnRole | undefined {
    const previous = this.#previous;
    const standing = previous === undefined ? undefined : previous.#made.get(object);
    if (standing === undefined || !object.unchanged || this.#strays.has(object) || previous?.hasStrays(object)) {
      return undefined;
    }
    if (!isSameHolding(this.#other.holdings.of(object), this.#world.holdings.of(object))) return undefined;
    const { trust, inlinePolicies, managedPolicies, permissionsBoundary } = standing;
    // A gap is told on both sides.
    if (trust === UNREADABLE || inlinePolicies.some(({ document }) => document === UNREADABLE)) return undefined;
    if (permissionsBoundary !== undefined && !this.#isUnchangedPolicy(permissionsBoundary, object)) return undefined;
    return managedPolicies.every(({ arn }) => this.#isUnchangedPolicy(arn, object)) ? standing : undefined;
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
    if (side === "after") noteTornOff(this.#world, object, held, before);
    const role: OwnRole = {
      kind: "own",
      name: shownText(object, side, "name") ?? placeholder(`name of ${object.address}`),
      path: shownText(object, side, "path") ?? "/",
      arn: roleArn(object, side),
      ...boundaryOf(this.#world, object),
      trust: this.#readTrust(object),
      managedPolicies: managedPolicies(this.#world, object, held, before),
      inlinePolicies: inlinePolicies(this.#world, object, held, before).concat(this.#strays.get(object) ?? []),
    };
    const description = shownText(object, side, "description");
    if (description !== undefined) role.description = description;
    const duration = read(object, side, ["max_session_duration"]);
    if (duration.kind === "known" && typeof duration.value === "number") role.maxSessionDuration = duration.value;
    return role;
  }

  #trust(object: PlanObject): Found {
    const standing = this.#trusts.get(object);
    if (standing !== undefined) return standing;
    const found = this.#world.documents.find(this.#world.worldOf(object), object, this.#world.side, TRUST);
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

/** Whether a policy is left alone, and can be read. */
function isReadable(policy: PlanObject): boolean {
  const text = read(policy, "after", ["policy"]);
  return policy.unchanged && text.kind === "known" && !text.sensitive;
}

function isSameHolding(before: Held, after: Held): boolean {
  if (after.inlineLists.length > 0 || after.managedLists.length > 0) return false;
  return isSameList(before.inline, after.inline) && isSameList(before.attached, after.attached);
}

function isSameList(before: readonly PlanObject[], after: readonly PlanObject[]): boolean {
  return before.length === after.length && after.every((object, index) => object === before[index] && object.unchanged);
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
  if (known.kind !== "known" || !isRecord(known.value)) return NO_TAGS;
  const { value, sensitive } = known;
  if (!sensitive && areTexts(value)) return value;
  const tags = Object.entries(value).flatMap(([key, value]): [string, string][] => {
    if (typeof value !== "string") return [];
    if (!sensitive) return [[key, value]];
    const one = read(object, side, [attribute, key]);
    return one.kind === "known" && !one.sensitive ? [[key, value]] : [];
  });
  return Object.fromEntries(tags);
}

function areTexts(values: Readonly<Record<string, unknown>>): values is Readonly<Record<string, string>> {
  for (const key in values) if (typeof values[key] !== "string") return false;
  return true;
}
