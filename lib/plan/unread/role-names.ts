import { placeholdersIn } from "../../model/placeholder";

/** What a text names roles by. */
interface RoleNames {
  names: readonly string[];
  /** Addresses of roles whose names are known only after apply. */
  addresses: readonly string[];
}

const ROLE = /:role\/([\w+=,.@/-]{1,600})/g;
const SESSION = /:assumed-role\/([\w+=,.@-]{1,64})/g;
const LATER = /^(?:arn|id|name|unique_id) of (.+)$/s;

/** The roles that a text names by their ARNs, by those of their sessions, or by placeholders. */
export function rolesNamedIn(text: string): RoleNames {
  const names = [...text.matchAll(ROLE)].map(([, path = ""]) => path.split("/").pop() ?? path);
  const sessions = [...text.matchAll(SESSION)].map(([, name = ""]) => name);
  const addresses = placeholdersIn(text).flatMap((part) => LATER.exec(part)?.[1] ?? []);
  return { names: [...names, ...sessions], addresses };
}
