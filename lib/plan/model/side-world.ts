import type { Side } from "../value";
import type { Documents } from "./documents";
import { Gaps } from "./gaps";
import { Holdings } from "./holdings";
import { Joins } from "./joins";
import type { PlanObject } from "./objects";
import type { PlanWorld } from "./plan-world";
import { Providers } from "./providers";

/** All plans, as they have the world before or after apply. */
export interface SideWorld {
  side: Side;
  worlds: readonly PlanWorld[];
  worldOf: (object: PlanObject) => PlanWorld;
  providersOf: (object: PlanObject) => Providers;
  providersIn: (world: PlanWorld) => Providers;
  joins: Joins;
  holdings: Holdings;
  documents: Documents;
  gaps: Gaps;
}

/** Both sides of the plans. */
export function sideWorlds(worlds: readonly PlanWorld[], documents: Documents): Record<Side, SideWorld> {
  const byDocument = new Map(worlds.map((world) => [world.document, world]));
  const providers = new Map(worlds.map((world) => [world, new Providers(world)]));
  const worldOf = ({ document }: PlanObject) => of(byDocument, document);
  const providersIn = (world: PlanWorld) => of(providers, world);
  const providersOf = (object: PlanObject) => providersIn(worldOf(object));
  const make = (side: Side): SideWorld => {
    const joins = new Joins(side, worlds, worldOf, providersOf);
    const holdings = new Holdings(side, worlds, joins, providersOf);
    return { side, worlds, worldOf, providersOf, providersIn, joins, holdings, documents, gaps: new Gaps(side) };
  };
  return { before: make("before"), after: make("after") };
}

function of<K, V>(map: ReadonlyMap<K, V>, key: K): V {
  const value = map.get(key);
  if (value === undefined) throw new Error("an object is of none of the plans");
  return value;
}
