import { entry } from "../../entry";
import type { AnyDocument } from "../../iam/document";
import { isRecord } from "../../is-record";
import type { Known, Side } from "../value";
import { type PlanObject, read } from "./objects";
import type { PlanWorld } from "./plan-world";

/** A document as it was found. `none`: there is no such text. */
export type Found =
  | { kind: "document"; document: AnyDocument }
  | { kind: "none" }
  | { kind: "cannot"; why: string; fix: string; sensitive?: true };

/** What stands in the model for a document that cannot be read: nothing can be read of it either. */
export const UNREADABLE: AnyDocument = Object.freeze({});

/** Reads policy documents, each text once: later stages know a document again by being the same object. */
export class Documents {
  readonly #byText = new Map<string, Read>();

  /** The document that an attribute holds, rebuilt where it is known only after apply. */
  find(world: PlanWorld, object: PlanObject, side: Side, attribute: string): Found {
    const known = read(object, side, [attribute]);
    return this.of(known, () => world.rebuild(object, attribute));
  }

  /** `rebuild`: how to rebuild it where it is known only after apply. */
  of(known: Known, rebuild: () => ReturnType<PlanWorld["rebuild"]>): Found {
    if (known.kind === "absent") return NONE;
    if (known.sensitive) return SENSITIVE;
    if (known.kind === "known") {
      const { found, hasMark } = this.#read(known.value);
      return hasMark ? FORGED : (found ?? NO_POLICY);
    }
    const made = rebuild();
    if (made.kind === "value") return this.#read(made.value).found ?? REBUILT_TO_NONE;
    return { kind: "cannot", why: `is known only after apply, and cannot be rebuilt: ${made.why}`, fix: REBUILD };
  }

  #read(value: unknown): Read {
    if (value === "" || value === null) return NOTHING;
    const text = typeof value === "string" ? value : textOf(value);
    return entry(this.#byText, text, () => {
      const document = parsed(text);
      if (document === undefined) return { found: undefined, hasMark: false };
      return { found: { kind: "document", document }, hasMark: hasMark(text, document) };
    });
  }
}

/** What a text says; `hasMark`: it holds placeholders, or what would pass for one. */
interface Read {
  found: Found | undefined;
  hasMark: boolean;
}

/** Blocks that are rebuilt hold values; what is no object is no policy. */
function textOf(value: unknown): string {
  return isRecord(value) && isShallow(value, MOST_LEVELS) ? JSON.stringify(value) : "";
}

const NONE: Found = { kind: "none" };

const NOTHING: Read = { found: NONE, hasMark: false };

const SENSITIVE: Found = {
  kind: "cannot",
  sensitive: true,
  why: "is marked sensitive, and is not opened here",
  fix: "take the sensitive mark off the policy: who may do what is no secret to a reviewer",
};

const REBUILD =
  "write the policy with `jsonencode` or `data.aws_iam_policy_document` from resources of the same plan, or apply what it depends on first";

const WRITE = "write a JSON policy document";

const NO_POLICY: Found = { kind: "cannot", why: "holds no policy that can be read", fix: WRITE };

const REBUILT_TO_NONE: Found = {
  kind: "cannot",
  why: "is known only after apply, and is rebuilt to no policy",
  fix: WRITE,
};

const FORGED: Found = {
  kind: "cannot",
  why: "holds `${later:`, which stands here for what is known only after apply",
  fix: "write it without that text: IAM knows no such policy variable",
};

function parsed(text: string): AnyDocument | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) && isShallow(value, MOST_LEVELS) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Policies nest half a dozen levels. What nests without end would end those who walk through it. */
const MOST_LEVELS = 24;

function isShallow(value: unknown, levels: number): boolean {
  if (Array.isArray(value)) {
    return levels > 0 && value.every((part) => typeof part !== "object" || isShallow(part, levels - 1));
  }
  if (!isRecord(value)) return true;
  if (levels === 0) return false;
  for (const key in value) {
    const part = value[key];
    if (typeof part === "object" && !isShallow(part, levels - 1)) return false;
  }
  return true;
}

/** JSON may spell any letter by its number. */
function hasMark(text: string, document: AnyDocument): boolean {
  return holdsMark(text) || (text.includes("\\u") && holdsMark(JSON.stringify(document)));
}

/** Names of policy variables know no letter case and may stand between spaces. */
const MARK = /\$\{\s*later\s*:/iy;

function holdsMark(text: string): boolean {
  for (let at = text.indexOf("${"); at >= 0; at = text.indexOf("${", at + 2)) {
    MARK.lastIndex = at;
    if (MARK.test(text)) return true;
  }
  return false;
}
