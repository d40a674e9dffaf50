import { constants } from "node:buffer";
import { isRecord } from "../is-record";
import { JsonCursor, NotCompact } from "./json-cursor";

const [COMMA, OPEN_BRACE, CLOSE_BRACE] = [0x2c, 0x7b, 0x7d];
const PLANNED = ',"planned_values":';
const DRIFT = ',"resource_drift":[';
const CHANGES = ',"resource_changes":[';
const STATE = ',"prior_state":{';

/** Terraform writes no more members before `planned_values`. */
const MEMBERS_BEFORE = 4;

/**
 * The value of a plan's JSON, less what nobody reads and what is half of a large plan: `planned_values`, and of `prior_state`
 * the objects whose values `resource_changes` tells. They are neither decoded, parsed nor held. Undefined for anything but
 * one plan as Terraform writes it: that is to be parsed as a whole.
 *
 * @param bytes marked here and there meanwhile, and then as they were
 */
export function skimmedPlan(bytes: Uint8Array): unknown {
  if (bytes.length > constants.MAX_STRING_LENGTH) return undefined;
  try {
    return new Skim(bytes).plan();
  } catch (error) {
    if (error instanceof NotCompact || error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
}

type Members = Readonly<Record<string, unknown>>;

class Skim {
  private readonly buffer: Buffer;

  constructor(private readonly bytes: Uint8Array) {
    this.buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /**
   * Nothing may stand between `planned_values` and the changes: what is left out has to be known. The state is searched
   * for, and a value may hold its name as well; but then what is before it has a bracket too many or too few, and is no JSON.
   */
  plan(): Members {
    const [from, start] = this.plannedValues();
    const state = this.buffer.indexOf(STATE, start);
    const head = this.members(0, from);
    if (state < 0) return { ...head, ...this.members(start) };
    const changes = this.members(start, state);
    const cursor = new JsonCursor(this.bytes, state + STATE.length - 1);
    const prior_state = stateBeyond(cursor, toldIn(changes));
    return { ...head, ...changes, prior_state, ...this.rest(cursor) };
  }

  /** The places of the commas before `planned_values` and after it. */
  private plannedValues(): [number, number] {
    const cursor = new JsonCursor(this.bytes, 0);
    cursor.expect(OPEN_BRACE);
    for (let member = 0; member < MEMBERS_BEFORE; member++) {
      cursor.member();
      const comma = cursor.at;
      if (this.isAt(PLANNED, comma)) {
        cursor.at += PLANNED.length;
        cursor.skip();
        if (this.isAt(DRIFT, cursor.at) || this.isAt(CHANGES, cursor.at)) return [comma, cursor.at];
        break;
      }
      cursor.expect(COMMA);
    }
    throw new NotCompact();
  }

  private isAt(text: string, at: number): boolean {
    return this.buffer.toString("latin1", at, at + text.length) === text;
  }

  /** The members between two commas, or from one to the plan's own end. */
  private members(from: number, to?: number): Members {
    const { bytes } = this;
    const [first, last] = [bytes[from] ?? COMMA, bytes[to ?? 0] ?? COMMA];
    bytes[from] = OPEN_BRACE;
    if (to !== undefined) bytes[to] = CLOSE_BRACE;
    const text = this.buffer.toString("utf8", from, to === undefined ? bytes.length : to + 1);
    if (to !== undefined) bytes[to] = last;
    bytes[from] = first;
    const value: unknown = JSON.parse(text);
    if (!isRecord(value)) throw new NotCompact();
    return value;
  }

  /** What comes after the state: nothing may come after the plan. */
  private rest({ at }: JsonCursor): Members {
    if (this.bytes[at] === COMMA) return this.members(at);
    if (this.buffer.toString("utf8", at).trim() !== "}") throw new NotCompact();
    return {};
  }
}

/** The addresses of which `resource_changes` tells what stood before. */
function toldIn({ resource_changes: changes }: Members): ReadonlySet<unknown> {
  const told = new Set<unknown>();
  for (const change of Array.isArray(changes) ? changes : []) {
    if (isRecord(change) && change.mode === "managed" && change.deposed === undefined) told.add(change.address);
  }
  return told;
}

/** What the state has beyond what is told. */
function stateBeyond(cursor: JsonCursor, told: ReadonlySet<unknown>): Members {
  const values: Record<string, unknown> = {};
  cursor.object((part) => {
    if (part !== "values") return cursor.skip();
    cursor.object((key) => {
      if (key === "root_module") values[key] = moduleBeyond(cursor, told);
      else cursor.skip();
    });
  });
  return { values };
}

function moduleBeyond(cursor: JsonCursor, told: ReadonlySet<unknown>): Members {
  const module: Record<string, unknown> = {};
  cursor.object((key) => {
    if (key === "resources") module[key] = resourcesBeyond(cursor, told);
    else if (key === "child_modules") module[key] = modulesBeyond(cursor, told);
    else module[key] = cursor.value();
  });
  return module;
}

function modulesBeyond(cursor: JsonCursor, told: ReadonlySet<unknown>): Members[] {
  const modules: Members[] = [];
  cursor.list(() => modules.push(moduleBeyond(cursor, told)));
  return modules;
}

const ADDRESS = '{"address":';

function resourcesBeyond(cursor: JsonCursor, told: ReadonlySet<unknown>): unknown[] {
  const resources: unknown[] = [];
  cursor.list(() => {
    const start = cursor.at;
    if (cursor.text(start, start + ADDRESS.length) !== ADDRESS) throw new NotCompact();
    cursor.at += ADDRESS.length;
    const isTold = told.has(cursor.value());
    cursor.at = start;
    if (isTold) cursor.skip();
    else resources.push(cursor.value());
  });
  return resources;
}
