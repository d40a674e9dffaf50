import { nestedBlocks, type ScopedBody } from "./blocks";
import { cannot } from "./cannot";
import { evaluate } from "./evaluate";
import { fromJson } from "./json-text";
import { itemsOf } from "./lists";
import { mergeDocument, type PolicyDocument } from "./merge-documents";
import { FORGED, isUnknown, knownText, marks, textOf, type Value } from "./value";

/** Settings that early versions of the provider read, and later ones refuse. */
const FORMER = ["source_json", "override_json"];

/**
 * The document of a `data.aws_iam_policy_document`, from its blocks, as the AWS provider makes it
 * (hashicorp/terraform-provider-aws, internal/service/iam/policy_document_data_source.go and policy_model.go).
 *
 * @throws Cannot
 */
export function policyDocumentOf(block: ScopedBody): Value {
  for (const name of FORMER) {
    const former = settingOf(block, name);
    if (former !== null && former !== "") return cannot(`it is made with ${name}, which is not evaluated here`);
  }
  let merged: PolicyDocument = { statements: [] };
  for (const text of documents(block, "source_policy_documents")) merged = mergeDocument(merged, text);
  const own = new Map<string, Value>([["Version", settingOf(block, "version") ?? "2012-10-17"]]);
  const id = settingOf(block, "policy_id");
  if (id !== null && id !== "") own.set("Id", id);
  own.set("Statement", nestedBlocks(block, "statement").map(statementOf));
  merged = mergeDocument(merged, own);
  for (const text of documents(block, "override_policy_documents")) merged = mergeDocument(merged, text);
  const { version, id: mergedId, statements } = merged;
  const document = new Map<string, Value>();
  if (version !== undefined) document.set("Version", version);
  if (mergedId !== undefined) document.set("Id", mergedId);
  if (statements.length > 0) document.set("Statement", [...statements]);
  return document;
}

function settingOf({ body, scope }: ScopedBody, name: string): Value {
  const expression = body.attribute(name);
  return expression === undefined ? null : evaluate(expression, scope);
}

function documents(block: ScopedBody, name: string): Value[] {
  const list = settingOf(block, name);
  // The provider passes over those that are empty.
  const texts = list === null ? [] : itemsOf(list).items.filter((text) => text !== null && text !== "");
  return texts.map((text) => fromJson(textOf(text)));
}

function statementOf(block: ScopedBody): Value {
  const statement = new Map<string, Value>();
  const sid = settingOf(block, "sid");
  if (sid !== null && sid !== "") statement.set("Sid", sid);
  const effect = settingOf(block, "effect") ?? "Allow";
  statement.set("Effect", isUnknown(effect) ? cannot("an effect in it is known only after apply") : effect);
  const set = (name: string, texts: readonly string[]) => {
    if (texts.length > 0) statement.set(name, oneOrAll(texts));
  };
  set("Action", textsOf(settingOf(block, "actions")));
  set("NotAction", textsOf(settingOf(block, "not_actions")));
  set("Resource", textsOf(settingOf(block, "resources")).map(withVariables));
  set("NotResource", textsOf(settingOf(block, "not_resources")).map(withVariables));
  const principals = nestedBlocks(block, "principals");
  if (principals.length > 0) statement.set("Principal", principalsOf(principals));
  const notPrincipals = nestedBlocks(block, "not_principals");
  if (notPrincipals.length > 0) statement.set("NotPrincipal", principalsOf(notPrincipals));
  const conditions = nestedBlocks(block, "condition");
  if (conditions.length > 0) statement.set("Condition", conditionsOf(conditions));
  return statement;
}

/** The texts of a set, each once, in the provider's order. */
function textsOf(value: Value): string[] {
  const texts = value === null ? [] : itemsOf(value).items.map(textOf);
  return [...new Set(texts)].sort().reverse();
}

function oneOrAll(texts: readonly string[]): Value {
  const [only, ...others] = texts;
  return only !== undefined && others.length === 0 ? only : [...texts];
}

/** `&{aws:username}` is how the provider lets people write a policy variable. */
function withVariables(text: string): string {
  const replaced = text.replaceAll("&{", "${");
  return marks(replaced) === marks(text) ? replaced : cannot(FORGED);
}

function principalsOf(blocks: readonly ScopedBody[]): Value {
  const byType = new Map<string, string[]>();
  for (const block of blocks) {
    const type = knownText(textOf(settingOf(block, "type")));
    const identifiers = textsOf(settingOf(block, "identifiers")).map(withVariables);
    byType.set(type, [...(byType.get(type) ?? []), ...identifiers]);
  }
  const everyone = byType.get("*");
  if (blocks.length === 1 && everyone?.length === 1 && everyone[0] === "*") return "*";
  return new Map([...byType].map(([type, identifiers]) => [type, oneOrAll(identifiers)]));
}

function conditionsOf(blocks: readonly ScopedBody[]): Value {
  const byTest = new Map<string, Map<string, string[]>>();
  for (const block of blocks) {
    const test = knownText(textOf(settingOf(block, "test")));
    const variable = knownText(textOf(settingOf(block, "variable")));
    const list = settingOf(block, "values");
    const values = itemsOf(list).items.map((value) => withVariables(textOf(value)));
    const byVariable = byTest.get(test) ?? new Map<string, string[]>();
    byVariable.set(variable, [...(byVariable.get(variable) ?? []), ...values]);
    byTest.set(test, byVariable);
  }
  return new Map(
    [...byTest].map(([test, byVariable]) => [
      test,
      new Map([...byVariable].map(([variable, values]) => [variable, oneOrAll(values)])),
    ]),
  );
}
