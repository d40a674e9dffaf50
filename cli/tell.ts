import { withoutCommands } from "../lib/report/workflow-command";

/** Says something to stderr. On GitHub Actions no name in it becomes a command: its runner reads stderr, too. */
export function tell(text: string): void {
  console.error(process.env.GITHUB_ACTIONS === "true" ? withoutCommands(text) : text);
}
