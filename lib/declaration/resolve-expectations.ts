import type { Expectation } from "../model/expectation";
import { below, type Pointer } from "../model/finding";
import type { ExpectationDeclaration, ExpectDeclaration } from "./schema/expect";

/** The expectations of an identity, each with its place. */
export function expectations({ can = [], cannot = [] }: ExpectDeclaration, at: Pointer): Expectation[] {
  return [
    ...can.map((one, index) => expectation(true, one, below(at, "can", index))),
    ...cannot.map((one, index) => expectation(false, one, below(at, "cannot", index))),
  ];
}

function expectation(can: boolean, declared: ExpectationDeclaration, at: Pointer): Expectation {
  if (typeof declared === "string") return { can, action: declared, context: {}, at };
  const { action, resource, context = {} } = declared;
  return { can, action, ...(resource === undefined ? {} : { resource }), context, at };
}
