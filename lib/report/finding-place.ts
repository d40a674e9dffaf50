import { posix } from "node:path";
import type { Review, ReviewFinding } from "../review/review";

/** What lies where in the repository, for reports that point at its files. */
export interface Layout {
  /** The working directory within the repository: `services/orders`; empty or left out: its root. */
  base?: string;
  /** The declaration of a stack, relative to the working directory, where one is at hand. */
  declarationOf?: (stack: string) => string | undefined;
}

/** A place in the repository. */
export interface RepositoryPlace {
  /** Relative to the repository's root, with `/`. */
  file: string;
  line: number;
  column: number;
}

/** Where a finding is written in a declaration; undefined where that is not known. */
export function declaredPlace(
  { place }: Pick<ReviewFinding, "place">,
  { base = "" }: Layout,
): RepositoryPlace | undefined {
  return place === undefined ? undefined : { ...place, file: inRepository(place.file, base) };
}

/** The nearest file to point at where a finding has no place: the stack's declaration, else its plan. */
export function nearestFile(
  { stack }: { stack: string },
  review: Review,
  { base = "", declarationOf }: Layout,
): string {
  const plan = review.plans.find((one) => one.stack === stack)?.file;
  const file = declarationOf?.(stack) ?? (plan === undefined || plan === "-" || plan === "" ? "plan" : plan);
  return inRepository(file, base);
}

function inRepository(file: string, base: string): string {
  return posix.join(base, file.replace(/\\/g, "/"));
}
