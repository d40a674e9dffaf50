/** A part of the comment. */
export interface Section {
  /** The part in ever shorter forms; `""` where there is nothing to say. `room`: bytes that it may take at most. */
  forms: readonly ((room: number) => string)[];
  /**
   * All that `forms[form]` says, and of what it leaves out as many of the first entries as `room` bytes hold, with the number
   * of the others; `""` where none has room.
   */
  more?: (form: number, room: number) => string;
}

export type SectionName =
  | "access"
  | "access in full"
  | "findings"
  | "acknowledged"
  | "old findings"
  | "resources"
  | "other resources"
  | "graph"
  | "deploy"
  | "other";

/** Nothing to say. */
export const NOTHING: Section = { forms: [() => ""] };
