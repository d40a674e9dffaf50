import { entry } from "../../entry";
import type { InlinePolicy } from "../../model/identity";
import { placeholder } from "../../model/placeholder";
import type { Side } from "../value";
import { UNREADABLE } from "./documents";
import type { Held } from "./holdings";
import { NO_POLICY } from "./no-policy";
import { type PlanObject, read, readText } from "./objects";
import { rebuiltBlock } from "./rebuilt-block";
import { isConfigured, isKept, isWritten, takesAway } from "./role-state";
import type { SideWorld } from "./side-world";

/**
 * The inline policies of a role: its own `inline_policy` blocks where they are configured, and those of
 * `aws_iam_role_policy`. Else the provider tells in the blocks what it found at the role: of that all stays which no
 * resource manages and no exclusive list takes away.
 *
 * @param before what resources gave the role before: what of it is not given any more goes away
 */
export function inlinePolicies(world: SideWorld, role: PlanObject, held: Held, before: Held): InlinePolicy[] {
  const own = ownPolicies(world, role, before);
  const [only, ...more] = held.inline;
  if (own.length === 0 && only !== undefined && more.length === 0) return [managedInline(world, only, role)];
  const isAfter = world.side === "after";
  const isGiven = isAfter && isConfigured(world, role, "inline_policy");
  const isOwn = isGiven || (isAfter && !role.forgotten && isWritten(world, role, "inline_policy"));
  const blocks = isOwn ? role : undefined;
  const made = new Map<string, Given[]>();
  for (const policy of own) entry(made, policy.name, () => []).push({ policy, of: blocks });
  for (const object of held.inlineLists) {
    const names = listed(read(object, world.side, ["policy_names"]));
    if (isGiven || names === undefined || !takesAway(object, world)) continue;
    for (const name of made.keys()) if (!names.has(name)) made.delete(name);
  }
  for (const object of held.inline) {
    const policy = managedInline(world, object, role);
    const alike = made.get(policy.name) ?? [];
    if (object.forgotten && alike.some(({ of }) => of !== undefined)) continue;
    const rivals = alike.filter(({ of }) => of !== undefined && !of.forgotten);
    made.set(policy.name, [...rivals, { policy, of: object }]);
    if (world.side === "before" || rivals.every((one) => one.policy.document === policy.document)) continue;
    const fresh = [object, ...rivals.flatMap(({ of }) => of ?? [])].find(({ unchanged }) => !unchanged);
    world.gaps.add({ object: fresh ?? object, attribute: "name", part: "policy", ...SAME_NAME }, { role });
  }
  return [...made.values()].flat().map(({ policy }) => policy);
}

/** `of`: what gives it; undefined for what the provider found at the role, which gives way to the resource that manages it. */
interface Given {
  policy: InlinePolicy;
  of: PlanObject | undefined;
}

const SAME_NAME = {
  why: "is the name of another inline policy of the role too: only one of both will stand, and the plan does not tell which",
  fix: "give it a name of its own",
};

function managedInline(world: SideWorld, object: PlanObject, role: PlanObject): InlinePolicy {
  const { side, gaps, documents } = world;
  const plan = world.worldOf(object);
  const name = nameOf(object, side);
  const found = documents.find(plan, object, side, "policy");
  if (found.kind === "document") return { name, document: found.document, at: plan.at(object) };
  const { why, fix } = found.kind === "cannot" ? found : NO_POLICY;
  gaps.add({ object, attribute: "policy", part: "policy", why, fix }, { role });
  return { name, document: UNREADABLE, at: plan.at(object) };
}

/** A name made from `name_prefix` is known only after apply. */
function nameOf(object: PlanObject, side: Side): string {
  const known = read(object, side, ["name"]);
  return known.kind === "known" && typeof known.value === "string" && !known.sensitive
    ? known.value
    : placeholder(`name of ${object.address}`);
}

function ownPolicies(world: SideWorld, role: PlanObject, before: Held): InlinePolicy[] {
  if (world.side === "before" || isConfigured(world, role, "inline_policy")) return blocks(world, role, world.side);
  if (!isKept(role)) return [];
  const gone = before.inline.flatMap((one) => (one.forgotten ? [] : (readText(one, "before", "name") ?? [])));
  return blocks(world, role, "before").filter(({ name }) => !gone.includes(name));
}

function blocks(world: SideWorld, role: PlanObject, side: Side): InlinePolicy[] {
  const plan = world.worldOf(role);
  const at = plan.at(role);
  const known = read(role, side, ["inline_policy"]);
  const attribute = "inline_policy";
  if (known.kind === "absent") return [];
  if (known.kind === "unknown") {
    const why = "is known only after apply, and the plan does not tell its blocks";
    const fix = "write the policy as an `aws_iam_role_policy` of its own";
    world.gaps.add({ object: role, attribute, part: "policy", why, fix }, { role });
    return [{ name: placeholder(`inline_policy of ${role.address}`), document: UNREADABLE, at }];
  }
  const values: readonly unknown[] = Array.isArray(known.value) ? known.value : [];
  return values.flatMap((_, index): InlinePolicy[] => {
    const found = read(role, side, [attribute, index, "name"]);
    const text =
      found.kind === "known" && typeof found.value === "string" && !found.sensitive ? found.value : undefined;
    // A block without a name says that there is to be no other inline policy.
    if (found.kind === "absent" || text === "") return [];
    const name = text ?? placeholder(`inline_policy[${index}].name of ${role.address}`);
    const rebuilt = () => rebuiltBlock(plan, role, attribute, "name", name, "policy");
    const own = world.documents.of(read(role, side, [attribute, index, "policy"]), rebuilt);
    if (own.kind === "document") return [{ name, document: own.document, at }];
    const { why, fix } = own.kind === "cannot" ? own : NO_POLICY;
    world.gaps.add({ object: role, attribute: `${attribute}[${index}].policy`, part: "policy", why, fix }, { role });
    return [{ name, document: UNREADABLE, at }];
  });
}

/** The texts of a list that is known altogether. */
function listed(known: ReturnType<typeof read>): ReadonlySet<string> | undefined {
  if (known.kind === "absent") return new Set();
  if (known.kind === "unknown" || !Array.isArray(known.value)) return undefined;
  const values: readonly unknown[] = known.value;
  const texts = values.filter((one) => typeof one === "string");
  return texts.length === values.length ? new Set(texts) : undefined;
}
