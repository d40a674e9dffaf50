import { addressOf, type InstanceAddress, keyText, type ModuleStep } from "./address";
import type { ScopedBody } from "./blocks";
import type { Body } from "./body";
import type { Budget } from "./budget";
import { cannot } from "./cannot";
import { convert } from "./convert";
import { entriesOf, evaluate } from "./evaluate";
import type { Expression } from "./expression";
import { fromPlain } from "./json-text";
import type { ModuleText } from "./module-text";
import { Once } from "./once";
import { numberOf } from "./operators";
import { resourceAttribute } from "./resource-attribute";
import { type Scope, withNames } from "./scope";
import { Bag, Lazy, surelyKnown, textOf, type Value } from "./value";
import type { World } from "./world";

const NOT_EVALUATED = new Set(["path", "terraform", "self", "each", "count", "ephemeral"]);

/** One instance of a module: what `var`, `local`, `module` and resources mean within it. */
export class ModuleScope implements Scope {
  readonly budget: Budget;
  private readonly text: ModuleText;
  private readonly values = new Once<Value>();
  private readonly children = new Map<string, ModuleScope>();

  /** `call`: where the parent calls it, in the scope of this instance; undefined for the root module. */
  constructor(
    readonly world: World,
    private readonly path: string,
    readonly address: string,
    private readonly call?: ScopedBody,
  ) {
    this.budget = world.budget;
    this.text = world.moduleText(path);
  }

  lookup(name: string): Value {
    if (name === "var") return new Lazy((variable) => this.once(`var.${variable}`, () => this.variable(variable)));
    if (name === "local") return new Lazy((local) => this.once(`local.${local}`, () => this.local(local)));
    if (name === "module") return new Lazy((call) => this.once(`module.${call}`, () => this.calls(call)));
    if (name === "data") return new Lazy((type) => this.resourcesOf("data", type));
    if (name === "resource") return new Lazy((type) => this.resourcesOf("managed", type));
    if (NOT_EVALUATED.has(name)) return cannot(`it refers to ${name}, which is not evaluated here`);
    return this.resourcesOf("managed", name);
  }

  /** The instance of a module that it calls. @throws Cannot */
  child({ call, key }: ModuleStep): ModuleScope {
    const step = `${call}${keyText(key)}`;
    const before = this.children.get(step);
    if (before !== undefined) return before;
    const body = this.text.calls.get(call) ?? this.missing(`module.${call}`);
    const path = this.path === "" ? call : `${this.path}.${call}`;
    const address = `${this.address === "" ? "" : `${this.address}.`}module.${step}`;
    const child = new ModuleScope(this.world, path, address, { body, scope: this.instanceScope(body, key) });
    this.children.set(step, child);
    return child;
  }

  /** The block of a resource or data source, in the scope of one instance. @throws Cannot */
  block({ mode, type, name, key }: Omit<InstanceAddress, "module">): ScopedBody {
    const body = this.bodyOf(mode, type, name);
    return { body, scope: this.instanceScope(body, key) };
  }

  private once(name: string, make: () => Value): Value {
    return this.values.get(name, make);
  }

  private variable(name: string): Value {
    const body = this.text.variables.get(name) ?? this.missing(`var.${name}`);
    this.refuseSensitive(body, `var.${name}`);
    const given = this.given(name);
    const fallback = body.attribute("default");
    const nullable = body.attribute("nullable");
    const isNullable = nullable === undefined || evaluate(nullable, this) === true;
    const isGiven = given !== undefined && (given !== null || isNullable);
    if (!isGiven && fallback === undefined) return cannot(`it refers to var.${name}, whose value is not at hand`);
    const value = isGiven || fallback === undefined ? (given ?? null) : evaluate(fallback, this);
    const type = body.attribute("type");
    return type === undefined ? value : convert(value, type, this);
  }

  private given(name: string): Value | undefined {
    if (this.call !== undefined) {
      const expression = this.call.body.attribute(name);
      return expression === undefined ? undefined : evaluate(expression, this.call.scope);
    }
    const variables = this.world.plan.variables;
    const variable = variables !== undefined && Object.hasOwn(variables, name) ? variables[name] : undefined;
    return variable === undefined ? undefined : fromPlain(variable.value);
  }

  private local(name: string): Value {
    return evaluate(this.text.locals.get(name) ?? this.missing(`local.${name}`), this);
  }

  /** What a call comes to: a module, or with count and for_each a list or map of modules. */
  private calls(call: string): Value {
    const body = this.text.calls.get(call) ?? this.missing(`module.${call}`);
    const module = (key?: string | number) => {
      const child = this.child(key === undefined ? { call } : { call, key });
      return new Lazy((output) => child.output(output));
    };
    const count = body.attribute("count");
    if (count !== undefined) {
      const length = numberOf(evaluate(count, this));
      this.budget.spend(length);
      return Array.from({ length }, (_, index) => module(index));
    }
    const forEach = body.attribute("for_each");
    if (forEach === undefined) return module();
    const keys = eachOf(evaluate(forEach, this)).keys();
    return new Map([...keys].map((key) => [key, module(key)]));
  }

  private output(name: string): Value {
    return this.once(`output.${name}`, () => {
      const body = this.text.outputs.get(name) ?? this.missing(`${this.address}.${name}`);
      this.refuseSensitive(body, `${this.address}.${name}`);
      return evaluate(body.attribute("value") ?? this.missing(`${this.address}.${name}`), this);
    });
  }

  private refuseSensitive(body: Body, what: string): void {
    const sensitive = body.attribute("sensitive");
    if (sensitive !== undefined && evaluate(sensitive, this) !== false) {
      cannot(`it refers to ${what}, which is marked sensitive`);
    }
  }

  private resourcesOf(mode: "managed" | "data", type: string): Value {
    return new Lazy((name) => this.once(addressOf("", { mode, type, name }), () => this.resource(mode, type, name)));
  }

  /** What a resource comes to: an object, or with count and for_each a list or map of objects. */
  private resource(mode: "managed" | "data", type: string, name: string): Value {
    const body = this.bodyOf(mode, type, name);
    const { facts } = this.world;
    const base = addressOf(this.address, { mode, type, name });
    const instance = (key?: string | number) => {
      const block = this.block({ mode, type, name, ...(key === undefined ? {} : { key }) });
      const address = `${base}${keyText(key)}`;
      return new Lazy((attribute) =>
        this.once(`${address}.${attribute}`, () => resourceAttribute(facts, block, address, attribute)),
      );
    };
    const isList = body.attribute("count") !== undefined;
    if (!isList && body.attribute("for_each") === undefined) return instance();
    if (!facts.isWhole) return cannot(`it refers to ${base}, of which the plan may not hold all instances`);
    const keys = facts.keysOf(base);
    this.budget.spend(keys.length);
    if (!isList) return new Map(keys.filter((key) => typeof key === "string").map((key) => [key, instance(key)]));
    return Array.from({ length: keys.filter((key) => typeof key === "number").length }, (_, index) => instance(index));
  }

  private bodyOf(mode: "managed" | "data", type: string, name: string): Body {
    const bodies = mode === "data" ? this.text.data : this.text.resources;
    return bodies.get(`${type}.${name}`) ?? this.missing(addressOf(this.address, { mode, type, name }));
  }

  /** `each` and `count` of one instance. */
  private instanceScope(body: Body, key: string | number | undefined): Scope {
    if (key === undefined) return this;
    if (typeof key === "number") return withNames(this, new Map([["count", new Map([["index", key]])]]));
    const each = new Lazy((name) => {
      if (name === "key") return key;
      const forEach = body.attribute("for_each");
      if (name !== "value" || forEach === undefined) return cannot(`there is no each.${name}`);
      return eachValue(forEach, key, this);
    });
    return withNames(this, new Map([["each", each]]));
  }

  private missing(what: string): never {
    const [file] = this.text.unreadable;
    return cannot(
      file === undefined
        ? `it refers to ${what}, which the configuration's text does not hold`
        : `it refers to ${what}, and ${file} of the configuration cannot be read`,
    );
  }
}

/** The value of one key; of an object whose keys are written out nothing else need be known. */
function eachValue(forEach: Expression, key: string, scope: Scope): Value {
  const items = forEach.kind === "object" ? forEach.items : [];
  const [item, ...others] = items.filter((each) => each.key.kind === "literal" && String(each.key.value) === key);
  const isOne = others.length === 0 && items.every((each) => each.key.kind === "literal");
  return item === undefined || !isOne
    ? (eachOf(evaluate(forEach, scope)).get(key) ?? null)
    : evaluate(item.value, scope);
}

/** Keys and values of a `for_each`: of a set the key is the value. */
function eachOf(collection: Value): Map<string, Value> {
  if (!(collection instanceof Map) && !(collection instanceof Bag)) return cannot("its for_each cannot be evaluated");
  return new Map(entriesOf(collection).map(([key, value]) => [textOf(surelyKnown(key)), value]));
}
