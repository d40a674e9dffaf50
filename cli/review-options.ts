import { type Command, InvalidArgumentError, Option } from "commander";

/** What a review can be written as. */
export const FORMATS = ["markdown", "json", "sarif", "terminal", "github"] as const;
export const THRESHOLDS = ["error", "warning", "never"] as const;

export type Format = (typeof FORMATS)[number];

/** The options of everything that ends in a review, as commander gives them. */
export interface ReviewOptions {
  format?: Format;
  failOn: (typeof THRESHOLDS)[number];
  out?: string;
  expect?: string;
  declarations: string[];
  platform?: string;
  repository?: string;
}

/** Gives a command the options of a review. */
export function withReviewOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        "--format <format>",
        "default: what FILE's name ends in, else terminal on a terminal, else markdown",
      ).choices(FORMATS),
    )
    .addOption(
      new Option("--fail-on <severity>", "end with 1 for new findings of this severity, or graver")
        .choices(THRESHOLDS)
        .default("error"),
    )
    .option("--out <file>", "write the review to this file; the Markdown where the format is github")
    .option("--expect <fingerprint>", "end with 1 unless the plans are those that were reviewed", fingerprint)
    .addOption(
      new Option("--declarations <dir>", "a folder with declarations, for places and acknowledgements; may be repeated")
        .argParser((value: string, all: string[]) => [...all, value])
        .default([], "the working directory"),
    )
    .option("--platform <file>", "the platform that says who owns which namespace (default: the declaration's)")
    .option(
      "--repository <owner/name>",
      "whose plans they are (default: $GITHUB_REPOSITORY, then the declaration's)",
      repository,
    );
}

function fingerprint(value: string): string {
  if (!/^pi1-[0-9a-f]{40}$/.test(value))
    throw new InvalidArgumentError("It must be a review's fingerprint: `pi1-` and 40 of 0-9 and a-f.");
  return value;
}

function repository(value: string): string {
  if (!isRepository(value)) throw new InvalidArgumentError("It must be a repository, as in acme/backend-api.");
  return value;
}

export function isRepository(value: string): boolean {
  return value.length <= 255 && /^[\w.-]+(?:\/[\w.-]+)+$/.test(value);
}
