/** What a person must know about a program that this one cannot do without. */
export interface MissingToolDetails {
  /** The problem in one sentence, without a full stop: `Terraform is not installed`. */
  readonly what: string;
  readonly found: string;
  readonly needed: string;
  readonly fix: string;
}

/**
 * A program that is needed is not there, does not run, or is too old. The message is whole and made for people:
 * callers print it to stderr as it is, without a stack, and exit with 2.
 */
export class MissingTool extends Error {
  override readonly name = "MissingTool";

  constructor(
    readonly details: MissingToolDetails,
    options?: ErrorOptions,
  ) {
    super(
      [
        `${details.what}.`,
        `  found:  ${details.found}`,
        `  needed: ${details.needed}`,
        `  fix:    ${details.fix}`,
      ].join("\n"),
      options,
    );
  }
}
