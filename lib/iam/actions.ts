import { type Glob, glob, matches } from "./match";

/** The patterns of Action or NotAction made ready; letter case does not matter. */
export interface ActionPatterns {
  not: boolean;
  all: boolean;
  exact: ReadonlySet<string>;
  /** Patterns with wildcards after the colon, by the service before it. */
  ofService: ReadonlyMap<string, readonly Glob[]>;
  /** Patterns with wildcards before the colon. */
  others: readonly Glob[];
}

export function prepareActions({ not, patterns }: { not: boolean; patterns: readonly string[] }): ActionPatterns {
  const exact = new Set<string>();
  const ofService = new Map<string, Glob[]>();
  const others: Glob[] = [];
  let all = false;
  for (const pattern of patterns) {
    const lower = pattern.toLowerCase();
    const service = lower.slice(0, Math.max(0, lower.indexOf(":")));
    if (/^[*]+(:[*]+)?$/.test(lower)) all = true;
    else if (!/[*?]/.test(lower)) exact.add(lower);
    else if (service === "" || /[*?]/.test(service)) others.push(glob(lower));
    else ofService.set(service, [...(ofService.get(service) ?? []), glob(lower)]);
  }
  return { not, all, exact, ofService, others };
}

/** Whether Action or NotAction is about an action. `service` is what stands before the action's colon; both in lower case. */
export function coversAction(patterns: ActionPatterns, action: string, service: string): boolean {
  return (patterns.all || isListed(patterns, action, service)) !== patterns.not;
}

function isListed({ exact, ofService, others }: ActionPatterns, action: string, service: string): boolean {
  if (exact.has(action)) return true;
  const globs = ofService.get(service);
  if (globs?.some((pattern) => matches(pattern, action))) return true;
  return others.length > 0 && others.some((pattern) => matches(pattern, action));
}
