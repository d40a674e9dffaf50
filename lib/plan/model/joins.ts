import { placeholdersIn } from "../../model/placeholder";
import { expressionAt } from "./configuration";
import { type PlanObject, read, readText, type Side } from "./objects";
import type { PlanWorld } from "./plan-world";
import type { Providers } from "./providers";
import { Registry } from "./registry";

/** What an attribute of one object leads to. */
export type Joined =
  | { kind: "object"; object: PlanObject }
  /** Something outside of the plans, as the attribute names it. */
  | { kind: "outside"; text: string }
  | { kind: "none" }
  /** `candidates`: what it may be, where that is told at all. */
  | { kind: "cannot"; why: string; fix: string; candidates: ReadonlySet<PlanObject> };

type JoinKind = "role" | "policy" | "cluster";

const TYPES: Readonly<Record<JoinKind, ReadonlySet<string>>> = {
  role: new Set(["aws_iam_role", "data.aws_iam_role"]),
  policy: new Set(["aws_iam_policy", "data.aws_iam_policy"]),
  cluster: new Set(["aws_eks_cluster", "data.aws_eks_cluster"]),
};

/** Attributes by which each of them may be named. */
export const NAMED_BY = ["arn", "id", "name", "unique_id"];
const NAMED = /^(?:arn|id|name|unique_id) of (.+)$/;

/** Where an attribute is: its path in the values, and where the configuration says it. */
interface Named {
  path: readonly (string | number)[];
  /** The expression; undefined: that of the attribute which the path begins with. */
  expression?: unknown;
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
    const accountOf = (object: PlanObject) => providersOf(object).of(object).account ?? providersOf(object).account;
    const sorted = new Map<JoinKind, PlanObject[]>([
      ["role", []],
      ["policy", []],
      ["cluster", []],
    ]);
    const kinds = new Map<string, JoinKind>([
      ["aws_iam_role", "role"],
      ["aws_iam_policy", "policy"],
      ["aws_eks_cluster", "cluster"],
      ["data.aws_iam_role", "role"],
      ["data.aws_iam_policy", "policy"],
      ["data.aws_eks_cluster", "cluster"],
    ]);
    for (const object of worlds.flatMap((world) => world.objects)) {
      const kind = kinds.get(object.type);
      if (kind !== undefined && object[side] !== undefined) sorted.get(kind)?.push(object);
    }
    const registry = (kind: JoinKind) => new Registry(kind, side, sorted.get(kind) ?? [], accountOf);
    this.#registries = { role: registry("role"), policy: registry("policy"), cluster: registry("cluster") };
  }

  /** What the attribute of an object names. */
  find(kind: JoinKind, object: PlanObject, named: Named): Joined {
    const known = read(object, this.#side, named.path);
    if (known.kind === "absent") return { kind: "none" };
    if (known.kind === "unknown") return this.#later(kind, object, named, known.sensitive);
    if (typeof known.value !== "string") return cannot("is not a text", REFER);
    if (known.value === "") return { kind: "none" };
    const found = this.#byText(kind, known.value, object);
    if (found !== undefined) return { kind: "object", object: found };
    if (known.sensitive) return cannot("is marked sensitive, and is not opened here", UNMARK);
    return { kind: "outside", text: known.value };
  }

  /** What a text of an object names. */
  named(kind: JoinKind, text: string, asked: PlanObject): Joined {
    const object = this.#byText(kind, text, asked);
    return object === undefined ? { kind: "outside", text } : { kind: "object", object };
  }

  /** What the elements of a list name; one that cannot be told stands for all of which nothing is known. */
  list(kind: JoinKind, object: PlanObject, attribute: string): Joined[] {
    const known = read(object, this.#side, [attribute]);
    if (known.kind === "absent") return [];
    const values: readonly unknown[] = known.kind === "known" && Array.isArray(known.value) ? known.value : [];
    const elements = values.map((_, index) => read(object, this.#side, [attribute, index]));
    const open = elements.filter((element) => element.kind === "unknown").length;
    const told = elements.flatMap((element, index) =>
      element.kind === "unknown" ? [] : [this.find(kind, object, { path: [attribute, index] })],
    );
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
    const expression = expressionAt(world.configuration.resource(object)?.expressions, attribute);
    const referred = world.references.from(object, expression, TYPES[kind]);
    const candidates = new Set([...referred.objects].filter((one) => this.#isLater(one)));
    if (open > 0 && candidates.size === open) {
      return [...told, ...[...candidates].map((one) => this.#own(kind, one, new Set()))];
    }
    return [...told, cannot(UNTOLD, REFER, candidates)];
  }

  /** A role, policy or cluster of the plans by its ARN or name. */
  #byText(kind: JoinKind, text: string, asked: PlanObject): PlanObject | undefined {
    const registry = this.#registries[kind];
    return text.startsWith("arn:") ? registry.byArn(text, asked) : registry.byName(text, asked);
  }

  #later(kind: JoinKind, object: PlanObject, named: Named, sensitive: boolean, seen = new Set<PlanObject>()): Joined {
    const world = this.#worldOf(object);
    const attribute = String(named.path[0]);
    const expression = named.expression ?? expressionAt(world.configuration.resource(object)?.expressions, attribute);
    const referred = world.references.from(object, expression, TYPES[kind]);
    const candidates = new Set([...referred.objects].filter((one) => this.#isLater(one)));
    const [first, second] = candidates;
    const unique = first !== undefined && second === undefined ? this.#own(kind, first, seen) : undefined;
    if (referred.exact && unique !== undefined) return unique;
    if (named.path.length === 1) {
      const rebuilt = world.rebuild(object, attribute);
      if (rebuilt.kind === "value" && typeof rebuilt.value === "string") {
        const told = this.#byRebuilt(kind, world, object, rebuilt.value, sensitive, seen);
        if (told !== undefined) return told;
      }
    }
    if (unique !== undefined) return unique;
    return cannot(candidates.size > 1 ? SEVERAL : UNTOLD, REFER, candidates);
  }

  #byRebuilt(
    kind: JoinKind,
    world: PlanWorld,
    asked: PlanObject,
    text: string,
    sensitive: boolean,
    seen: Set<PlanObject>,
  ): Joined | undefined {
    const placeholders = placeholdersIn(text);
    const named = new Set(placeholders.flatMap((one) => world.instances.at(NAMED.exec(one)?.[1] ?? "") ?? []));
    const [object] = [...named].filter(({ type }) => TYPES[kind].has(type));
    if (object !== undefined) return named.size === 1 ? this.#own(kind, object, seen) : undefined;
    const end = /:((?:role|policy)\/[^$]+)$/.exec(text)?.[1];
    const found =
      placeholders.length === 0
        ? this.#byText(kind, text, asked)
        : end && this.#registries[kind].byEnd(end, undefined, asked);
    if (found) return { kind: "object", object: found };
    return placeholders.length === 0 && !sensitive && text !== "" ? { kind: "outside", text } : undefined;
  }

  /** What is only read by a data source stands in one of the plans, or outside of them. */
  #own(kind: JoinKind, object: PlanObject, seen: Set<PlanObject>): Joined {
    if (!object.type.startsWith("data.")) return { kind: "object", object };
    for (const attribute of ["arn", "name"]) {
      const text = readText(object, this.#side, attribute);
      const found = text === undefined ? undefined : this.#byText(kind, text, object);
      if (found !== undefined) return { kind: "object", object: found };
    }
    const name = read(object, this.#side, ["name"]);
    if (name.kind !== "unknown" || seen.has(object)) return { kind: "object", object };
    return this.#later(kind, object, { path: ["name"] }, name.sensitive, seen.add(object));
  }

  #isLater(object: PlanObject): boolean {
    return NAMED_BY.some((attribute) => read(object, this.#side, [attribute]).kind === "unknown");
  }
}

const SEVERAL = "is known only after apply, and may be any of several";
const UNTOLD = "is known only after apply, and the plan does not tell what it is made from";

const REFER =
  "refer to it directly, as `aws_iam_role.NAME.arn` does, keep the configuration's files beside the plan, or apply what it depends on first";
const UNMARK = "take the sensitive mark off it: it is no secret to a reviewer";

const NOBODY: ReadonlySet<PlanObject> = new Set();

function cannot(why: string, fix: string, candidates = NOBODY): Joined {
  return { kind: "cannot", why, fix, candidates };
}
