import type { ConfigurationText } from "../document";
import type { Plan } from "../format";
import { Budget } from "./budget";
import { cannot } from "./cannot";
import { type ModuleText, readModule } from "./module-text";
import { PlanFacts } from "./plan-facts";

/** What all modules of one plan share: what the plan knows, the text of the modules, and how long evaluation may take. */
export class World {
  readonly budget = new Budget();
  readonly facts: PlanFacts;
  private readonly modules = new Map<string, ModuleText>();

  constructor(
    private readonly text: ConfigurationText,
    readonly plan: Plan,
  ) {
    this.facts = new PlanFacts(plan);
  }

  /** What a module's files declare, by its path. @throws Cannot where they are not at hand. */
  moduleText(path: string): ModuleText {
    const before = this.modules.get(path);
    if (before !== undefined) return before;
    const files = this.text.modules.get(path);
    if (files === undefined)
      return cannot(`the text of ${path === "" ? "the root module" : `module ${path}`} is not at hand`);
    const read = readModule(files);
    this.modules.set(path, read);
    return read;
  }
}
