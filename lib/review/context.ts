import type { Pointer } from "../model/finding";
import type { NamespaceOwner, StackModel } from "../model/stack";

/** What is at hand beside the plans. */
export interface ReviewContext {
  /** The declarations of the repository, read and not judged: places, acknowledgements, levels of rules. */
  declared?: {
    stacks: readonly StackModel[];
    placeOf: (at: Pointer) => { file: string; line: number; column: number };
  };
  /** Who owns which namespace, as a platform.yaml at hand says it. */
  owners?: readonly NamespaceOwner[];
  /** The repository whose plans these are: `acme/backend-api`. */
  repository?: string;
  /** Repositories that declarations name, and that are not the one whose plans these are. */
  otherRepositories?: readonly string[];
  /** `YYYY-MM-DD`, by which acknowledgements end. */
  today?: string;
  /** Stacks of the project that have no plan among these. */
  notPlanned?: readonly string[];
}
