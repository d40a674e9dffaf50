import type { Principal, Principals } from "./policy";
import type { RequestPrincipal } from "./request";

/** The names that a principal answers to, and its account. */
export interface Caller {
  type: RequestPrincipal["type"];
  /** Of an AWS principal its own ARN first, then its role's. */
  names: readonly string[];
  account: string | undefined;
}

/** How a statement names a caller: by itself or everybody, by its session, by its account, or not at all. */
export type Naming = "session" | "itself" | "account" | "no";

export function callerOf(principal: RequestPrincipal): Caller {
  switch (principal.type) {
    case "Service":
      return { type: "Service", names: [principal.name], account: undefined };
    case "Federated":
      return { type: "Federated", names: [principal.provider], account: undefined };
    case "CanonicalUser":
      return { type: "CanonicalUser", names: [principal.id], account: undefined };
    case "AWS": {
      const role = principal.role ?? roleOf(principal.arn);
      const names = role === undefined || role === principal.arn ? [principal.arn] : [principal.arn, role];
      return { type: "AWS", names, account: accountOf(principal.arn) };
    }
  }
}

/** The account's id in an ARN; undefined where there is none. */
export function accountOf(arn: string): string | undefined {
  const account = arn.split(":", 5)[4];
  return account === undefined || account === "" ? undefined : account;
}

function roleOf(arn: string): string | undefined {
  const [, partition, account, name] = /^arn:([^:]+):sts::(\d+):assumed-role\/([^/]+)\//.exec(arn) ?? [];
  return name === undefined ? undefined : `arn:${partition}:iam::${account}:role/${name}`;
}

/** Whether Principal or NotPrincipal is about a caller, and how it names it. */
export function namingOf(principals: Principals, caller: Caller): Naming {
  const found = principals.entries.map((entry) => namingBy(entry, caller));
  if (principals.not) return found.every((naming) => naming === "no") ? "itself" : "no";
  return (["session", "itself", "account"] as const).find((naming) => found.includes(naming)) ?? "no";
}

function namingBy({ type, value }: Principal, caller: Caller): Naming {
  // Everybody is everybody, of whatever kind.
  if (type === "*" || (type === "AWS" && value === "*")) return "itself";
  if (type !== caller.type) return "no";
  if (type === "Service" && value === "*") return "itself";
  const index = caller.names.indexOf(value);
  if (index === 0 && caller.names.length > 1) return "session";
  if (index >= 0) return "itself";
  if (type !== "AWS" || caller.account === undefined) return "no";
  const account = /^(?:arn:[^:]+:iam::)?(\d{12})(?::root)?$/.exec(value)?.[1];
  return account === caller.account ? "account" : "no";
}
