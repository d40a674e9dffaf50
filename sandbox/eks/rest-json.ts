import { AwsError, type Call, type Reply } from "../operation";
import { emptyRecord } from "../record";

/** The answer to a rest-json call. Members that are undefined are left out; times are epoch seconds already. */
export function jsonReply(body: Readonly<Record<string, unknown>>): Reply {
  return { status: 200, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}

/** An error as rest-json writes it: the code in a header, the message and the extra members in the body. */
export function jsonError(error: AwsError): Reply {
  return {
    status: error.status,
    headers: { "content-type": "application/json", "x-amzn-errortype": error.code },
    body: JSON.stringify({ ...error.members, message: error.message }),
  };
}

/** Milliseconds to the epoch seconds of rest-json, with their fraction. */
export function epochSeconds(milliseconds: number): number {
  return milliseconds / 1000;
}

/** One object of a JSON input, read member by member. A member of another type than asked is an AwsError. */
export class JsonInput {
  constructor(private readonly members: Readonly<Record<string, unknown>>) {}

  /** The body of a call; an empty body is an empty object. */
  static of(call: Call): JsonInput {
    const text = call.body.toString("utf8");
    if (text.trim() === "") return new JsonInput({});
    let body: unknown;
    try {
      body = JSON.parse(text);
    } catch {
      throw new AwsError("SerializationException", 400, "The request body is not valid JSON.");
    }
    if (!isObject(body)) throw new AwsError("SerializationException", 400, "The request body is not a JSON object.");
    return new JsonInput(body);
  }

  text(name: string): string | undefined {
    const value = this.present(name);
    if (value === undefined || typeof value === "string") return value;
    throw wrongType(name, "a string", value);
  }

  /** A string that must be there and not be empty. */
  required(name: string): string {
    const value = this.text(name);
    if (value === undefined || value === "") throw invalidParameter(`${name} must not be null or empty.`);
    return value;
  }

  flag(name: string): boolean | undefined {
    const value = this.present(name);
    if (value === undefined || typeof value === "boolean") return value;
    throw wrongType(name, "a boolean", value);
  }

  object(name: string): JsonInput | undefined {
    const value = this.present(name);
    if (value === undefined) return undefined;
    if (isObject(value)) return new JsonInput(value);
    throw wrongType(name, "an object", value);
  }

  objects(name: string): JsonInput[] | undefined {
    return this.array(name)?.map((item) => {
      if (isObject(item)) return new JsonInput(item);
      throw wrongType(name, "a list of objects", item);
    });
  }

  texts(name: string): string[] | undefined {
    return this.array(name)?.map((item) => {
      if (typeof item === "string") return item;
      throw wrongType(name, "a list of strings", item);
    });
  }

  /** A map of strings. */
  map(name: string): Record<string, string> | undefined {
    const value = this.present(name);
    if (value === undefined) return undefined;
    if (!isObject(value)) throw wrongType(name, "a map", value);
    const map = emptyRecord<string>();
    for (const [key, item] of Object.entries(value)) {
      if (typeof item !== "string") throw wrongType(`${name}.${key}`, "a string", item);
      map[key] = item;
    }
    return map;
  }

  /** All members but the named ones, with sorted keys: equal inputs give equal texts. */
  canonical(without: readonly string[]): string {
    const members = Object.entries(this.members).filter(([name]) => !without.includes(name));
    return JSON.stringify(sorted(Object.fromEntries(members)));
  }

  private present(name: string): unknown {
    return this.members[name] ?? undefined;
  }

  private array(name: string): unknown[] | undefined {
    const value = this.present(name);
    if (value === undefined || Array.isArray(value)) return value;
    throw wrongType(name, "a list", value);
  }
}

/** Whether a value is a JSON object: no array, no null. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, item]) => [name, sorted(item)]));
}

function wrongType(name: string, wanted: string, found: unknown): AwsError {
  return new AwsError("SerializationException", 400, `${name} must be ${wanted}, found ${JSON.stringify(found)}.`);
}

function invalidParameter(message: string): AwsError {
  return new AwsError("InvalidParameterException", 400, message);
}
