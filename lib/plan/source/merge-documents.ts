import { cannot } from "./cannot";
import { isList, isPlainText, isUnknown, textOf, type Value } from "./value";

/** A policy document that others are merged into. */
export interface PolicyDocument {
  version?: string;
  id?: string;
  statements: readonly Value[];
}

const STATEMENT_KEYS = new Map(
  ["Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Principal", "NotPrincipal", "Condition"].map(
    (name) => [name.toLowerCase(), name],
  ),
);

/**
 * A document with another one merged in, as the AWS provider merges them: the later version and the new id are taken, and a
 * statement takes the place of the one with the same sid. Names are read in any letter case, and unknown ones left out, as
 * Go reads JSON.
 *
 * @throws Cannot
 */
export function mergeDocument(into: PolicyDocument, from: Value): PolicyDocument {
  if (!(from instanceof Map)) return cannot("it merges what is no policy document");
  let version = into.version;
  let id = into.id;
  const statements = [...into.statements];
  const places = new Map(statements.map((statement, index) => [sidOf(statement), index]));
  for (const [key, value] of folded(from)) {
    if (key === "version") version = laterOf(version, knownTextOf(value));
    else if (key === "id" && value !== "") id = textOf(value);
    else if (key === "statement") {
      for (const each of isList(value) ? value : [value]) {
        const statement = named(each);
        const sid = sidOf(statement);
        const place = (sid === undefined ? undefined : places.get(sid)) ?? statements.length;
        statements[place] = statement;
        places.set(sid, place);
      }
    }
  }
  return { ...(version === undefined ? {} : { version }), ...(id === undefined ? {} : { id }), statements };
}

function laterOf(one: string | undefined, other: string): string {
  return one !== undefined && one > other ? one : other;
}

function named(statement: Value): Map<string, Value> {
  if (!(statement instanceof Map)) return cannot("it merges what is no policy statement");
  const made = new Map<string, Value>();
  for (const [name, value] of folded(statement)) {
    const key = STATEMENT_KEYS.get(name);
    if (key !== undefined) made.set(key, value);
  }
  return made;
}

/** Names in one letter case. Go makes one of those that differ in it, each in its own way; of null it makes what was there. */
function folded(object: Map<string, Value>): Map<string, Value> {
  const made = new Map<string, Value>();
  for (const [name, value] of object) {
    const key = name.toLowerCase();
    if (made.has(key)) return cannot(`it merges a document that has ${name} twice`);
    if (value === null) return cannot(`it merges a document whose ${name} is null`);
    if (!isPlainText(name)) return cannot("it merges a document with a name in letters beyond ASCII");
    made.set(key, value);
  }
  return made;
}

function sidOf(statement: Value): string | undefined {
  const sid = statement instanceof Map ? statement.get("Sid") : undefined;
  return sid === undefined || sid === "" ? undefined : knownTextOf(sid);
}

function knownTextOf(value: Value): string {
  return isUnknown(value) ? cannot("a name in it is known only after apply") : textOf(value);
}
