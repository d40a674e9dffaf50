import { serviceAccountText } from "../../model/identity";
import type { NotAnalysable, PlannedPod } from "../planned";
import type { Side } from "../value";
import type { PlanObject } from "./objects";
import type { PlanWorld } from "./plan-world";

/** A part of the model that the plan does not tell. */
interface Gap {
  object: PlanObject;
  attribute: string;
  part: NotAnalysable["part"];
  why: string;
  fix: string;
}

/** Of whom nothing sure can be said: the pods of some roles, or of one association. */
interface Concerned {
  roles: Set<PlanObject>;
  associations: Set<PlanObject>;
}

/** What could not be rebuilt on one side, each part once. */
export class Gaps {
  readonly #side: Side;
  readonly #found = new Map<PlanObject, Map<string, Gap & Concerned>>();

  constructor(side: Side) {
    this.#side = side;
  }

  add(gap: Gap, concerned: { role?: PlanObject; association?: PlanObject }): void {
    const of = this.#found.get(gap.object) ?? new Map<string, Gap & Concerned>();
    this.#found.set(gap.object, of);
    const known = of.get(gap.attribute) ?? { ...gap, roles: new Set(), associations: new Set() };
    of.set(gap.attribute, known);
    if (concerned.role !== undefined) known.roles.add(concerned.role);
    if (concerned.association !== undefined) known.associations.add(concerned.association);
  }

  /** Those of one plan; `podsOf` a role, or an association. */
  of(world: PlanWorld, podsOf: (object: PlanObject) => readonly PlannedPod[]): NotAnalysable[] {
    return [...this.#found.values()].flatMap((of) =>
      [...of.values()].flatMap(({ object, roles, associations, ...gap }): NotAnalysable[] => {
        if (object.document !== world.document) return [];
        const pods = [...roles, ...associations].flatMap(podsOf);
        const serviceAccounts = new Set(pods.map(({ serviceAccount }) => serviceAccountText(serviceAccount)));
        return [
          {
            stack: world.document.stack,
            side: this.#side,
            address: object.address,
            ...gap,
            serviceAccounts: [...serviceAccounts].sort(),
            at: world.at(object),
          },
        ];
      }),
    );
  }
}
