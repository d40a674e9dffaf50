import { appendFileSync, statSync } from "node:fs";
import { reviewMarkdown } from "../lib/report/review-markdown";
import type { Review } from "../lib/review/review";

/** Over this GitHub takes nothing of a step's summary, in bytes. */
const MOST_BYTES = 1024 * 1024;

/** In less there is no place for what a review must say. */
const LEAST_BYTES = 8 * 1024;

/**
 * Adds the Markdown of a review to the summary of a step of GitHub Actions, with as much detail as the room that is left
 * there can hold. False where it cannot.
 *
 * Source: "Adding a job summary", https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export function addToStepSummary(review: Review, file: string): boolean {
  try {
    const standing = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    const limit = MOST_BYTES - standing - 1024;
    if (limit < LEAST_BYTES) return false;
    appendFileSync(file, `\n${reviewMarkdown(review, { limit }).text}`);
    return true;
  } catch {
    return false;
  }
}
