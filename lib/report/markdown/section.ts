/** A part of the comment in ever shorter forms; `""` where there is nothing to say. `room`: bytes that it may take at most. */
export type Section = readonly ((room: number) => string)[];

export type SectionName =
  | "access"
  | "access in full"
  | "findings"
  | "old findings"
  | "resources"
  | "other resources"
  | "graph"
  | "deploy"
  | "other";
