import { draw, hashText } from "./random";

/** How the sandbox misbehaves. Chances are 0 (never) to 1 (always), each drawn by itself for every request. */
export interface Faults {
  /** The same seed and the same requests give the same faults, in whatever order the requests arrive. */
  seed: number;
  /** Refused with the service's own throttling error; nothing is carried out. */
  throttle: number;
  /** Answered 500 or 503; nothing is carried out. */
  serverError: number;
  /** The connection is destroyed before the request is carried out. */
  drop: number;
  /** The connection is destroyed after the request was carried out: its answer is lost. */
  dropAfter: number;
  /** For so many seconds after a write IAM may show the earlier state, and other services do. 0: never. */
  consistencySeconds: number;
}

export const NO_FAULTS: Readonly<Faults> = {
  seed: 1,
  throttle: 0,
  serverError: 0,
  drop: 0,
  dropAfter: 0,
  consistencySeconds: 0,
};

export type Fault = "throttle" | "serverError" | "drop" | "dropAfter";

/**
 * Decides which fault strikes a request, if any. A draw depends on the seed, on what is asked (`subject`: action and
 * resources) and on how often that was asked before, never on time or on other requests: parallel clients see the
 * same faults in every run. Of several that strike at once the first counts.
 */
export function faultDice(faults: Faults): (subject: string) => Fault | undefined {
  const asked = new Map<string, number>();
  const kinds: readonly Fault[] = ["drop", "throttle", "serverError", "dropAfter"];
  return (subject) => {
    const times = asked.get(subject) ?? 0;
    asked.set(subject, times + 1);
    return kinds.find((kind) => {
      const chance = faults[kind];
      return chance > 0 && draw({ generator: hashText(`${faults.seed} ${kind} ${times} ${subject}`) }) < chance;
    });
  };
}
