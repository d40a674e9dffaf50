import { parseArn } from "../../model/arn";
import type { ExistingRole, InlinePolicy, OwnRole } from "../../model/identity";
import { hasPlaceholder } from "../../model/placeholder";
import { trustPolicy } from "../../model/trust";
import { roleNameOf } from "../role-name";
import type { Side } from "../value";
import { UNREADABLE } from "./documents";
import type { Held } from "./holdings";
import { inlinePolicies } from "./inline-policies";
import type { Joined } from "./joins";
import { boundaryOf, managedPolicies } from "./managed-policies";
import { type PlanObject, shownText } from "./objects";
import { takesAway } from "./role-state";
import { outsideArn } from "./roles";
import type { SideWorld } from "./side-world";
import { noteTornOff } from "./torn-off";

/** `standIn`: what gaps in what the plans give it are noted under. */
export interface OutsideRole {
  role: OwnRole | ExistingRole;
  standIn: PlanObject | undefined;
}

/**
 * Roles that stand outside of the plans. One to which the plans attach policies is known in part: beside those policies it
 * has one that cannot be read, for all that is not known of it.
 */
export class OutsideRoles {
  readonly #world: SideWorld;
  readonly #both: readonly SideWorld[];
  readonly #made = new Map<Key, OutsideRole>();
  readonly #previous: OutsideRoles | undefined;

  /** `previous`: the roles before, on the side after. */
  constructor(side: Side, worlds: Readonly<Record<Side, SideWorld>>, previous?: OutsideRoles) {
    this.#previous = previous;
    this.#world = worlds[side];
    this.#both = [worlds.before, worlds.after];
  }

  /** `asked`: the association that names it. */
  of(joined: Extract<Joined, { kind: "object" | "outside" }>, asked: PlanObject): OutsideRole {
    const arn = outsideArn(joined, this.#world.side);
    const key = keyOf(arn, joined, asked);
    const standing = this.#made.get(key);
    if (standing !== undefined) return standing;
    const name =
      joined.kind === "outside" ? roleNameOf(joined.text) : shownText(joined.object, this.#world.side, "name");
    const isTouched =
      name !== undefined &&
      this.#both.some(({ holdings }) =>
        Object.values(holdings.ofOutside(name, accountIn(arn))).some((list) => list.length > 0),
      );
    const made = isTouched ? this.#partlyKnown(arn, name, joined, asked) : this.#onlyNamed(arn, key);
    this.#made.set(key, made);
    return made;
  }

  /** What such a role has beside nobody knows: a list that is applied takes it away. */
  #noteLists(role: PlanObject, { inlineLists, managedLists }: Held): void {
    for (const object of [...inlineLists, ...managedLists]) {
      if (!takesAway(object, this.#world)) continue;
      const attribute = inlineLists.includes(object) ? "policy_names" : "policy_arns";
      const why =
        "is a list that takes away what it does not name from a role outside of the plans, and what that has is not known";
      const fix = "look at the role's policies in AWS; plan the list together with the role";
      this.#world.gaps.add({ object, attribute, part: "policy", why, fix }, { role });
    }
  }

  #onlyNamed(arn: string, key: Key): OutsideRole {
    const before = this.#previous === undefined ? undefined : this.#previous.#made.get(key);
    return before?.role.kind === "existing" ? before : { role: { kind: "existing", arn }, standIn: undefined };
  }

  #partlyKnown(arn: string, name: string, joined: Joined, asked: PlanObject): OutsideRole {
    const { documents, holdings, side, worldOf } = this.#world;
    const object = joined.kind === "object" ? joined.object : asked;
    const account = accountIn(arn);
    const held = holdings.ofOutside(name, account);
    const before = this.#both[0]?.holdings.ofOutside(name, account) ?? held;
    const read =
      joined.kind === "object" ? documents.find(worldOf(object), object, side, "assume_role_policy") : undefined;
    const isBounded = joined.kind === "object" && shownText(object, side, "permissions_boundary") !== undefined;
    const rest: InlinePolicy = {
      name: "or other policies outside of the plans",
      document: UNREADABLE,
      at: worldOf(asked).at(asked),
    };
    // The role's own attributes are none of the association's: only what is attached is taken from the plans.
    const nothing = { before: undefined, after: undefined, unchanged: false, forgotten: false, deposed: false };
    const standIn: PlanObject = { ...asked, type: "outside", name, local: "", ...nothing };
    if (side === "after") {
      noteTornOff(this.#world, standIn, held, before);
      this.#noteLists(standIn, held);
    }
    const role: OwnRole = {
      kind: "own",
      name,
      path: pathOf(arn),
      arn,
      ...(isBounded ? boundaryOf(this.#world, object) : {}),
      trust: read?.kind === "document" ? read.document : trustPolicy(undefined),
      managedPolicies: managedPolicies(this.#world, standIn, held, before),
      inlinePolicies: [...inlinePolicies(this.#world, standIn, held, before), rest],
    };
    return { role, standIn };
  }
}

/** A role by its ARN; where that is known only after apply, other stacks may have one at the same address. */
type Key = string | PlanObject;

function keyOf(arn: string, joined: Joined, asked: PlanObject): Key {
  if (!hasPlaceholder(arn)) return arn;
  return joined.kind === "object" ? joined.object : `${asked.document.stack}\n${arn}`;
}

function accountIn(arn: string): string | undefined {
  return hasPlaceholder(arn) ? undefined : parseArn(arn)?.account;
}

function pathOf(arn: string): string {
  const [, ...path] = (parseArn(arn)?.resource ?? "").split("/").slice(0, -1);
  return path.length === 0 ? "/" : `/${path.join("/")}/`;
}
