import type { Pointer } from "./finding";

/** What a declaration says that its pods must, or must not, be able to do. */
export interface Expectation {
  /** True: they must be able to. */
  can: boolean;
  /** `s3:GetObject`; `*` and `?` are wildcards: then every one of the actions is meant. */
  action: string;
  /** An ARN. Undefined: on any resource at all. */
  resource?: string;
  /** What is known of the request beside what every request of such a pod has, by condition key. */
  context: Readonly<Record<string, string | readonly string[]>>;
  at: Pointer;
}
