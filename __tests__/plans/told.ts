import { isDeepStrictEqual } from "node:util";
import type { AccessEntry } from "../../lib/iam/compare/access-entries";
import { placeholderText } from "../../lib/model/placeholder";
import type { AccessChange } from "../../lib/review/review";
import type { ExpectedEntry } from "./expected";

/** Whose access changes, as an expectation writes it. */
export function whoOf({ subject }: AccessChange): string {
  return subject.kind === "role" ? `role ${subject.role}` : `${subject.cluster} ${subject.serviceAccount}`;
}

/** Whether nothing happens to a service account that an expectation would have to name. */
export function isAsBefore({ verdict, association }: AccessChange): boolean {
  return verdict === "equivalent" && ["kept", "updated", "none"].includes(association);
}

/**
 * What of the entries is told otherwise than expected, in words; empty where all is well.
 *
 * @param partly whether there may be more entries than expected.
 */
export function differences(
  expected: readonly ExpectedEntry[],
  entries: readonly AccessEntry[],
  partly: boolean,
): string[] {
  const left = [...entries];
  const problems: string[] = [];
  for (const one of expected) {
    const found = left.findIndex((entry) => isTold(one, entry));
    if (found >= 0) left.splice(found, 1);
    else problems.push(`missing: ${JSON.stringify(one)}`);
  }
  if (!partly) problems.push(...left.map((entry) => `not expected: ${JSON.stringify(shown(entry))}`));
  return problems;
}

function isTold(one: ExpectedEntry, entry: AccessEntry): boolean {
  const { actions, ...place } = shown(entry);
  const { level, on, within, except, when, unless } = one;
  if (!isDeepStrictEqual(place, { level, on, within, except, when, unless })) return false;
  if (one.everything !== entry.everything) return false;
  const whole = entry.services.filter(({ extent }) => extent !== "some").map(({ service }) => service);
  if (!one.all.every((service) => whole.includes(service))) return false;
  const names = [...actions].sort();
  // Where a service has one action of the level alone, that action is all of it.
  if (one.actions !== undefined) {
    const services = [...new Set(one.actions.map(serviceOf))].sort();
    const told = entry.services.map(({ service }) => service).sort();
    const count = entry.services.reduce((sum, { count: own }) => sum + own, 0);
    const named = one.actions.filter((action) => !whole.includes(serviceOf(action))).sort();
    return isDeepStrictEqual([services, count, named], [told, one.actions.length, names]);
  }
  if (one.some !== undefined)
    return one.some.every((action) => names.includes(action) || whole.includes(serviceOf(action)));
  return one.everything || isDeepStrictEqual([...one.all].sort(), entry.services.map(({ service }) => service).sort());
}

/** An entry in the words of an expectation. */
function shown({ level, region, services }: AccessEntry) {
  return {
    level,
    on: placeholderText(region.resource),
    within: region.within.map(placeholderText),
    except: region.except.map(placeholderText),
    when: region.when.map(conditionText),
    unless: region.unless.map((all) => all.map(conditionText)),
    actions: services.flatMap(({ actions }) => actions),
  };
}

function conditionText({
  operator,
  key,
  values,
}: {
  operator: string;
  key: string;
  values: readonly string[];
}): string {
  return [operator, key, ...values].join(" ");
}

function serviceOf(action: string): string {
  return action.slice(0, action.indexOf(":"));
}
