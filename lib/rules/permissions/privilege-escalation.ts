import { few } from "../../few";
import type { Finding } from "../../model/finding";
import type { Identity, OwnRole } from "../../model/identity";
import type { Rule } from "../rule";
import { ESCALATION_PATHS, type EscalationPath } from "./escalation-paths";
import { type HeldPolicy, heldPolicies } from "./held-policies";
import type { PolicyForm } from "./policy-form";
import { type Grant, patternFor, RoleGrants } from "./role-grants";
import { ownRoles } from "./statement-rule";

export const privilegeEscalation: Rule = {
  id: "privilege-escalation",
  severity: "error",
  what: "No role can give itself, or take over, more than it was given; the actions of all its policies count together. Where a policy of AWS's own opens the way it is a warning; in a review an error, if this very change gives it to somebody.",
  why: "Whoever gets into the pod gets out of the role: to an administrator's rights, with some of the ways in one call.",
  source: "https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/",
  fix: "Leave one of the actions out, or name the resources (the one role to pass, the one function) instead of all.",
  judge: (stacks) =>
    ownRoles(stacks).flatMap(({ identity, role }) => (mayEscalate(role) ? judgeRole(identity, role) : [])),
};

/** Whether a role's policies allow all actions of one way, on whatever resources: those of most roles do not. */
function mayEscalate(role: OwnRole): boolean {
  const allowed = heldPolicies(role)
    .map(stepsIn)
    .filter(({ size }) => size > 0);
  if (allowed.length === 0) return false;
  return ESCALATION_PATHS.some(({ actions }) => actions.every((action) => allowed.some((steps) => steps.has(action))));
}

/** The actions of ways that a policy allows, kept by its form. */
function stepsIn({ policy, form }: HeldPolicy): ReadonlySet<string> {
  const standing = steps.get(form);
  if (standing !== undefined) return standing;
  const allows = policy.statements.filter(({ effect }) => effect === "Allow");
  const isAllowed = (action: string) => allows.some((statement) => patternFor(statement, action) !== undefined);
  const made = new Set(STEPS.filter(isAllowed));
  steps.set(form, made);
  return made;
}

const steps = new WeakMap<PolicyForm, ReadonlySet<string>>();

const STEPS = [...new Set(ESCALATION_PATHS.flatMap(({ actions }) => actions))];

interface Way {
  path: EscalationPath;
  grants: readonly Grant[];
}

function judgeRole(identity: Identity, role: OwnRole): Finding[] {
  const grants = new RoleGrants(role);
  const ways = ESCALATION_PATHS.flatMap((path): Way[] => {
    const found = path.actions.map(
      (action) =>
        grants.unbounded(action, path.passedTo) ??
        (path.own === undefined ? undefined : grants.onOwn(action, path.own)),
    );
    const all = found.filter((grant) => grant !== undefined);
    return all.length === path.actions.length ? [{ path, grants: all }] : [];
  });
  return groups(ways).map(([about, group]) => finding(about, group, identity, grants.boundaryUnknown));
}

/**
 * Ways that the same written patterns open are one finding: `iam:*` opens a dozen. What a pattern opens alone is not said
 * again with others beside it.
 */
function groups(ways: readonly Way[]): [about: string, ways: readonly [Way, ...Way[]]][] {
  const made = new Map<string, { names: ReadonlySet<string>; ways: [Way, ...Way[]] }>();
  for (const way of ways) {
    const fromAws = way.grants.every(({ held }) => held.aws);
    const names = new Set(way.grants.map(({ held, pattern }) => (fromAws ? held.name : pattern)));
    const about = [...names].join("+");
    const standing = made.get(about);
    if (standing === undefined) made.set(about, { names, ways: [way] });
    else standing.ways.push(way);
  }
  const all = [...made];
  return all
    .filter(([, { names }]) => !all.some(([, other]) => other.names.size < names.size && isPart(other.names, names)))
    .map(([about, group]) => [about, group.ways]);
}

function isPart(part: ReadonlySet<string>, whole: ReadonlySet<string>): boolean {
  return [...part].every((name) => whole.has(name));
}

function finding(about: string, ways: readonly [Way, ...Way[]], identity: Identity, boundaryUnknown: boolean): Finding {
  const [{ path, grants }] = ways;
  const own = grants.find(({ held }) => !held.aws);
  const names = ways.map((way) => way.path.actions.join(" + "));
  const way = names.length === 1 ? `allows ${names[0]}` : `opens ${names.length} ways to more rights (${few(names)})`;
  const beside = grants.filter(({ held }) => held.aws && own !== undefined).map(({ held }) => held.name);
  const [first] = grants;
  const place = own ?? first;
  return {
    rule: "privilege-escalation",
    about,
    severity: own === undefined || boundaryUnknown ? "warning" : "error",
    at: place === undefined ? identity.at : place.held.placeOf(place.statement),
    identity: identity.at,
    found: about,
    message: [
      names.length === 1 ? `${way}, which ${path.gives}` : way,
      ...(beside.length === 0 ? [] : [` (with what ${few(beside)} allows)`]),
      ...(boundaryUnknown ? ["; whether the permissions boundary prevents it is not known here"] : []),
    ].join(""),
    allowed: "actions on resources that are named",
    fix:
      own === undefined
        ? "attach a policy that allows less, or write what the pod needs under `allow:`"
        : path.passedTo === undefined
          ? "name the resources that the pod needs, or leave the action out"
          : "name the one role that may be passed, or leave one of the actions out",
  };
}
