import { type AccessLevel, type Action, expand } from "../catalog";
import { glob, matches } from "../match";

/** The access levels, the gravest first. */
export const ACCESS_LEVELS: readonly AccessLevel[] = ["permissions", "write", "tagging", "read", "list"];

export type KnownAction = Pick<Action, "id" | "level">;

/** The actions that AWS is known to have, or those of some services, made ready to be found by pattern. */
export class KnownActions {
  readonly actions: readonly KnownAction[];
  /** Whether they are those of all services. */
  readonly complete: boolean;
  private readonly lower: readonly string[];
  private readonly byId = new Map<string, number>();
  private readonly byService = new Map<string, number[]>();
  private readonly counts = new Map<string, number>();

  constructor(actions: Iterable<KnownAction>, complete: boolean) {
    this.actions = [...actions];
    this.complete = complete;
    this.lower = this.actions.map(({ id }) => id.toLowerCase());
    for (const [index, id] of this.lower.entries()) {
      this.byId.set(id, index);
      const service = serviceOf(id);
      const same = this.byService.get(service);
      if (same === undefined) this.byService.set(service, [index]);
      else same.push(index);
    }
    for (const [index, { level }] of this.actions.entries()) {
      for (const key of [level, `${level} ${serviceOf(this.lower[index] ?? "")}`]) {
        this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
      }
    }
  }

  /** How many known actions have a level, in all or in one service. */
  countOf(level: AccessLevel, service?: string): number {
    return this.counts.get(service === undefined ? level : `${level} ${service}`) ?? 0;
  }

  isKnown(id: string): boolean {
    return this.byId.has(id);
  }

  ofService(service: string): readonly number[] {
    return this.byService.get(service) ?? [];
  }

  /** The places of the actions that a pattern in lower case matches; "all" where it surely matches every action. */
  matching(pattern: string): readonly number[] | "all" {
    if (/^\*+(:\*+)?$/.test(pattern)) return "all";
    if (!/[*?]/.test(pattern)) {
      const index = this.byId.get(pattern);
      return index === undefined ? [] : [index];
    }
    const prepared = glob(pattern);
    const service = serviceOf(pattern);
    const among = isOpen(service) ? this.lower.keys() : this.ofService(service);
    const found: number[] = [];
    for (const index of among) if (matches(prepared, this.lower[index] ?? "")) found.push(index);
    return found;
  }
}

/**
 * The known actions that can matter where some patterns are all that statements say of actions: those of the services that
 * they name, or all of them where a pattern leaves the service open or everything but some is meant.
 */
export function knownActionsFor(sets: readonly { not: boolean; patterns: readonly string[] }[]): KnownActions {
  const services = new Set<string>();
  for (const { patterns } of sets) for (const pattern of patterns) services.add(serviceOf(pattern));
  if (!sets.some(({ not }) => not) && ![...services].some(isOpen)) return actionsOf([...services].sort());
  everything ??= new KnownActions(expand("*"), true);
  return everything;
}

let everything: KnownActions | undefined;

function actionsOf(services: readonly string[]): KnownActions {
  const key = services.join(" ");
  const standing = ofServices.get(key);
  if (standing !== undefined) return standing;
  const made = new KnownActions(
    services.flatMap((service) => expand(`${service}:*`)),
    false,
  );
  // Whoever writes policies chooses the keys: what is kept must not grow with them.
  if (ofServices.size >= MOST_KEPT) ofServices.clear();
  ofServices.set(key, made);
  return made;
}

const ofServices = new Map<string, KnownActions>();
const MOST_KEPT = 200;

export function serviceOf(action: string): string {
  return action.slice(0, Math.max(0, action.indexOf(":")));
}

function isOpen(service: string): boolean {
  return service === "" || /[*?]/.test(service);
}
