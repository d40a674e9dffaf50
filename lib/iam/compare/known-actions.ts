import { glob, matches } from "../match";

/** The access levels of the service authorization reference, the gravest first. */
export const ACCESS_LEVELS = ["Permissions management", "Write", "Tagging", "Read", "List"] as const;

export type AccessLevel = (typeof ACCESS_LEVELS)[number];

export interface KnownAction {
  /** `s3:GetObject`. */
  name: string;
  level: AccessLevel;
}

/** The actions that AWS is known to have, made ready to be found by pattern. */
export class KnownActions {
  readonly actions: readonly KnownAction[];
  private readonly lower: readonly string[];
  private readonly byName = new Map<string, number>();
  private readonly byService = new Map<string, number[]>();
  private readonly counts = new Map<string, number>();

  constructor(actions: Iterable<KnownAction>) {
    this.actions = [...actions];
    this.lower = this.actions.map(({ name }) => name.toLowerCase());
    for (const [index, name] of this.lower.entries()) {
      this.byName.set(name, index);
      const service = serviceOf(name);
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

  isKnown(name: string): boolean {
    return this.byName.has(name);
  }

  ofService(service: string): readonly number[] {
    return this.byService.get(service) ?? [];
  }

  /** The places of the actions that a pattern in lower case matches; "all" where it surely matches every action. */
  matching(pattern: string): readonly number[] | "all" {
    if (/^\*+(:\*+)?$/.test(pattern)) return "all";
    if (!/[*?]/.test(pattern)) {
      const index = this.byName.get(pattern);
      return index === undefined ? [] : [index];
    }
    const prepared = glob(pattern);
    const service = serviceOf(pattern);
    const among = service === "" || /[*?]/.test(service) ? this.lower.keys() : this.ofService(service);
    const found: number[] = [];
    for (const index of among) if (matches(prepared, this.lower[index] ?? "")) found.push(index);
    return found;
  }
}

export function serviceOf(action: string): string {
  return action.slice(0, Math.max(0, action.indexOf(":")));
}
