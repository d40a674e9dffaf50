import { parseArn } from "../../model/arn";
import type { PlanDocument } from "../document";
import { entry } from "./instances";
import { type PlanObject, readText, type Side } from "./objects";

/** The objects of one type on one side, over all plans, by what others know them by. */
export class Registry {
  readonly #kind: "role" | "policy" | "cluster";
  readonly #side: Side;
  readonly #accountOf: (object: PlanObject) => string | undefined;
  readonly #byArn = new Map<string, PlanObject[]>();
  readonly #byName = new Map<string, PlanObject[]>();
  /** Of those whose ARN is not known: the end of it, `role/pod-identity/api/api`. */
  readonly #byResource = new Map<string, PlanObject[]>();

  constructor(
    kind: "role" | "policy" | "cluster",
    side: Side,
    objects: readonly PlanObject[],
    accountOf: (object: PlanObject) => string | undefined,
  ) {
    this.#kind = kind;
    this.#side = side;
    this.#accountOf = accountOf;
    for (const object of objects) {
      const arn = readText(object, side, "arn");
      const name = readText(object, side, "name");
      if (name !== undefined) entry(this.#byName, this.#key(name), () => []).push(object);
      if (arn !== undefined) entry(this.#byArn, this.#key(arn), () => []).push(object);
      else if (name !== undefined && kind !== "cluster") {
        const path = readText(object, side, "path") ?? "/";
        entry(this.#byResource, this.#key(`${kind}${path}${name}`), () => []).push(object);
      }
    }
  }

  /** `asked`: the object in which the ARN stands. */
  byArn(text: string, asked: PlanObject): PlanObject | undefined {
    const exact = this.#byArn.get(this.#key(text));
    if (exact !== undefined) return oneOf(exact, asked.document);
    if (this.#byResource.size === 0) return undefined;
    const arn = parseArn(text);
    return arn === undefined ? undefined : this.byEnd(arn.resource, arn.account, asked);
  }

  /** One whose ARN is not known, by the end of it: `role/pod-identity/api/api`. */
  byEnd(resource: string, account: string | undefined, asked: PlanObject): PlanObject | undefined {
    const alike = this.#byResource.get(this.#key(resource));
    if (alike === undefined) return undefined;
    const near = alike.filter((object) => agree(this.#accountOf(object), account));
    return oneOf(near, asked.document);
  }

  /** Names are one account's: those of another are not meant, where both are known. */
  byName(name: string, asked: PlanObject): PlanObject | undefined {
    const alike = this.#byName.get(this.#key(name));
    if (alike === undefined) return undefined;
    if (alike.length === 1 && alike[0]?.document === asked.document) return alike[0];
    const account = this.#accountOf(asked);
    const near = alike.filter((object) => agree(this.#account(object), account));
    return oneOf(near, asked.document);
  }

  /** IAM does not tell names apart by letter case. Source: IAM user guide, "IAM and AWS STS quotas". */
  #key(text: string): string {
    return this.#kind === "cluster" ? text : text.toLowerCase();
  }

  #account(object: PlanObject): string | undefined {
    return parseArn(readText(object, this.#side, "arn") ?? "")?.account ?? this.#accountOf(object);
  }
}

/** The only one; of several the only one of the same plan. What is left over, and what is only read, gives way. */
function oneOf(objects: readonly PlanObject[], document: PlanDocument): PlanObject | undefined {
  if (objects.length === 1) return objects[0];
  const standing = objects.filter((object) => !object.deposed && !object.forgotten);
  const managed = standing.filter(({ type }) => !type.startsWith("data."));
  // What several data sources read is one and the same.
  if (managed.length === 0) return standing.find((object) => object.document === document) ?? standing[0];
  if (managed.length === 1) return managed[0];
  const own = managed.filter((object) => object.document === document);
  return own.length === 1 ? own[0] : undefined;
}

function agree(one: string | undefined, other: string | undefined): boolean {
  return one === undefined || other === undefined || one === other;
}
