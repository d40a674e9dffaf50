import { performance } from "node:perf_hooks";
import type { createColors } from "picocolors";

/** A step that did not do what it says. `output` is what the tool behind it printed. */
export class StepFailed extends Error {
  constructor(
    message: string,
    readonly output = "",
  ) {
    super(message);
  }
}

/** Shows steps as they are done: what it does, how long it takes, what came of it. */
export class Steps {
  private number = 0;

  constructor(
    private readonly stream: NodeJS.WriteStream,
    private readonly paint: ReturnType<typeof createColors>,
  ) {}

  /** A heading above the steps that follow. */
  act(title: string): void {
    this.stream.write(`\n${this.paint.bold(title)}\n`);
  }

  /**
   * One step. `work` returns the lines to show below it, and throws where the step did not do what it says.
   * While it works a terminal shows the seconds; a log gets a line every ten.
   */
  async step<T>(title: string, work: () => Promise<{ lines: string[]; value: T }>): Promise<T> {
    this.number += 1;
    const began = performance.now();
    const seconds = () => ((performance.now() - began) / 1000).toFixed(1);
    const label = `${String(this.number).padStart(2)}  ${title}`;
    const tick = setInterval(() => this.progress(label, seconds()), this.stream.isTTY ? 200 : 10_000);
    if (this.stream.isTTY) this.progress(label, seconds());
    try {
      const { lines, value } = await work();
      this.line(`${this.paint.green("✓")} ${label} ${this.paint.dim(`(${seconds()} s)`)}`);
      for (const line of lines) this.stream.write(`      ${line}\n`);
      return value;
    } catch (error) {
      this.line(`${this.paint.red("✗")} ${label} ${this.paint.dim(`(${seconds()} s)`)}`);
      throw error;
    } finally {
      clearInterval(tick);
    }
  }

  private progress(label: string, seconds: string): void {
    if (this.stream.isTTY)
      this.stream.write(`\r\u001b[2K${this.paint.yellow("…")} ${label} ${this.paint.dim(`${seconds} s`)}`);
    else this.stream.write(`…  ${label} ${seconds} s\n`);
  }

  private line(text: string): void {
    this.stream.write(`${this.stream.isTTY ? "\r\u001b[2K" : ""}${text}\n`);
  }
}
