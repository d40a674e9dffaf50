import type { EksContext } from "./context";
import { invalidParameter } from "./errors";
import type { JsonInput } from "./rest-json";

/**
 * Makes a create or an update idempotent by its clientRequestToken: a request that was answered already answers the
 * same again, one that says something else under a known token is refused. What was made is named by a string;
 * `find` looks it up, and where it is gone the request counts as new.
 */
export function oncePerToken<T>(
  context: EksContext,
  operation: string,
  input: JsonInput,
  find: (made: string) => T | undefined,
  make: () => { made: string; result: T },
): T {
  const token = input.text("clientRequestToken");
  if (token === undefined || token === "") return make().result;
  const key = `${operation} ${token}`;
  const said = input.canonical(["clientRequestToken"]);
  const known = context.state.requestTokens[key];
  const found = known === undefined ? undefined : find(known.made);
  if (known !== undefined && found !== undefined) {
    if (known.input === said) return found;
    throw invalidParameter("The clientRequestToken has already been used in a request with other parameters.");
  }
  const { made, result } = make();
  context.state.requestTokens[key] = { input: said, made };
  return result;
}
