/** What keeps a project from being synthesized or planned: for its user to read, and to mend. */
export interface ProblemText {
  what: string;
  found?: string;
  allowed?: string;
  fix: string;
}

export class ProjectProblem extends Error {
  constructor(text: ProblemText) {
    super(
      [
        text.what,
        ...(text.found === undefined ? [] : [`found: ${text.found}`]),
        ...(text.allowed === undefined ? [] : [`allowed: ${text.allowed}`]),
        `fix: ${text.fix}`,
      ].join("\n"),
    );
    this.name = "ProjectProblem";
  }
}
