/** Run by iam.ts as a process of its own: all that a first question needs, and no more. */
import { askOurs } from "./iam-questions";

askOurs()();
