import { Cannot } from "./cannot";

/** One value takes some hundred steps; the policies of the largest plans some hundred thousand. */
const STEPS_OF_ONE = 300_000;
const STEPS_OF_ALL = 20_000_000;
const MAX_DEPTH = 600;

/** Evaluation that was given up for its length: what it was for is not to be remembered as impossible. */
export class TooMuch extends Cannot {}

/** Bounds how long evaluation takes, and how deep it goes, whatever is written. */
export class Budget {
  private total = 0;
  private spent = 0;
  private depth = 0;

  /** For a new value to rebuild. */
  renew(): void {
    this.spent = 0;
    this.depth = 0;
  }

  /** @throws TooMuch */
  spend(steps: number): void {
    this.spent += steps;
    this.total += steps;
    if (this.spent > STEPS_OF_ONE || this.total > STEPS_OF_ALL) throw new TooMuch("it takes too long to evaluate");
  }

  /** @throws TooMuch */
  deeper<T>(run: () => T): T {
    this.depth += 1;
    try {
      if (this.depth > MAX_DEPTH) throw new TooMuch("it is nested too deep");
      return run();
    } finally {
      this.depth -= 1;
    }
  }
}
