import { type Faults, NO_FAULTS } from "./faults";

/** The faults asked for on the command line cannot be read. Its message lists all that is wrong. */
export class FaultOptionError extends Error {
  override readonly name = "FaultOptionError";
}

interface FaultOption {
  member: keyof Faults;
  /** What may stand after the `=`. */
  allowed: string;
  /** Undefined when the text is not allowed. */
  read(text: string): number | undefined;
}

const chance = (member: keyof Faults): FaultOption => ({
  member,
  allowed: "a chance from 0 to 1, such as 0.2",
  read: (text) => (/^(\d+(\.\d+)?|\.\d+)$/.test(text) && Number(text) <= 1 ? Number(text) : undefined),
});

const OPTIONS: Readonly<Record<string, FaultOption>> = {
  throttle: chance("throttle"),
  "5xx": chance("serverError"),
  drop: chance("drop"),
  "drop-after": chance("dropAfter"),
  consistency: {
    member: "consistencySeconds",
    allowed: "a time up to 10m, such as 3s, 500ms or 1m",
    read: readSeconds,
  },
  seed: {
    member: "seed",
    allowed: "a whole number from 0 to 4294967295",
    read: (text) => (/^\d{1,10}$/.test(text) && Number(text) < 2 ** 32 ? Number(text) : undefined),
  },
};

/**
 * Reads `--fault` options: `throttle=0.2`, `5xx=0.1`, `drop=0.05`, `drop-after=0.02`, `consistency=3s`, `seed=7`.
 * What is left out does not happen.
 *
 * @throws FaultOptionError one message for all that is wrong.
 */
export function parseFaults(options: readonly string[]): Faults {
  const faults = { ...NO_FAULTS };
  const problems: string[] = [];
  const seen = new Set<string>();
  for (const text of options) {
    const [name = "", ...rest] = text.split("=");
    const value = rest.join("=");
    const option = Object.hasOwn(OPTIONS, name) ? OPTIONS[name] : undefined;
    if (option === undefined) {
      problems.push(`"${text}": there is no fault "${name}"; ${suggestion(name)}`);
      continue;
    }
    const number = option.read(value);
    if (seen.has(name)) problems.push(`"${text}": ${name} is given twice; give it once`);
    else if (number === undefined) problems.push(`"${text}": ${name} must be ${option.allowed}, found "${value}"`);
    else faults[option.member] = number;
    seen.add(name);
  }
  if (problems.length > 0) {
    throw new FaultOptionError(["Cannot read the faults:", ...problems.map((problem) => `  ${problem}`)].join("\n"));
  }
  return faults;
}

function readSeconds(text: string): number | undefined {
  const [, amount, unit = ""] = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(text) ?? [];
  const factor = { ms: 0.001, s: 1, m: 60 }[unit];
  if (amount === undefined || factor === undefined) return undefined;
  const seconds = Number(amount) * factor;
  return seconds <= 600 ? seconds : undefined;
}

function suggestion(name: string): string {
  const names = Object.keys(OPTIONS);
  const nearest = names
    .map((candidate) => ({ candidate, distance: distance(name.toLowerCase(), candidate) }))
    .sort((a, b) => a.distance - b.distance)[0];
  const near = nearest !== undefined && nearest.distance <= 3 && nearest.distance < name.length;
  return near ? `did you mean "${nearest.candidate}"?` : `there are ${names.join(", ")}`;
}

/** How many letters to add, drop or change to make one word of the other (Levenshtein). */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const changed = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
