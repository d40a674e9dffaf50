import { Command, CommanderError } from "commander";
import { nearest } from "../lib/suggest";
import { version } from "../package.json";
import { accessCommand } from "./access";
import { canICommand } from "./can-i";
import { checkCommand } from "./check";
import { planCommand } from "./plan";
import { reviewCommand } from "./review";
import { sandboxCommand } from "./sandbox";

/** The `pod-identity` command. 0 = fine; 1 = findings, or "no"; 2 = could not do it, and nothing was changed. */
async function main(args: readonly string[]): Promise<void> {
  const program = new Command("pod-identity")
    .description("EKS Pod Identity from service repositories: declare, check, synthesize, deploy.")
    .version(version)
    .showSuggestionAfterError()
    .exitOverride()
    .addCommand(checkCommand())
    .addCommand(accessCommand())
    .addCommand(canICommand())
    .addCommand(planCommand())
    .addCommand(reviewCommand())
    .addCommand(sandboxCommand());
  for (const command of program.commands) command.exitOverride();
  try {
    refuseUnknownHelp(program, args.slice(2));
    await program.parseAsync(args);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  }
}

/** Of a command that is not there commander shows the help of all, and does not say so. */
function refuseUnknownHelp(program: Command, [first, name]: readonly string[]): void {
  const names = ["help", ...program.commands.map((command) => command.name())];
  if (first !== "help" || name === undefined || name.startsWith("-") || names.includes(name)) return;
  const meant = nearest(name, names);
  program.error(`error: unknown command '${name}'${meant === undefined ? "" : `\n(Did you mean ${meant}?)`}`);
}

main(process.argv).catch((error: unknown) => {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  console.error(`pod-identity: an error of its own, please report it:\n${text}`);
  process.exitCode = 2;
});
