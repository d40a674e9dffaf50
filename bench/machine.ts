import { cpus, totalmem } from "node:os";

/** The machine that figures are of: processors, memory, system and Node. */
export function describeMachine(): string {
  const processors = cpus();
  const memory = (totalmem() / 2 ** 30).toFixed(0);
  return `${processors.length} × ${processors[0]?.model ?? "?"}, ${memory} GiB, ${process.platform}, Node ${process.version}`;
}

/** @throws Error unless the text is a whole number over 0 */
export function count(text: string, option: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new Error(`${option}: found \`${text}\`; a whole number over 0 is needed`);
}
