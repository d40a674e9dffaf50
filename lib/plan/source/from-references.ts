import type { ConfigurationModule, ConfigurationResource, ModuleCall, Plan } from "../format";
import { addressOf, isDocument, keyText, parseAddress } from "./address";
import { Budget } from "./budget";
import { cannot } from "./cannot";
import { fromPlain, jsonText } from "./json-text";
import { PlanFacts } from "./plan-facts";
import { policyDocumentOf } from "./policy-document";
import { knownBody } from "./read-json";
import { isNoneWhenLeftOut } from "./resource-attribute";
import { unknownPart, type Value } from "./value";

const NOT_THERE = "the plan's JSON does not hold the expression; give the plan file, or lay cdk.tf.json beside it";
const MAX_HOPS = 50;
/** What is computed of a data.aws_iam_policy_document. */
const COMPUTED = new Set(["id", "json", "minified_json"]);

/** A module of the plan's `configuration`, and who calls it. */
interface Place {
  module: ConfigurationModule;
  /** The address of the instance: `module.role["a"]`, empty for the root module. */
  address: string;
  caller?: { place: Place; call: ModuleCall };
}

/**
 * Rebuilds values from the plan's JSON alone. Of an expression it keeps the references, so that only what is a reference and
 * nothing else can be followed: to a policy document that is wholly known, or to a role or policy by its name or ARN.
 */
export function fromReferences(plan: Plan): (address: string, attribute: string) => Value {
  const facts = new PlanFacts(plan);
  const resources = new WeakMap<ConfigurationModule, Map<string, ConfigurationResource>>();
  const resourceOf = (module: ConfigurationModule, address: string) => {
    let byAddress = resources.get(module);
    if (byAddress === undefined) {
      byAddress = new Map((module.resources ?? []).map((resource) => [resource.address, resource]));
      resources.set(module, byAddress);
    }
    return byAddress.get(address);
  };
  return (address, attribute) => {
    const parsed = parseAddress(address) ?? cannot("its address cannot be read");
    if (isDocument(address) && COMPUTED.has(attribute)) return documentOf(facts, address);
    const { root_module: module = {} } = plan.configuration ?? {};
    let place: Place = { module, address: "" };
    for (const { call, key } of parsed.module) place = calledBy(place, call, keyText(key));
    const resource = resourceOf(place.module, addressOf("", parsed));
    const expression = ownValue(resource?.expressions, attribute);
    if (resource !== undefined && expression === undefined && isNoneWhenLeftOut(attribute)) return [];
    return follow({ plan, facts, attribute }, place, expression, 0);
  };
}

interface Question {
  plan: Plan;
  facts: PlanFacts;
  attribute: string;
}

function follow(question: Question, place: Place, expression: unknown, hops: number): Value {
  if (hops > MAX_HOPS) return cannot("it refers to itself");
  const constant = ownValue(expression, "constant_value");
  // JSON configurations stand in the plan as they are: what they refer to is a part of their texts.
  const references = ownValue(expression, "references");
  if (constant !== undefined && !(Array.isArray(references) && references.length > 0)) return fromPlain(constant);
  if (constant !== undefined && !isReference(constant)) return cannot(NOT_THERE);
  const reference = onlyReference(expression) ?? cannot(NOT_THERE);
  const [first = "", second = "", third = ""] = reference.split(".");
  if (first === "var") return followVariable(question, place, second, hops);
  if (first === "module") {
    const { name, key } = /^(?<name>[^[]+)(?<key>\[.*\])?$/s.exec(second)?.groups ?? {};
    const called = calledBy(place, name ?? "", key ?? "");
    return follow(question, called, ownValue(ownValue(called.module.outputs, third), "expression"), hops + 1);
  }
  const at = reference.lastIndexOf(".");
  const address = `${place.address === "" ? "" : `${place.address}.`}${reference.slice(0, at)}`;
  return referred(question, address, reference.slice(at + 1));
}

function followVariable(question: Question, place: Place, name: string, hops: number): Value {
  const declared = ownValue(place.module.variables, name);
  if (ownValue(declared, "sensitive") === true) return cannot(`it refers to var.${name}, which is marked sensitive`);
  const fallback = ownValue(declared, "default");
  if (place.caller === undefined) {
    return fromPlain(ownValue(ownValue(question.plan.variables, name), "value") ?? fallback ?? cannot(NOT_THERE));
  }
  const given = ownValue(place.caller.call.expressions, name);
  if (given === undefined) return fromPlain(fallback ?? cannot(NOT_THERE));
  return follow(question, place.caller.place, given, hops + 1);
}

function referred({ facts, attribute }: Question, address: string, name: string): Value {
  if (parseAddress(address) === undefined || !facts.has(address)) return cannot(NOT_THERE);
  if (isDocument(address) && (name === "json" || name === "minified_json")) return documentOf(facts, address);
  // A whole role or policy: nobody puts more text around its name or ARN.
  if (!/^(?:role|permissions_boundary|(?:[a-z_]+_)?arn)$/.test(attribute)) return cannot(NOT_THERE);
  const fact = facts.attribute(address, name);
  return fact.kind === "value" ? fact.value : fact.kind === "unknown" ? unknownPart(name, address) : cannot(NOT_THERE);
}

/** A document that is read only after apply, though all that it is made of is known. */
function documentOf(facts: PlanFacts, address: string): Value {
  const json = facts.attribute(address, "json");
  if (json.kind === "value") return json.value;
  const known = facts.known(address, COMPUTED);
  const budget = new Budget();
  const scope = { budget, lookup: () => cannot(NOT_THERE) };
  return jsonText(policyDocumentOf({ body: knownBody(known ?? cannot(NOT_THERE)), scope }));
}

function calledBy(place: Place, name: string, key: string): Place {
  const calls = place.module.module_calls;
  const call = (calls !== undefined && Object.hasOwn(calls, name) ? calls[name] : undefined) ?? cannot(NOT_THERE);
  const address = `${place.address === "" ? "" : `${place.address}.`}module.${name}${key}`;
  return { module: call.module ?? {}, address, caller: { place, call } };
}

/** Whether a text of a JSON configuration is a reference, and nothing around it. */
function isReference(text: unknown): boolean {
  return typeof text === "string" && /^\$\{[\w.-]+\}$/.test(text);
}

/** The one thing that an expression refers to; what it is a part of stands beside it. */
function onlyReference(expression: unknown): string | undefined {
  const references = ownValue(expression, "references");
  if (!Array.isArray(references)) return undefined;
  const [first, ...others] = references.filter((each) => typeof each === "string");
  return others.every((other) => first?.startsWith(other)) ? first : undefined;
}

function ownValue(object: unknown, name: string): unknown {
  if (typeof object !== "object" || object === null || !Object.hasOwn(object, name)) return undefined;
  return Object.getOwnPropertyDescriptor(object, name)?.value;
}
