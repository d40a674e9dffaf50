import type { AnyDocument } from "../../iam/document";
import { isRecord } from "../shape";
import { type PlanObject, read, type Side } from "./objects";
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
  readonly #byText = new Map<string, AnyDocument | undefined>();

  /** The document that an attribute holds. `rebuilt`: how to rebuild it where it is known only after apply. */
  find(
    world: PlanWorld,
    object: PlanObject,
    side: Side,
    path: readonly (string | number)[],
    rebuilt: () => ReturnType<PlanWorld["rebuild"]> = () => world.rebuild(object, String(path[0])),
  ): Found {
    const known = read(object, side, path);
    if (known.kind === "absent") return { kind: "none" };
    if (known.sensitive) return SENSITIVE;
    if (known.kind === "known") return this.#read(known.value, "holds no policy that can be read");
    const made = rebuilt();
    if (made.kind === "value") return this.#read(made.value, "is known only after apply, and is rebuilt to no policy");
    return { kind: "cannot", why: `is known only after apply, and cannot be rebuilt: ${made.why}`, fix: REBUILD };
  }

  #read(value: unknown, why: string): Found {
    if (value === "" || value === null) return { kind: "none" };
    const document = typeof value === "string" ? this.#parsed(value) : isRecord(value) ? value : undefined;
    return document === undefined ? { kind: "cannot", why, fix: WRITE } : { kind: "document", document };
  }

  #parsed(text: string): AnyDocument | undefined {
    if (!this.#byText.has(text)) this.#byText.set(text, parsed(text));
    return this.#byText.get(text);
  }
}

const SENSITIVE: Found = {
  kind: "cannot",
  sensitive: true,
  why: "is marked sensitive, and is not opened here",
  fix: "take the sensitive mark off the policy: who may do what is no secret to a reviewer",
};

const REBUILD =
  "write the policy with `jsonencode` or `data.aws_iam_policy_document` from resources of the same plan, or apply what it depends on first";

const WRITE = "write a JSON policy document";

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
  if (typeof value !== "object" || value === null) return true;
  return levels > 0 && Object.values(value).every((part) => isShallow(part, levels - 1));
}
