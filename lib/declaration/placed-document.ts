import { type AnyDocument, inOrder, type Statement } from "../iam/document";
import type { Pointer } from "../model/finding";
import type { StatementPlace } from "../model/identity";

/** A policy document, and where each of its statements is written, by its place in the document. */
export interface PlacedDocument {
  document: AnyDocument;
  statements: readonly StatementPlace[];
}

/** A statement of a declaration, in the policy language, and where it stands there. */
export interface PlacedStatement extends StatementPlace {
  statement: Statement;
}

/** One document of statements, in an order of its own; of two that say the same the first is the one it stands for. */
export function placedDocument(declared: readonly PlacedStatement[]): PlacedDocument {
  const places = new Map<string, Pointer>();
  for (const { statement, at } of declared) {
    const [text] = inOrder([statement]).map((ordered) => JSON.stringify(ordered));
    if (text !== undefined && !places.has(text)) places.set(text, at);
  }
  const ordered = inOrder(declared.map(({ statement }) => statement));
  return {
    document: { Version: "2012-10-17", Statement: ordered },
    statements: ordered.flatMap((statement) => {
      const at = places.get(JSON.stringify(statement));
      return at === undefined ? [] : [{ at }];
    }),
  };
}

/** A policy file's document, whose statements stand where the file has them. */
export function documentOfFile(document: AnyDocument, source: string): PlacedDocument {
  const list: unknown = document.Statement;
  const statements = Array.isArray(list)
    ? list.map((_, index) => ({ at: { source, path: ["Statement", index] } }))
    : [{ at: { source, path: ["Statement"] } }];
  return { document, statements };
}
