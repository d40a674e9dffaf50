import { COLLECTION_FUNCTIONS } from "./collection-functions";
import { TEXT_FUNCTIONS } from "./text-functions";
import type { Value } from "./value";

/**
 * Terraform's functions, as far as policies use them: https://developer.hashicorp.com/terraform/language/functions.
 * Each is given all of its arguments. What would come out otherwise once more is known is refused, with Cannot.
 */
export const FUNCTIONS: ReadonlyMap<string, (values: readonly Value[]) => Value> = new Map([
  ...TEXT_FUNCTIONS,
  ...COLLECTION_FUNCTIONS,
]);
