import type { Held } from "./holdings";
import { type PlanObject, read, readText } from "./objects";
import { isConfigured, isKept, takesAway } from "./role-state";
import type { SideWorld } from "./side-world";

/** One of the two ways in which a role has policies of resources beside it. */
interface Way {
  /** What gives them. */
  given: "attached" | "inline";
  /** What tells them apart. */
  by: "policy_arn" | "name";
  /** Lists that take away what they do not hold. */
  lists: "managedLists" | "inlineLists";
  listed: "policy_arns" | "policy_names";
  /** The role's own list, and what tells its elements apart. */
  own: "managed_policy_arns" | "inline_policy";
  part: readonly string[];
}

const WAYS: readonly Way[] = [
  {
    given: "attached",
    by: "policy_arn",
    lists: "managedLists",
    listed: "policy_arns",
    own: "managed_policy_arns",
    part: [],
  },
  {
    given: "inline",
    by: "name",
    lists: "inlineLists",
    listed: "policy_names",
    own: "inline_policy",
    part: ["name"],
  },
];

/**
 * Notes the policies that one resource gives a role and another takes away in the same apply. IAM has each policy once at a
 * role, whoever gives it: a deletion takes it from all. Terraform does not order the two, and gives nothing again that it
 * leaves alone.
 *
 * @param before what resources gave the role before
 */
export function noteTornOff(world: SideWorld, role: PlanObject, held: Held, before: Held): void {
  for (const way of WAYS) {
    for (const giver of held[way.given]) {
      const policy = readText(giver, "after", way.by);
      const taker = policy === undefined ? undefined : takerOf(policy, giver, { world, role, held, before, way });
      if (taker === undefined) continue;
      const why =
        giver.unchanged || giver.forgotten
          ? `is what \`${taker.address}\` takes away from the role, and is not given again: the role is without it after this deploy`
          : `is what \`${taker.address}\` takes away from the role in the same deploy: which comes last is open`;
      world.gaps.add({ object: giver, attribute: way.by, part: "policy", why, fix: FIX }, { role });
    }
  }
}

const FIX =
  "let one resource alone say that the role has it: tell a new address by a `moved` block, and name it in lists that are exclusive";

interface Around {
  world: SideWorld;
  role: PlanObject;
  held: Held;
  before: Held;
  way: Way;
}

function takerOf(policy: string, giver: PlanObject, around: Around): PlanObject | undefined {
  const { world, role, held, before, way } = around;
  if ((giver.unchanged || giver.forgotten) && isMadeAnew(role)) return role;
  if (isTakenByRole(policy, around)) return role;
  const list = held[way.lists].find((one) => takesAway(one, world) && !textsAt(one, "after", [way.listed]).has(policy));
  if (list !== undefined) return list;
  return before[way.given].find((one) => {
    if (one.forgotten || readText(one, "before", way.by) !== policy) return false;
    // What is deleted first and then created gives it again.
    if (one === giver) return isCreatedFirst(one);
    return !held[way.given].includes(one) || (isMadeAnew(one) && readText(one, "after", way.by) !== policy);
  });
}

/** Of its own list the role takes away what it does not say any more. */
function isTakenByRole(policy: string, { world, role, way }: Around): boolean {
  if (!isKept(role) || !isConfigured(world, role, way.own)) return false;
  return (
    textsAt(role, "before", [way.own], way.part).has(policy) && !textsAt(role, "after", [way.own], way.part).has(policy)
  );
}

function isMadeAnew({ before, after, change }: PlanObject): boolean {
  return before !== undefined && after !== undefined && change.actions.includes("create");
}

function isCreatedFirst(object: PlanObject): boolean {
  return isMadeAnew(object) && object.change.actions[0] === "create";
}

/** The texts of a list, or of a part of its elements. */
function textsAt(
  object: PlanObject,
  side: "before" | "after",
  path: readonly string[],
  part: readonly string[] = [],
): ReadonlySet<string> {
  const list = read(object, side, path);
  const values: readonly unknown[] = list.kind === "known" && Array.isArray(list.value) ? list.value : [];
  const texts = values.flatMap((_, index) => {
    const one = read(object, side, [...path, index, ...part]);
    return one.kind === "known" && typeof one.value === "string" ? [one.value] : [];
  });
  return new Set(texts);
}
