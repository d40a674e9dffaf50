/**
 * A command to the runner of GitHub Actions, on one line.
 *
 * Source: "Workflow commands for GitHub Actions", https://docs.github.com/actions/reference/workflow-commands-for-github-actions,
 * and how actions/runner reads them (`ActionCommand.cs`): a line that begins with `::`, or that has `##[` anywhere.
 */
export function workflowCommand(
  name: "error" | "warning" | "notice",
  properties: Readonly<Record<string, string | number | undefined>>,
  message: string,
): string {
  const set = Object.entries(properties).filter(([, value]) => value !== undefined && value !== "");
  const written = set.map(([key, value]) => `${key}=${escapedProperty(withoutCommands(String(value)))}`);
  return `::${[name, ...(written.length === 0 ? [] : [written.join(",")])].join(" ")}::${escaped(withoutCommands(message))}`;
}

/** Text in which the runner of GitHub Actions sees no command, as good as the same to a reader. */
export function withoutCommands(text: string): string {
  return text.replace(/##(?=\[)/g, "# #").replace(/^((?:[^\S\r\n\u2028\u2029]|\u0085)*):(?=:)/gm, "$1: ");
}

function escaped(text: string): string {
  return text.replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
}

function escapedProperty(text: string): string {
  return escaped(text).replace(/:/g, "%3A").replace(/,/g, "%2C");
}
