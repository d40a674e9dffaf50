import { entry } from "../../entry";
import { roleNameOf } from "../role-name";
import type { Side } from "../value";
import type { Joined, Joins } from "./joins";
import { type PlanObject, read } from "./objects";
import type { PlanWorld } from "./plan-world";
import type { Providers } from "./providers";

/** What resources beside a role give it, on one side. */
export interface Held {
  /** `aws_iam_role_policy`. */
  inline: PlanObject[];
  /** `aws_iam_role_policy_attachment`, `aws_iam_policy_attachment`. */
  attached: PlanObject[];
  /** `aws_iam_role_policies_exclusive`: what is not in the list is taken away. */
  inlineLists: PlanObject[];
  /** `aws_iam_role_policy_attachments_exclusive`: the list is what is attached. */
  managedLists: PlanObject[];
}

/** A part of a role of which the plan does not tell whose it is. */
interface Stray {
  object: PlanObject;
  attribute: string;
  why: string;
  fix: string;
  candidates: ReadonlySet<PlanObject>;
}

const NOTHING: Held = { inline: [], attached: [], inlineLists: [], managedLists: [] };

/** A role that is only read, and of which the plan tells no name: it may be any. */
const UNNAMED = {
  why: "is of a role whose name the plan does not tell",
  fix: "name the role as a constant, or apply what its name depends on first",
  candidates: new Set<PlanObject>(),
};

/** By the type of resource: the attribute that names the role. */
const ROLE_OF = [
  ["aws_iam_role_policy", "role"],
  ["aws_iam_role_policy_attachment", "role"],
  ["aws_iam_policy_attachment", "roles"],
  ["aws_iam_role_policies_exclusive", "role_name"],
  ["aws_iam_role_policy_attachments_exclusive", "role_name"],
] as const;

/** Which role has what, on one side, over all plans. */
export class Holdings {
  readonly strays: Stray[] = [];
  readonly #side: Side;
  readonly #ofRole = new Map<PlanObject, Held>();
  /**
   * Of roles outside of the plans, by their names in lower case (IAM does not tell names apart by letter case), then by the
   * account of what gives it; "" where that is not known.
   */
  readonly #outside = new Map<string, Map<string, Held>>();
  readonly #providersOf: (object: PlanObject) => Providers;

  constructor(side: Side, worlds: readonly PlanWorld[], joins: Joins, providersOf: (object: PlanObject) => Providers) {
    this.#side = side;
    this.#providersOf = providersOf;
    for (const [type, attribute] of ROLE_OF) {
      for (const object of worlds.flatMap((world) => world.ofType(type))) {
        if (object[side] === undefined) continue;
        if (attribute !== "roles") this.#give(object, attribute, joins.find("role", object, attribute));
        else for (const role of joins.list("role", object, attribute)) this.#give(object, attribute, role);
      }
    }
  }

  of(role: PlanObject): Held {
    return this.#ofRole.get(role) ?? NOTHING;
  }

  /**
   * What the plans give a role that they do not make, by its name and its account. Where an account is not known it may be
   * the role's.
   */
  ofOutside(name: string, account: string | undefined): Held {
    const named = [...(this.#outside.get(name.toLowerCase()) ?? [])];
    const own = named.flatMap(([of, held]) => (of === "" || account === undefined || of === account ? [held] : []));
    const [only = NOTHING, ...more] = own;
    if (more.length === 0) return only;
    return {
      inline: own.flatMap(({ inline }) => inline),
      attached: own.flatMap(({ attached }) => attached),
      inlineLists: own.flatMap(({ inlineLists }) => inlineLists),
      managedLists: own.flatMap(({ managedLists }) => managedLists),
    };
  }

  #give(object: PlanObject, attribute: string, role: Joined): void {
    if (role.kind === "none") return;
    if (role.kind === "cannot") {
      this.strays.push({ object, attribute, why: role.why, fix: role.fix, candidates: role.candidates });
      return;
    }
    const held = this.#heldBy(role, object);
    if (held === undefined) {
      this.strays.push({ object, attribute, ...UNNAMED });
      return;
    }
    switch (object.type) {
      case "aws_iam_role_policy":
        held.inline.push(object);
        break;
      case "aws_iam_role_policies_exclusive":
        held.inlineLists.push(object);
        break;
      case "aws_iam_role_policy_attachments_exclusive":
        held.managedLists.push(object);
        break;
      default:
        held.attached.push(object);
    }
  }

  #heldBy(role: Extract<Joined, { kind: "object" | "outside" }>, giver: PlanObject): Held | undefined {
    const empty = () => ({ inline: [], attached: [], inlineLists: [], managedLists: [] });
    if (role.kind === "object" && !role.object.type.startsWith("data.")) {
      return entry(this.#ofRole, role.object, empty);
    }
    const name = role.kind === "outside" ? roleNameOf(role.text) : this.#nameOf(role.object);
    if (name === undefined) return undefined;
    const account = this.#providersOf(giver).of(giver).account ?? "";
    return entry(
      entry(this.#outside, name.toLowerCase(), () => new Map()),
      account,
      empty,
    );
  }

  #nameOf(object: PlanObject): string | undefined {
    const name = read(object, this.#side, ["name"]);
    return name.kind === "known" && typeof name.value === "string" ? name.value : undefined;
  }
}
