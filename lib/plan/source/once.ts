import { TooMuch } from "./budget";
import { Cannot, cannot } from "./cannot";

/** Remembers what was evaluated, and what could not be; a value that needs itself cannot. */
export class Once<T> {
  private readonly results = new Map<string, { value: T } | Cannot | "begun">();

  /** @throws Cannot */
  get(name: string, make: () => T): T {
    const before = this.results.get(name);
    if (before === "begun") return cannot("it refers to itself");
    if (before instanceof Cannot) throw before;
    if (before !== undefined) return before.value;
    this.results.set(name, "begun");
    try {
      const value = make();
      this.results.set(name, { value });
      return value;
    } catch (problem) {
      if (problem instanceof Cannot && !(problem instanceof TooMuch)) this.results.set(name, problem);
      else this.results.delete(name);
      throw problem;
    }
  }
}
