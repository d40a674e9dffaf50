import type { Principal, Principals } from "./policy";
import type { RequestPrincipal } from "./request";

/** The names that a principal answers to, and its account. */
export interface Caller {
  type: RequestPrincipal["type"];
  /** Of an AWS principal its own ARN first, then its role's. */
  names: readonly string[];
  account: string | undefined;
  /** Whether a permissions boundary limits it. */
  bounded: boolean;
}

/**
 * How a statement names a caller: as the one who calls (a session, a user, a service), as one of everybody, by its role, by
 * its account, or not at all.
 */
export type Naming = "caller" | "everybody" | "role" | "account" | "no";

export function callerOf(principal: RequestPrincipal, bounded: boolean): Caller {
  switch (principal.type) {
    case "Service":
      return { type: "Service", names: [principal.name], account: undefined, bounded };
    case "Federated":
      return { type: "Federated", names: [principal.provider], account: undefined, bounded };
    case "CanonicalUser":
      return { type: "CanonicalUser", names: [principal.id], account: undefined, bounded };
    case "AWS": {
      const role = principal.role ?? roleOf(principal.arn);
      const names = role === undefined || role === principal.arn ? [principal.arn] : [principal.arn, role];
      return { type: "AWS", names, account: accountOf(principal.arn), bounded };
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
  // IAM's documentation of NotPrincipal: it never excepts who has a permissions boundary, whomever it names.
  if (principals.not) return caller.bounded || found.every((naming) => naming === "no") ? "everybody" : "no";
  return (["caller", "everybody", "role", "account"] as const).find((naming) => found.includes(naming)) ?? "no";
}

function namingBy({ type, value }: Principal, caller: Caller): Naming {
  // Everybody is everybody, of whatever kind.
  if (type === "*" || (type === "AWS" && value === "*")) return "everybody";
  if (type !== caller.type) return "no";
  if (type === "Service" && value === "*") return "everybody";
  const index = caller.names.indexOf(value);
  if (index >= 0) return index > 0 || /:role\//.test(value) ? "role" : "caller";
  if (type !== "AWS" || caller.account === undefined) return "no";
  const account = /^(?:arn:[^:]+:iam::)?(\d{12})(?::root)?$/.exec(value)?.[1];
  return account === caller.account ? "account" : "no";
}
