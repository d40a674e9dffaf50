import { entry } from "../../entry";
import { parseArn } from "../../model/arn";
import type { Side } from "../value";
import { type PlanObject, readText } from "./objects";
import { accountOf, type Origin } from "./origin";

const NONE: readonly PlanObject[] = [];

/** The objects of one type on one side, over all plans, by what others know them by: each time all that may be meant. */
export class Registry {
  readonly #kind: "role" | "policy" | "cluster";
  readonly #side: Side;
  readonly #originOf: (object: PlanObject) => Origin;
  readonly #byArn = new Map<string, PlanObject[]>();
  readonly #byName = new Map<string, PlanObject[]>();
  /** Of those whose ARN is not known: the end of it, `role/pod-identity/api/api`. */
  readonly #byResource = new Map<string, PlanObject[]>();

  constructor(
    kind: "role" | "policy" | "cluster",
    side: Side,
    objects: readonly PlanObject[],
    originOf: (object: PlanObject) => Origin,
  ) {
    this.#kind = kind;
    this.#side = side;
    this.#originOf = originOf;
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
  byArn(text: string, asked: PlanObject): readonly PlanObject[] {
    const exact = this.#byArn.get(this.#key(text));
    if (exact !== undefined) {
      const meant = this.#meant(exact, asked);
      const own = meant.filter(({ document }) => document === asked.document);
      return own.length === 1 ? own : meant;
    }
    if (this.#byResource.size === 0) return NONE;
    const arn = parseArn(text);
    return arn === undefined ? NONE : this.byEnd(arn.resource, arn.account, asked);
  }

  /**
   * Those whose ARN is not known, by the end of it: `role/pod-identity/api/api`. Where the ARN's account is known, one of
   * an unknown account is not meant, unless the same provider configuration makes it and what asks for it. None is AWS's own.
   */
  byEnd(resource: string, account: string | undefined, asked: PlanObject): readonly PlanObject[] {
    const alike = this.#byResource.get(this.#key(resource));
    if (alike === undefined || account === undefined) return this.#meant(alike ?? NONE, asked);
    const near = alike.filter((object) => {
      const own = this.#originOf(object).account;
      return own === undefined ? account !== "aws" && this.isBeside(object, asked) : own === account;
    });
    return this.#meant(near, asked);
  }

  /** Names are one account's: those of another are not meant, where both are known. */
  byName(name: string, asked: PlanObject): readonly PlanObject[] {
    const alike = this.#byName.get(this.#key(name)) ?? NONE;
    const [first, second] = alike;
    if (first === undefined || (second === undefined && this.isBeside(first, asked))) return alike;
    const account = this.#account(asked);
    const near = alike.filter((object) => {
      const own = this.#account(object);
      return own === undefined || account === undefined || own === account;
    });
    return this.#meant(near, asked);
  }

  /** Whether one provider configuration of one plan makes both: then they are in one account. */
  isBeside(one: PlanObject, other: PlanObject): boolean {
    return one.document === other.document && this.#originOf(one).provider === this.#originOf(other).provider;
  }

  /**
   * Whether what goes by a name may as well be outside of the plans: another provider configuration makes it than what names
   * it, and it does not tell that both are in one account. What is left alone names what it named before.
   */
  isApart(one: PlanObject, asked: PlanObject): boolean {
    if (asked.unchanged || this.#isGone(asked) || one.type.startsWith("data.")) return false;
    if (this.#isOneAccount(one, asked)) return false;
    if (one.document === asked.document) return !this.#isGone(one);
    return this.#account(one) === undefined && this.#account(asked) !== undefined;
  }

  /** Of several those that are surely in the account of what asks for them, where there are any. */
  #meant(alike: readonly PlanObject[], asked: PlanObject): readonly PlanObject[] {
    if (alike.length < 2) return alike;
    const managed = alike.filter(({ type }) => !type.startsWith("data."));
    // What several data sources read is one and the same.
    if (managed.length === 0) {
      const own = alike.filter(({ document }) => document === asked.document);
      return (own.length > 0 ? own : alike).slice(0, 1);
    }
    const standing = this.#standing(managed);
    if (this.#isGone(asked)) {
      const own = standing.filter(({ document, module }) => document === asked.document && module === asked.module);
      if (own.length === 1) return own;
    }
    const beside = standing.filter((object) => this.isBeside(object, asked));
    if (beside.length > 0) return beside;
    const near = standing.filter((object) => this.#isOneAccount(object, asked));
    return near.length > 0 ? near : standing;
  }

  /** What is deleted is in no configuration: by what it was made is not told. */
  #isGone(object: PlanObject): boolean {
    return this.#side === "before" && this.#originOf(object).provider === undefined;
  }

  /** What is left over of an account gives way to what stands in it. */
  #standing(alike: readonly PlanObject[]): readonly PlanObject[] {
    const standing = alike.filter((object) => !isLeftOver(object));
    if (standing.length === alike.length || standing.length === 0) return alike;
    return alike.filter((object) => !isLeftOver(object) || !standing.some((one) => this.#isOneAccount(one, object)));
  }

  #isOneAccount(one: PlanObject, other: PlanObject): boolean {
    if (this.isBeside(one, other)) return true;
    const account = this.#account(one);
    return account !== undefined && account === this.#account(other);
  }

  /** IAM does not tell names apart by letter case. Source: IAM user guide, "IAM and AWS STS quotas". */
  #key(text: string): string {
    return this.#kind === "cluster" ? text : text.toLowerCase();
  }

  #account(object: PlanObject): string | undefined {
    return accountOf(object, this.#side, () => this.#originOf(object));
  }
}

function isLeftOver({ deposed, forgotten }: PlanObject): boolean {
  return deposed || forgotten;
}
