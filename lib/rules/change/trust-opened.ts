import type { Severity } from "../../model/finding";
import { hasPlaceholder, placeholdersIn } from "../../model/placeholder";
import { POD_IDENTITY_PRINCIPAL } from "../../model/trust";
import type { PlannedPod } from "../../plan/planned";
import type { ChangeFinding, ChangeRule } from "./change-rule";
import { type ManagedRole, namesOf, type PlannedChange, type RoleChange } from "./planned-change";
import { accountOf, type Door, deniesAsMuch, isPin, isWithin, PIN_KEYS, type Trust, trustOf } from "./trust-doors";

export const trustOpened: ChangeRule = {
  id: "trust-opened",
  severity: "error",
  what: "A trust policy lets in nobody but before: EKS Pod Identity, pinned to the role's own clusters, namespaces and service accounts.",
  why: "Whoever the trust policy lets in has all that the role may do, whatever the associations say.",
  source: "https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html",
  fix: "Keep the pin; name the one other principal that needs the role, with conditions. A new role without a pin is what `trust: account` makes: a warning.",
  judge: (change) => change.roles.flatMap((role) => judge(role, change)),
};

function judge({ stack, before, after }: RoleChange, change: PlannedChange): ChangeFinding[] {
  if (after === undefined || before?.own.trust === after.own.trust) return [];
  const users = change.usersOf(after.planned);
  const aimed = change.aimedAt(after.planned);
  const is = lessRolesOf(aimed, trustOf(after.own.trust));
  const opened =
    is === undefined
      ? unread(before, after)
      : before === undefined
        ? newlyOpen(is, after)
        : wider(trustOf(before.own.trust), is, users);
  return opened.map(({ severity, message, found }) => ({
    stack,
    at: after.planned.identity.at,
    severity,
    message,
    found,
    fix: "pin the trust policy to the role's own clusters, namespaces and service accounts, and let in nobody else",
    serviceAccounts: namesOf([...users, ...aimed]),
    role: after.own.name,
  }));
}

/** A target role has to let in the roles that are bound with it: that is reviewed as access. */
function lessRolesOf(aimed: readonly PlannedPod[], trust: Trust | undefined): Trust | undefined {
  if (trust === undefined || aimed.length === 0) return trust;
  const roles = new Set(aimed.map(({ identity }) => identity.role.arn));
  const doors = trust.doors.filter(({ principal }) => principal.type !== "AWS" || !roles.has(principal.value));
  return { ...trust, doors };
}

interface Opened {
  severity: Severity;
  message: string;
  found: string;
}

/** What is there and no trust policy by IAM's grammar; what the plan does not tell at all is not-analysable's. */
function unread(before: ManagedRole | undefined, { own }: ManagedRole): Opened[] {
  const text = JSON.stringify(own.trust);
  if (text === "{}" || (before !== undefined && JSON.stringify(before.own.trust) === text)) return [];
  const message = "has a trust policy that cannot be read: whom it lets in is not known";
  return [{ severity: "error", message, found: own.name }];
}

/** A new role: nothing to compare with, but what a trust policy of EKS Pod Identity is. */
function newlyOpen(trust: Trust, { own }: ManagedRole): Opened[] {
  const account = accountOf(own.arn.split(":").slice(4, 5).join(""));
  return once(trust.doors.filter(({ actions }) => actions.some((action) => action !== "sts:TagSession"))).flatMap(
    ({ principal, conditions }): Opened[] => {
      const found = principal.value;
      if (principal.type === "Service" && found === POD_IDENTITY_PRINCIPAL) {
        if (conditions.some(isPin)) return [];
        const message = "is let in by a new role without a pin: any association of the account can use the role";
        return [{ severity: "warning", message, found }];
      }
      if (principal.type === "*" || found === "*") {
        return [{ severity: "error", message: "lets anybody of any account assume a new role", found }];
      }
      const other = principal.type === "AWS" && !hasPlaceholder(found) && accountOf(found) !== account;
      if (other) return [{ severity: "error", message: "of another account can assume a new role", found }];
      return [{ severity: "warning", message: "can assume a new role beside the pods", found }];
    },
  );
}

/** What the trust policy lets in now and did not before. */
function wider(was: Trust | undefined, is: Trust, users: readonly PlannedPod[]): Opened[] {
  if (was === undefined) {
    const message = "is let in, and whom the trust policy let in before cannot be read";
    return once(is.doors).map(({ principal }) => ({ severity: "error", message, found: principal.value }));
  }
  // A pin that takes in a service account which the plans bind to the role is no opening: it is reviewed as access.
  const bound = new Map<string, ReadonlySet<string>>([
    [PIN_KEYS[0], new Set(users.map(({ cluster }) => cluster.arn))],
    [PIN_KEYS[1], new Set(users.map(({ serviceAccount }) => serviceAccount.namespace))],
    [PIN_KEYS[2], new Set(users.map(({ serviceAccount }) => serviceAccount.name))],
  ]);
  const open = is.doors
    .filter((door) => !was.doors.some((old) => isWithin(door, old, bound)))
    .map((door): Opened => ({ severity: "error", message: openedMessage(door, was), found: door.principal.value }));
  const lifted = was.denials
    .filter((denial) => !is.denials.some((other) => deniesAsMuch(other, denial)))
    .map(
      (): Opened => ({
        severity: "error",
        message: "is denied no more to whom a statement denied it",
        found: "sts:AssumeRole",
      }),
    );
  return firstOfEach([...open, ...lifted]);
}

function openedMessage({ principal, conditions, actions }: Door, was: Trust): string {
  const known = was.doors.filter(
    (door) => door.principal.type === principal.type && door.principal.value === principal.value,
  );
  if (known.length === 0) {
    const later = placeholdersIn(principal.value).length > 0 ? " (who that is, is known only after apply)" : "";
    return principal.value === "*"
      ? "lets anybody of any account assume the role"
      : `can now assume the role, and could not before${later}`;
  }
  const pins = (door: { conditions: Door["conditions"] }) =>
    door.conditions.filter(isPin).map(({ key }) => key.toLowerCase());
  const lost = known.flatMap(pins).filter((key) => !pins({ conditions }).includes(key));
  if (lost.length > 0) {
    const names = [...new Set(lost)].map((key) => `\`${key.slice(key.indexOf("/") + 1)}\``).sort();
    return `is let in without the pin on ${names.join(", ")}: associations of others can use the role`;
  }
  const more = actions.filter((action) => !known.some((door) => door.actions.includes(action)));
  if (more.length > 0) return `may now call ${more.map((action) => `\`${action}\``).join(" and ")} on the role`;
  return "is let in under wider conditions than before";
}

/** One door for each principal: a trust policy in several statements says the same of it several times. */
function once(doors: readonly Door[]): Door[] {
  const first = new Map<string, Door>();
  for (const door of doors) {
    const key = `${door.principal.type} ${door.principal.value}`;
    const standing = first.get(key);
    if (standing === undefined || standing.conditions.some(isPin)) first.set(key, door);
  }
  return [...first.values()];
}

function firstOfEach(opened: readonly Opened[]): Opened[] {
  const first = new Map<string, Opened>();
  for (const one of opened)
    if (!first.has(`${one.found} ${one.message}`)) first.set(`${one.found} ${one.message}`, one);
  return [...first.values()];
}
