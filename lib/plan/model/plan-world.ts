import { entry } from "../../entry";
import type { Pointer } from "../../model/finding";
import { cdktfStackOf } from "../cdktf-stack";
import type { PlanDocument } from "../document";
import { type Rebuilder, rebuilderOf } from "../source/rebuild";
import { PlanConfiguration } from "./configuration";
import { Instances } from "./instances";
import { objectsOf, type PlanObject } from "./objects";
import { References } from "./references";

const NONE: readonly PlanObject[] = [];
const WHOLE: Pointer["path"] = [];

/** One plan, with what is looked up in it. */
export class PlanWorld {
  readonly document: PlanDocument;
  readonly configuration: PlanConfiguration;
  readonly instances: Instances;
  readonly references: References;
  readonly #byType = new Map<string, PlanObject[]>();
  #rebuilder: Rebuilder | undefined;
  #constructs: ReadonlyMap<string, string> | undefined;

  constructor(document: PlanDocument) {
    const objects = objectsOf(document);
    this.document = document;
    this.configuration = new PlanConfiguration(document);
    this.instances = new Instances(objects);
    this.references = new References(this.configuration, this.instances);
    for (const object of objects) entry(this.#byType, object.type, () => []).push(object);
  }

  /** The objects of one type, in the plan's order. */
  ofType(type: string): readonly PlanObject[] {
    return this.#byType.get(type) ?? NONE;
  }

  /** What the configuration's own text makes of an attribute. */
  rebuild({ address }: Pick<PlanObject, "address">, attribute: string): ReturnType<Rebuilder["rebuild"]> {
    this.#rebuilder ??= rebuilderOf(this.document.configuration, this.document.plan);
    return this.#rebuilder.rebuild(address, attribute);
  }

  /** The construct's path where CDKTF made it, else the address. */
  at({ module, local, address }: PlanObject): Pointer {
    this.#constructs ??= cdktfStackOf(this.document.configuration)?.constructs ?? new Map();
    const isMade = module === "" && this.#constructs.size > 0;
    return { source: (isMade ? this.#constructs.get(local) : undefined) ?? address, path: WHOLE };
  }
}
