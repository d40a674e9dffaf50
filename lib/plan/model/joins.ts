import { placeholder, placeholderArn, placeholdersIn } from "../../model/placeholder";
import type { Known, Side } from "../value";
import { expressionAt, formOf } from "./configuration";
import { isLater, NAMED_BY, type PlanObject, read, readText } from "./objects";
import type { Origin } from "./origin";
import type { PlanWorld } from "./plan-world";
import type { Providers } from "./providers";
import { Registry } from "./registry";

/** What an attribute of one object leads to. */
export type Joined =
  | { kind: "object"; object: PlanObject }
  /** Something outside of the plans, as the attribute names it. */
  | { kind: "outside"; text: string }
  | { kind: "none" }
  /** `candidates`: what it may be; none where it may be anything. */
  | { kind: "cannot"; why: string; fix: string; candidates: ReadonlySet<PlanObject> };

type JoinKind = "role" | "policy" | "cluster";

const TYPES: Readonly<Record<JoinKind, ReadonlySet<string>>> = {
  role: new Set(["aws_iam_role", "data.aws_iam_role"]),
  policy: new Set(["aws_iam_policy", "data.aws_iam_policy"]),
  cluster: new Set(["aws_eks_cluster", "data.aws_eks_cluster"]),
};

const NAMED = /^(?:arn|id|name|unique_id) of (.+)$/;

/** What the configuration's own text makes of a part of an attribute. */
type PartRebuild = () => ReturnType<PlanWorld["rebuild"]>;

/** Where in an object something is named. */
interface Named {
  attribute: string;
  /** Undefined: in the attribute itself; else in a part of it, which has an expression of its own where that is told. */
  part?: { expression: unknown; rebuild: PartRebuild };
}

/** Which role, policy or cluster is meant, on one side, over all plans: by value, else by what the configuration refers to. */
export class Joins {
  readonly #side: Side;
  readonly #registries: Readonly<Record<JoinKind, Registry>>;
  readonly #worldOf: (object: PlanObject) => PlanWorld;

  constructor(
    side: Side,
    worlds: readonly PlanWorld[],
    worldOf: (object: PlanObject) => PlanWorld,
    providersOf: (object: PlanObject) => Providers,
  ) {
    this.#side = side;
    this.#worldOf = worldOf;
    const originOf = (object: PlanObject): Origin => ({
      // Asked for where names alone do not tell.
      get account() {
        return providersOf(object).of(object).account;
      },
      provider: providerOf(worldOf(object), object),
    });
    const registry = (kind: JoinKind) => new Registry(kind, side, standing(worlds, TYPES[kind], side), originOf);
    this.#registries = { role: registry("role"), policy: registry("policy"), cluster: registry("cluster") };
  }

  /** What an attribute of an object names. */
  find(kind: JoinKind, object: PlanObject, attribute: string): Joined {
    return this.#found(kind, object, read(object, this.#side, [attribute]), { attribute });
  }

  /** What a part of an attribute names: `expression` and `rebuild` are of that part alone. */
  findPart(
    kind: JoinKind,
    object: PlanObject,
    path: readonly [string, ...(string | number)[]],
    part: { expression: unknown; rebuild: PartRebuild },
  ): Joined {
    return this.#found(kind, object, read(object, this.#side, path), { attribute: path[0], part });
  }

  #found(kind: JoinKind, object: PlanObject, known: Known, named: Named): Joined {
    if (known.kind === "absent") return NOTHING;
    if (known.kind === "unknown") return this.#later(kind, object, named, known.sensitive);
    if (typeof known.value !== "string") return cannot("is not a text", REFER);
    if (known.value === "") return NOTHING;
    const found = this.#byText(kind, known.value, object, named);
    if (found !== undefined) return found;
    if (known.sensitive) return cannot("is marked sensitive, and is not opened here", UNMARK);
    return { kind: "outside", text: known.value };
  }

  /** What a text of an object names. */
  named(kind: JoinKind, text: string, asked: PlanObject): Joined {
    return this.#byText(kind, text, asked) ?? { kind: "outside", text };
  }

  /** What the elements of a list name; one that cannot be told stands for all of which nothing is known. */
  list(kind: JoinKind, object: PlanObject, attribute: string): Joined[] {
    const known = read(object, this.#side, [attribute]);
    if (known.kind === "absent") return [];
    const values: readonly unknown[] = known.kind === "known" && Array.isArray(known.value) ? known.value : [];
    const elements = values.map((_, index) => read(object, this.#side, [attribute, index]));
    const open = elements.filter((element) => element.kind === "unknown").length;
    const told = elements
      .filter((element) => element.kind !== "unknown")
      .map((element) => this.#found(kind, object, element, { attribute }));
    if (known.kind === "known" && open === 0) return told;
    const world = this.#worldOf(object);
    const rebuilt = world.rebuild(object, attribute);
    if (rebuilt.kind === "value" && Array.isArray(rebuilt.value)) {
      const values: readonly unknown[] = rebuilt.value;
      const all = values.map((text) =>
        typeof text === "string" ? this.#byRebuilt(kind, world, object, text, known.sensitive, new Set()) : undefined,
      );
      const joined = all.filter((one) => one !== undefined);
      if (joined.length === all.length) return joined;
    }
    const expression = this.#expression(object, { attribute });
    const isTold = formOf(expression) === "untold" && world.document.configuration === undefined;
    const referred = isTold
      ? [...world.references.from(object, expression, TYPES[kind]).objects]
      : formOf(expression) === "reference"
        ? (world.references.direct(object, expression, TYPES[kind]) ?? [])
        : [];
    const candidates = new Set(referred.filter((one) => this.#isLater(one)));
    if (open > 0 && candidates.size === open) {
      return [...told, ...[...candidates].map((one) => this.#own(kind, one, new Set()))];
    }
    // Beside what it refers to it may be any text that the expression holds.
    return [...told, cannot(UNTOLD, REFER, isTold ? candidates : NOBODY)];
  }

  /** A role, policy or cluster of the plans by its ARN or name; undefined where none is. `named`: where the text stands. */
  #byText(kind: JoinKind, text: string, asked: PlanObject, named?: Named): Joined | undefined {
    const registry = this.#registries[kind];
    if (text.startsWith("arn:")) return this.#oneOf(kind, registry.byArn(text, asked), asked, named);
    const joined = this.#oneOf(kind, registry.byName(text, asked), asked, named);
    const isApart = kind === "role" && joined?.kind === "object" && registry.isApart(joined.object, asked);
    return isApart ? cannot(APART, STATE, new Set([joined.object])) : joined;
  }

  /** The only one; of several the one that is referred to, where its provider configuration is that of what refers to it. */
  #oneOf(kind: JoinKind, found: readonly PlanObject[], asked: PlanObject, named?: Named): Joined | undefined {
    const [object, another] = found;
    if (object === undefined) return undefined;
    if (another === undefined) return { kind: "object", object };
    const expression = named && this.#expression(asked, named);
    const referred = this.#worldOf(asked).references.from(asked, expression, TYPES[kind]).objects;
    const [meant, ...more] = found.filter((one) => referred.has(one));
    if (meant !== undefined && more.length === 0 && this.#registries[kind].isBeside(meant, asked)) {
      return { kind: "object", object: meant };
    }
    return cannot(ALIKE, STATE, new Set(found));
  }

  #expression(object: PlanObject, { attribute, part }: Named): unknown {
    if (part !== undefined) return part.expression;
    return expressionAt(this.#worldOf(object).configuration.resource(object)?.expressions, attribute);
  }

  /**
   * The plan tells what an expression refers to, and not what it makes of it: one reference may be all of it, or stand in a
   * function. Where the configuration's text is at hand, it decides; without it, what is referred to is taken for what is meant.
   */
  #later(kind: JoinKind, object: PlanObject, named: Named, sensitive: boolean, seen = new Set<PlanObject>()): Joined {
    const world = this.#worldOf(object);
    const expression = this.#expression(object, named);
    const form = formOf(expression);
    const isTold = form === "untold" && world.document.configuration === undefined;
    if (isTold || form === "reference") {
      const alone = world.references.alone(object, expression, TYPES[kind]);
      if (alone !== undefined && this.#isLater(alone)) return this.#own(kind, alone, seen);
    }
    const referred = world.references.from(object, expression, TYPES[kind]);
    const candidates = new Set([...referred.objects].filter((one) => this.#isLater(one)));
    const [first, second] = candidates;
    const unique = isTold && first !== undefined && second === undefined ? this.#own(kind, first, seen) : undefined;
    if (referred.exact && unique !== undefined) return unique;
    const rebuilt = named.part === undefined ? world.rebuild(object, named.attribute) : named.part.rebuild();
    if (rebuilt.kind === "value" && typeof rebuilt.value === "string") {
      const told = this.#byRebuilt(kind, world, object, rebuilt.value, sensitive, seen);
      if (told !== undefined) return told;
    }
    if (unique !== undefined) return unique;
    // Beside what it refers to it may be any text that the expression holds.
    return cannot(candidates.size > 1 ? SEVERAL : UNTOLD, REFER, isTold ? candidates : NOBODY);
  }

  #byRebuilt(
    kind: JoinKind,
    world: PlanWorld,
    asked: PlanObject,
    text: string,
    sensitive: boolean,
    seen: Set<PlanObject>,
  ): Joined | undefined {
    const [part, ...others] = placeholdersIn(text);
    if (part === undefined) {
      const found = this.#byText(kind, text, asked);
      if (found !== undefined) return found;
      return sensitive || text === "" ? undefined : { kind: "outside", text };
    }
    if (others.length === 0 && (text === placeholder(part) || text === placeholderArn(part))) {
      const object = world.instances.at(NAMED.exec(part)?.[1] ?? "");
      return object !== undefined && TYPES[kind].has(object.type) ? this.#own(kind, object, seen) : undefined;
    }
    // An ARN whose account is known only after apply.
    const end = /:((?:role|policy)\/[^$]+)$/.exec(text)?.[1];
    return end === undefined
      ? undefined
      : this.#oneOf(kind, this.#registries[kind].byEnd(end, undefined, asked), asked);
  }

  /** What is only read by a data source stands in one of the plans, or outside of them. */
  #own(kind: JoinKind, object: PlanObject, seen: Set<PlanObject>): Joined {
    if (!object.type.startsWith("data.")) return { kind: "object", object };
    for (const attribute of ["arn", "name"]) {
      const text = readText(object, this.#side, attribute);
      const found = text === undefined ? undefined : this.#byText(kind, text, object);
      if (found !== undefined) return found;
    }
    const name = read(object, this.#side, ["name"]);
    if (name.kind !== "unknown" || seen.has(object)) return { kind: "object", object };
    return this.#later(kind, object, { attribute: "name" }, name.sensitive, seen.add(object));
  }

  #isLater(object: PlanObject): boolean {
    return NAMED_BY.some((attribute) => isLater(object, this.#side, attribute));
  }
}

/** The objects of some types that stand on one side. */
function standing(worlds: readonly PlanWorld[], types: Iterable<string>, side: Side): PlanObject[] {
  const all = [...types].flatMap((type) => worlds.flatMap((world) => world.ofType(type)));
  return all.filter((object) => object[side] !== undefined);
}

function providerOf({ configuration }: PlanWorld, object: PlanObject): string | undefined {
  return configuration.provider(object) ?? configuration.onlyProvider;
}

const NOTHING: Joined = { kind: "none" };

const SEVERAL = "is known only after apply, and may be any of several";
const UNTOLD = "is known only after apply, and the plan does not tell what it is made from";

const ALIKE = "may be any of several in these plans, whose accounts are not told";

const APART = "may be one of these plans or another one of that name, whose account is not told";

const REFER =
  "refer to it directly, as `aws_iam_role.NAME.arn` does, keep the configuration's files beside the plan, or apply what it depends on first";
const STATE =
  "state `allowed_account_ids` in the provider configurations, so that names of other accounts are told apart";
export const UNMARK = "take the sensitive mark off it: it is no secret to a reviewer";

const NOBODY: ReadonlySet<PlanObject> = new Set();

function cannot(why: string, fix: string, candidates = NOBODY): Joined {
  return { kind: "cannot", why, fix, candidates };
}
