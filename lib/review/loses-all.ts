import type { AccessChange } from "./review";

/** Whether every access is gone: the association is, or the role. */
export function losesAll({ association, roleBefore, roleAfter }: AccessChange): boolean {
  return association === "removed" || (roleBefore !== undefined && roleAfter === undefined);
}
