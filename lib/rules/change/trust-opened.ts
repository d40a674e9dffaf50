import type { Severity } from "../../model/finding";
import { hasPlaceholder } from "../../model/placeholder";
import { POD_IDENTITY_PRINCIPAL } from "../../model/trust";
import type { PlannedPod } from "../../plan/planned";
import type { ChangeFinding, ChangeRule } from "./change-rule";
import { type ManagedRole, namesOf, type PlannedChange, type RoleChange } from "./planned-change";
import { targetArrivals } from "./target-arrivals";
import { targetsReached } from "./target-reached";
import { liftedDenials } from "./trust-denials";
import { type Door, isPin, PIN_KEYS, type Trust, trustOf } from "./trust-doors";
import { anybodyText, openedText } from "./trust-opened-text";
import { accountOf, isAnybody, principalKey } from "./trust-principals";
import { DoorsByPrincipal } from "./trust-within";

export const trustOpened: ChangeRule = {
  id: "trust-opened",
  severity: "error",
  what: "A trust policy lets in nobody but before: EKS Pod Identity, pinned to the role's own clusters, namespaces and service accounts.",
  why: "Whoever the trust policy lets in has all that the role may do, whatever the associations say; so has a role whose policies come to let it assume its target role.",
  source: "https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html",
  fix: "Keep the pin; name the one other principal that needs the role, with conditions. A new role without a pin is what `trust: account` makes: a warning.",
  judge: (change) => {
    const arrived = targetArrivals(change);
    const ofPods = new Set(change.plans.flatMap(({ after }) => after.pods.map(({ identity }) => identity.role.arn)));
    return [...change.roles.flatMap((role) => judge(role, change, arrived, ofPods)), ...targetsReached(change)];
  },
};

function judge(
  { stack, before, after }: RoleChange,
  change: PlannedChange,
  arrived: ReadonlySet<PlannedPod>,
  ofPods: ReadonlySet<string>,
): ChangeFinding[] {
  if (after === undefined || before?.own.trust === after.own.trust) return [];
  const users = change.usersOf(after.planned);
  const aimed = change.aimedAt(after.planned);
  const coming = before === undefined ? aimed : aimed.filter((pod) => arrived.has(pod));
  const is = lessRolesOf(coming, trustOf(after.own.trust), change);
  const opened =
    is === undefined
      ? unread(before, after)
      : before === undefined
        ? newlyOpen(is, after)
        : wider(trustOf(before.own.trust), is, users, accountOf(after.own.arn), ofPods);
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

/**
 * A target role has to let in the roles of those who come to it: what they gain is reviewed as their access. Not so where
 * others use such a role as well, who can assume the target role by themselves.
 */
function lessRolesOf(
  coming: readonly PlannedPod[],
  trust: Trust | undefined,
  { usersOf }: PlannedChange,
): Trust | undefined {
  if (trust === undefined || coming.length === 0) return trust;
  const come = new Set(coming);
  const alone = coming.filter(({ role }) => role === undefined || usersOf(role).every((user) => come.has(user)));
  const roles = new Set(alone.map(({ identity }) => identity.role.arn));
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
  const account = accountOf(own.arn);
  const doors = once(trust.doors.filter(({ actions }) => actions.some((action) => action !== "sts:TagSession")));
  const opened = doors.flatMap(({ principal, conditions }): Opened[] => {
    const found = principal.value;
    if (principal.type === "Service" && found === POD_IDENTITY_PRINCIPAL) {
      if (conditions.some(isPin)) return [];
      const message = "is let in by a new role without a pin: any association of the account can use the role";
      return [{ severity: "warning", message, found }];
    }
    if (isAnybody(principal)) {
      return [{ severity: "error", message: anybodyText("a new role", conditions), found }];
    }
    const other = principal.type === "AWS" && !hasPlaceholder(found) && accountOf(found) !== account;
    if (!other) return [{ severity: "warning", message: "can assume a new role beside the pods", found }];
    const message =
      account === undefined
        ? "can assume a new role, and whether it is of the role's own account cannot be told: `allowed_account_ids` of the provider tells it"
        : "of another account can assume a new role";
    return [{ severity: "error", message, found }];
  });
  return firstOfEach(opened);
}

/** What the trust policy lets in now and did not before. `ofPods`: the ARNs of roles of pods. */
function wider(
  was: Trust | undefined,
  is: Trust,
  users: readonly PlannedPod[],
  account: string | undefined,
  ofPods: ReadonlySet<string>,
): Opened[] {
  if (was === undefined) {
    const message = "is let in, and whom the trust policy let in before cannot be read";
    return firstOfEach(is.doors.map(({ principal }) => ({ severity: "error", message, found: principal.value })));
  }
  // A pin that takes in a service account which the plans bind to the role is no opening: it is reviewed as access.
  const bound = new Map<string, ReadonlySet<string>>([
    [PIN_KEYS[0], new Set(users.map(({ cluster }) => cluster.arn))],
    [PIN_KEYS[1], new Set(users.map(({ serviceAccount }) => serviceAccount.namespace))],
    [PIN_KEYS[2], new Set(users.map(({ serviceAccount }) => serviceAccount.name))],
  ]);
  const doors = new DoorsByPrincipal(was.doors, account);
  const open = is.doors
    .filter((door) => !doors.letIn(door, bound))
    .map((door): Opened => {
      // Whoever hardens a trust policy names whom it let in with the account; a role of pods comes to more by that.
      const isNamed = doors.isOfAccountAlone(door.principal) && !ofPods.has(door.principal.value);
      return {
        severity: isNamed ? "warning" : "error",
        message: openedText(door, doors),
        found: door.principal.value,
      };
    });
  const [found] = liftedDenials(was.denials, is.denials);
  const message = "is denied no more to whom a statement denied it";
  return firstOfEach([...open, ...(found === undefined ? [] : [{ severity: "error" as const, message, found }])]);
}

/**
 * One door for each principal, the widest: a trust policy in several statements says the same of it several times. Of those
 * for everybody all, since each is told with its conditions.
 */
function once(doors: readonly Door[]): Door[] {
  const first = new Map<string, Door>();
  const open: Door[] = [];
  for (const door of doors) {
    const key = principalKey(door.principal);
    const standing = first.get(key);
    if (isAnybody(door.principal)) open.push(door);
    else if (standing === undefined || standing.conditions.some(isPin)) first.set(key, door);
  }
  return [...open, ...first.values()];
}

function firstOfEach(opened: readonly Opened[]): Opened[] {
  const first = new Map<string, Opened>();
  for (const one of opened)
    if (!first.has(`${one.found} ${one.message}`)) first.set(`${one.found} ${one.message}`, one);
  return [...first.values()];
}
