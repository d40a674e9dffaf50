import { parsePolicy } from "../../lib/iam/parse";
import { emptyRecord, withoutPrototypes } from "../record";
import { malformedPolicy } from "./errors";

/**
 * What IAM refuses in a policy document before it stores it, in IAM's words. Two kinds: what a role is permitted
 * (identity policies), and who may assume it (trust policies). Source: the IAM policy grammar,
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */

type Json = Readonly<Record<string, unknown>>;

/** A statement, its elements as they stand in the document. */
type Statement = Json;

const VERSIONS: readonly unknown[] = ["2008-10-17", "2012-10-17"];
const EFFECTS: readonly unknown[] = ["Allow", "Deny"];
const DOCUMENT_ELEMENTS = ["Version", "Id", "Statement"];
const IDENTITY_ELEMENTS = ["Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"];
const TRUST_ELEMENTS = [...IDENTITY_ELEMENTS, "Principal", "NotPrincipal"];
const PARTITIONS = ["aws", "aws-cn", "aws-us-gov"];

const OPERATORS = new Set(
  [
    ...["", "Not"].flatMap((not) => [`String${not}Equals`, `String${not}EqualsIgnoreCase`, `String${not}Like`]),
    ...["", "Not"].flatMap((not) => [`Arn${not}Equals`, `Arn${not}Like`, `${not}IpAddress`]),
    ...["Numeric", "Date"].flatMap((type) =>
      ["Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals"].map(
        (comparison) => type + comparison,
      ),
    ),
    "Bool",
    "BinaryEquals",
    "Null",
  ].map((operator) => operator.toLowerCase()),
);

/**
 * Checks a policy that says what a role is permitted.
 *
 * @param managed Whether it is to be a managed policy: those must be written in the newest version of the language.
 * @throws AwsError MalformedPolicyDocument
 */
export function checkIdentityPolicy(text: string, managed: boolean): void {
  const document = parse(text, "Syntax errors in policy.");
  const statements = statementsOf(document);
  const sound =
    statements !== undefined &&
    statements.length > 0 &&
    Object.keys(document).every((name) => DOCUMENT_ELEMENTS.includes(name)) &&
    (document.Version === undefined || VERSIONS.includes(document.Version)) &&
    (document.Id === undefined || typeof document.Id === "string");
  if (!sound) throw malformedPolicy("Syntax errors in policy.");
  for (const statement of statements) checkIdentitySyntax(statement);
  if (managed && document.Version !== "2012-10-17") {
    throw malformedPolicy("Policy document must be version 2012-10-17 or greater.");
  }
  if (duplicateSid(statements)) throw malformedPolicy("Statement IDs (SID) in a single policy must be unique.");
  for (const statement of statements) {
    if (actionsOf(statement).length === 0) throw malformedPolicy("Policy statement must contain actions.");
  }
  for (const statement of statements) for (const action of actionsOf(statement)) checkAction(action);
  for (const statement of statements) {
    if (resourcesOf(statement).length === 0) throw malformedPolicy("Policy statement must contain resources.");
  }
  for (const statement of statements) for (const resource of resourcesOf(statement)) checkResource(resource);
  if (parsePolicy(document, "identity").policy === undefined) throw malformedPolicy("Syntax errors in policy.");
}

/**
 * Checks a policy that says who may assume a role.
 *
 * @param roleIsMissing Tells of a role's ARN whether IAM can know that there is no such role.
 * @throws AwsError MalformedPolicyDocument
 */
export function checkTrustPolicy(text: string, roleIsMissing: (arn: string) => boolean): void {
  const document = parse(text, "This policy contains invalid Json");
  for (const name of Object.keys(document)) {
    if (!DOCUMENT_ELEMENTS.includes(name)) throw malformedPolicy(`Unknown field ${name}`);
  }
  if (document.Version !== undefined && !VERSIONS.includes(document.Version)) {
    throw malformedPolicy("The policy must contain a valid version string");
  }
  const statements = statementsOf(document);
  if (statements === undefined || statements.length === 0) {
    throw malformedPolicy("Could not parse the policy: Statement is empty!");
  }
  for (const statement of statements) checkTrustStatement(statement, roleIsMissing);
  if (duplicateSid(statements)) throw malformedPolicy("The Statement Ids in the policy are not unique");
  if (parsePolicy(document, "trust").policy === undefined) throw malformedPolicy("Syntax error in policy.");
}

/** The texts of an element that may be one or a list; undefined when it is anything else. */
function textsOf(value: unknown): readonly string[] | undefined {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  const texts = items.filter((item) => typeof item === "string");
  return texts.length === items.length ? texts : undefined;
}

/** Whether a value is an object of the document: no list, no null. */
function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parse(text: string, complaint: string): Json {
  let document: unknown;
  try {
    document = JSON.parse(text, withoutPrototypes);
  } catch {
    throw malformedPolicy(complaint);
  }
  if (!isObject(document)) throw malformedPolicy(complaint);
  return document;
}

function statementsOf(document: Json): readonly Statement[] | undefined {
  const list: readonly unknown[] = Array.isArray(document.Statement) ? document.Statement : [document.Statement];
  const statements = list.filter(isObject);
  return statements.length === list.length ? statements : undefined;
}

function duplicateSid(statements: readonly Statement[]): boolean {
  const sids = statements.map((statement) => statement.Sid).filter((sid) => sid !== undefined && sid !== "");
  return new Set(sids).size < sids.length;
}

function actionsOf(statement: Statement): readonly string[] {
  return textsOf(statement.Action ?? statement.NotAction ?? []) ?? [];
}

function resourcesOf(statement: Statement): readonly string[] {
  return textsOf(statement.Resource ?? statement.NotResource ?? []) ?? [];
}

function checkIdentitySyntax(statement: Statement): void {
  if (statement.Principal !== undefined || statement.NotPrincipal !== undefined) {
    throw malformedPolicy("Policy document should not specify a principal.");
  }
  const lists = ["Action", "NotAction", "Resource", "NotResource"].map((name) => statement[name]);
  const sound =
    Object.keys(statement).every((name) => IDENTITY_ELEMENTS.includes(name)) &&
    EFFECTS.includes(statement.Effect) &&
    (statement.Sid === undefined || typeof statement.Sid === "string") &&
    lists.every((list) => list === undefined || textsOf(list) !== undefined) &&
    !(statement.Action !== undefined && statement.NotAction !== undefined) &&
    !(statement.Resource !== undefined && statement.NotResource !== undefined) &&
    conditionIsSound(statement.Condition);
  if (!sound) throw malformedPolicy("Syntax errors in policy.");
  if (typeof statement.Sid === "string" && !/^[A-Za-z0-9]*$/.test(statement.Sid)) {
    throw malformedPolicy(
      "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*",
    );
  }
}

function checkAction(action: string): void {
  if (action === "*") return;
  const [vendor = "", ...names] = action.split(":");
  if (names.length === 0) {
    throw malformedPolicy("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
  }
  if (names.length > 1) throw malformedPolicy("Actions/Condition can contain only one colon.");
  if (!/^[a-zA-Z0-9\-.*?]+$/.test(vendor)) throw malformedPolicy(`Vendor ${vendor} is not valid`);
}

function checkResource(resource: string): void {
  if (resource === "*") return;
  const [scheme, partition = "", vendor = "", ...rest] = resource.split(":");
  if (!resource.includes(":") || scheme !== "arn") {
    throw malformedPolicy(`Resource ${resource} must be in ARN format or "*".`);
  }
  if (!PARTITIONS.includes(partition) && !/[*?$]/.test(partition)) {
    const parts = [vendor, rest[0], rest[1], rest.slice(2).join(":")].map((part) => part || "*");
    throw malformedPolicy(`Partition "${partition}" is not valid for resource "arn:${partition}:${parts.join(":")}".`);
  }
  if (vendor === "") throw malformedPolicy("Resource vendor must be fully qualified and cannot contain regexes.");
  if (rest.length < 3) throw malformedPolicy("The policy failed legacy parsing");
}

function conditionIsSound(condition: unknown): boolean {
  if (condition === undefined) return true;
  if (!isObject(condition)) return false;
  return Object.entries(condition).every(
    ([operator, keys]) =>
      OPERATORS.has(bareOperator(operator).toLowerCase()) &&
      isObject(keys) &&
      Object.values(keys).every((value) => [value].flat().every((item) => isScalar(item))),
  );
}

function bareOperator(operator: string): string {
  return operator.replace(/^(ForAnyValue|ForAllValues):/i, "").replace(/IfExists$/i, "");
}

function isScalar(value: unknown): boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

function checkTrustStatement(statement: Statement, roleIsMissing: (arn: string) => boolean): void {
  for (const name of Object.keys(statement)) {
    if (!TRUST_ELEMENTS.includes(name)) throw malformedPolicy(`Unknown field ${name}`);
  }
  const { Effect, Principal, NotPrincipal, Action, NotAction, Condition } = statement;
  if (Effect === undefined) throw malformedPolicy("Missing required field Effect");
  if (!EFFECTS.includes(Effect)) throw malformedPolicy(`Invalid effect: ${String(Effect)}`);
  if (NotPrincipal !== undefined) {
    throw malformedPolicy(
      Effect === "Allow"
        ? "Allow with NotPrincipal is not allowed."
        : "AssumeRole policy must not contain NotPrincipal field.",
    );
  }
  if (Principal === undefined) throw malformedPolicy("Missing required field Principal");
  checkPrincipal(Principal, roleIsMissing);
  if (!conditionIsSound(Condition)) throw malformedPolicy("Syntax error in policy.");
  if (Action !== undefined && NotAction !== undefined) throw malformedPolicy("Syntax error in policy.");
  const actions = textsOf(Action ?? NotAction ?? []);
  if (actions === undefined) throw malformedPolicy("Syntax error in policy.");
  if (actions.length === 0) throw malformedPolicy("Missing required field Action");
  if (!actions.every((action) => /^sts:/i.test(action))) {
    throw malformedPolicy("AssumeRole policy may only specify STS AssumeRole actions.");
  }
  if (statement.Resource !== undefined) throw malformedPolicy("Has prohibited field Resource");
  if (statement.NotResource !== undefined) throw malformedPolicy("AssumeRole policy must not contain resources.");
}

const SERVICE_PRINCIPAL = /^[a-z0-9.-]+\.(amazonaws\.com|amazonaws\.com\.cn|amazon\.com|aws\.internal)$/;
const AWS_PRINCIPAL =
  /^(\*|\d{12}|A[A-Z0-9]{15,127}|arn:aws[\w-]*:(iam|sts)::\d{12}:(root|(user|role|assumed-role|federated-user)\/.+))$/;
const FEDERATED_PRINCIPAL = /^(arn:aws[\w-]*:iam::\d{12}:(oidc|saml)-provider\/.+|[a-z0-9.-]+\.[a-z]+)$/;

const PRINCIPALS: Readonly<Record<string, RegExp>> = Object.assign(emptyRecord<RegExp>(), {
  AWS: AWS_PRINCIPAL,
  Service: SERVICE_PRINCIPAL,
  Federated: FEDERATED_PRINCIPAL,
});

function checkPrincipal(principal: unknown, roleIsMissing: (arn: string) => boolean): void {
  if (principal === "*") return;
  if (typeof principal === "string") throw malformedPolicy("Principal must be a JSON object.");
  if (!isObject(principal)) throw malformedPolicy("Syntax error in policy.");
  if (Object.keys(principal).length === 0) throw malformedPolicy("Missing required field Principal cannot be empty!");
  for (const [kind, value] of Object.entries(principal)) {
    const pattern = PRINCIPALS[kind];
    if (pattern === undefined) throw malformedPolicy(`Invalid principal in policy: "${kind}"`);
    const names = textsOf(value);
    if (names === undefined || names.length === 0) throw malformedPolicy("Syntax error in policy.");
    for (const name of names) {
      if (!pattern.test(name) || (kind === "AWS" && roleIsMissing(name))) {
        throw malformedPolicy(`Invalid principal in policy: "${kind.toUpperCase()}":"${name}"`);
      }
    }
  }
}
