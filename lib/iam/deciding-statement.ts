import type { Path, PolicyStatement, SourcedPolicy } from "./policy";
import type { PreparedStatement } from "./prepare";
import type { PolicyRole } from "./request";

/** A statement that decided, and where it is written. */
export interface DecidingStatement {
  role: PolicyRole;
  /** The policy's name: `AmazonS3ReadOnlyAccess`. */
  policy: string;
  /** Its place among the policy's statements, from 0. */
  index: number;
  statement: PolicyStatement;
  /** Its path in the policy's document. */
  path: Path;
  /** Where a file of the user's holds it. */
  place?: { file: string; line: number };
}

export function decidingStatement(
  source: SourcedPolicy,
  { written, index }: PreparedStatement,
  role: PolicyRole,
): DecidingStatement {
  const place = source.places?.[index];
  return {
    role,
    policy: source.name,
    index,
    statement: written,
    path: written.path,
    ...(place === undefined ? {} : { place }),
  };
}
