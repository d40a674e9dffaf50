import { AwsError } from "./operation";

/** What a text parameter must satisfy. */
export interface TextRule {
  min?: number;
  max?: number;
  /** The regular expression of the API model, which must match the whole value and is quoted to the user. */
  pattern?: string;
  /** Says what is wrong with a value that does not match, in place of the general sentence. */
  mismatch?: string;
  oneOf?: readonly string[];
}

/**
 * The parameters of one call, read by name. What breaks a rule is collected; `check` throws all of it at once, as the
 * query services of AWS do.
 */
export class QueryInput {
  private readonly problems: string[];

  constructor(
    private readonly parameters: URLSearchParams,
    private readonly prefix = "",
    parent?: QueryInput,
  ) {
    this.problems = parent?.problems ?? [];
  }

  /** @throws AwsError ValidationError when anything read so far breaks its rule. */
  check(): void {
    const { length } = this.problems;
    if (length === 0) return;
    const count = `${length} validation error${length === 1 ? "" : "s"} detected`;
    throw new AwsError("ValidationError", 400, `${count}: ${this.problems.join("; ")}`);
  }

  text(name: string, rule: TextRule = {}): string | undefined {
    const value = this.parameters.get(this.prefix + name);
    if (value === null) return undefined;
    for (const wanted of broken(value, rule)) this.report(`Value '${value}'`, name, wanted);
    if (rule.mismatch !== undefined && !matches(value, rule)) throw new AwsError("ValidationError", 400, rule.mismatch);
    return value;
  }

  required(name: string, rule: TextRule = {}): string {
    const value = this.text(name, rule);
    if (value === undefined) this.report("Value null", name, "Member must not be null");
    return value ?? "";
  }

  integer(name: string, min: number, max: number): number | undefined {
    const value = this.parameters.get(this.prefix + name);
    if (value === null) return undefined;
    if (!/^-?\d{1,10}$/.test(value))
      throw new AwsError("MalformedInput", 400, `Unexpected value for ${name}: ${value}`);
    const number = Number(value);
    if (number < min) this.report(`Value '${value}'`, name, `Member must have value greater than or equal to ${min}`);
    if (number > max) this.report(`Value '${value}'`, name, `Member must have value less than or equal to ${max}`);
    return number;
  }

  flag(name: string): boolean {
    return this.parameters.get(this.prefix + name) === "true";
  }

  /** The texts of `NAME.member.1`, `NAME.member.2`…; undefined when there is none. */
  texts(name: string, rule: TextRule = {}): string[] | undefined {
    const items = this.members(name).map((index) => this.required(`${name}.member.${index}`, rule));
    return items.length === 0 ? undefined : items;
  }

  /** The structures of `NAME.member.1.…`, `NAME.member.2.…`, in their order. */
  structures(name: string): QueryInput[] {
    return this.members(name).map(
      (index) => new QueryInput(this.parameters, `${this.prefix}${name}.member.${index}.`, this),
    );
  }

  /** Adds a problem of a value that is more than one parameter. */
  report(value: string, name: string, wanted: string): void {
    // AWS writes lists the other way round than they are sent: tags.1.member.key for Tags.member.1.Key.
    const path = `${this.prefix}${name}`
      .replace(/\.member\.(\d+)/g, ".$1.member")
      .replace(/(^|\.)[A-Z]/g, (start) => start.toLowerCase());
    this.problems.push(`${value} at '${path}' failed to satisfy constraint: ${wanted}`);
  }

  private members(name: string): number[] {
    const start = `${this.prefix}${name}.member.`;
    const indexes = new Set<number>();
    for (const key of this.parameters.keys()) {
      if (key.startsWith(start)) indexes.add(Number.parseInt(key.slice(start.length), 10));
    }
    return [...indexes].filter((index) => index > 0).sort((a, b) => a - b);
  }
}

function matches(value: string, rule: TextRule): boolean {
  return rule.pattern === undefined || new RegExp(`^(?:${rule.pattern})$`, "u").test(value);
}

function broken(value: string, rule: TextRule): string[] {
  const { min = 0, max = Number.POSITIVE_INFINITY, oneOf } = rule;
  const wanted: string[] = [];
  if (value.length < min) wanted.push(`Member must have length greater than or equal to ${min}`);
  if (value.length > max) wanted.push(`Member must have length less than or equal to ${max}`);
  if (rule.mismatch === undefined && !matches(value, rule)) {
    wanted.push(`Member must satisfy regular expression pattern: ${rule.pattern}`);
  }
  if (oneOf !== undefined && !oneOf.includes(value)) {
    wanted.push(`Member must satisfy enum value set: [${oneOf.join(", ")}]`);
  }
  return wanted;
}
