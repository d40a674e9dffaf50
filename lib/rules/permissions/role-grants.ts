import { type ActionPatterns, coversAction, prepareActions } from "../../iam/actions";
import { glob, matches } from "../../iam/match";
import type { Policy, PolicyStatement } from "../../iam/policy";
import type { OwnRole } from "../../model/identity";
import { isUnconditional, leavesAllIn, limitsService } from "./bounds";
import { awsManagedPolicy, type HeldPolicy, heldPolicies, writtenPolicy } from "./held-policies";

/** A statement that grants an action, and the policy it stands in. */
export interface Grant {
  held: HeldPolicy;
  statement: PolicyStatement;
  /** The written pattern that takes the action in; `NotAction` where it is what is not excepted. */
  pattern: string;
}

/** What the known policies of a role come to, together. */
export class RoleGrants {
  private readonly policies: readonly ({ held: HeldPolicy } & ReadyPolicy)[];
  private readonly boundary: Policy | undefined;
  /** Whether a permissions boundary that is not known here may take away what the policies allow. */
  readonly boundaryUnknown: boolean;

  constructor(private readonly role: OwnRole) {
    this.policies = heldPolicies(role).map((held) => ({ held, ...readied(held.policy) }));
    const arn = role.permissionsBoundary;
    const document = role.permissionsBoundaryDocument;
    this.boundary =
      document !== undefined ? writtenPolicy(document) : arn === undefined ? undefined : awsManagedPolicy(arn)?.policy;
    this.boundaryUnknown = arn !== undefined && this.boundary === undefined;
  }

  /**
   * A statement that allows an action on all resources of a kind; what a declaration says itself before what AWS's
   * policies say. Undefined where none does, or where a denial or the boundary takes it away.
   */
  unbounded(action: string, passedTo?: string): Grant | undefined {
    return this.grant(
      action,
      (statement) => leavesAllIn(statement) && (action !== "iam:PassRole" || admits(statement, passedTo)),
    );
  }

  /** A statement that allows an action on the role itself, or on a customer managed policy that it holds. */
  onOwn(action: string, own: "role" | "policies"): Grant | undefined {
    const { role } = this;
    const arns =
      own === "role"
        ? [role.arn]
        : role.managedPolicies.map(({ arn }) => arn).filter((arn) => !/^arn:[^:]+:iam::aws:/.test(arn));
    return this.grant(
      action,
      ({ resource, conditions }) =>
        conditions.length === 0 &&
        resource !== undefined &&
        !resource.not &&
        arns.some((arn) => resource.patterns.some((pattern) => matches(glob(pattern), arn))),
    );
  }

  private grant(action: string, fits: (statement: PolicyStatement) => boolean): Grant | undefined {
    const [lower, service] = lowered(action);
    for (const { held, allows } of this.policies) {
      for (const statement of allows) {
        if (!covers(statement, lower, service) || !fits(statement)) continue;
        if (this.isDenied(lower, service)) return undefined;
        return { held, statement, pattern: patternOf(statement, lower, service) };
      }
    }
    return undefined;
  }

  private isDenied(action: string, service: string): boolean {
    const denied = this.policies.some(({ denies }) =>
      denies.some((statement) => isUnconditional(statement) && covers(statement, action, service)),
    );
    if (denied || this.boundary === undefined) return denied;
    const { allows, denies } = readied(this.boundary);
    return (
      !allows.some((statement) => covers(statement, action, service)) ||
      denies.some((statement) => isUnconditional(statement) && covers(statement, action, service))
    );
  }
}

interface ReadyPolicy {
  allows: readonly PolicyStatement[];
  denies: readonly PolicyStatement[];
}

/** A policy's statements ready to be asked; kept, since many roles hold the same policies of AWS's. */
function readied(policy: Policy): ReadyPolicy {
  const standing = kept.get(policy);
  if (standing !== undefined) return standing;
  const allows = policy.statements.filter(({ effect }) => effect === "Allow");
  const denies = policy.statements.filter(({ effect }) => effect === "Deny");
  const made = { allows, denies };
  kept.set(policy, made);
  return made;
}

const kept = new WeakMap<Policy, ReadyPolicy>();

/** The first pattern of a statement that takes an action in; undefined where none does. */
export function patternFor(statement: PolicyStatement, action: string): string | undefined {
  const [lower, service] = lowered(action);
  return covers(statement, lower, service) ? patternOf(statement, lower, service) : undefined;
}

/** Whether a statement is about an action; both its name and its service in lower case. */
function covers(statement: PolicyStatement, action: string, service: string): boolean {
  const { not, patterns } = statement.action;
  // Most statements are of other services, and need no getting ready.
  if (!not && patterns.every((pattern) => isOfAnother(pattern, service))) return false;
  return coversAction(actionsOf(statement), action, service);
}

function isOfAnother(pattern: string, service: string): boolean {
  const colon = pattern.indexOf(":");
  if (colon < 0) return false;
  const own = pattern.slice(0, colon);
  return !/[*?]/.test(own) && own.toLowerCase() !== service;
}

function patternOf({ action }: PolicyStatement, lower: string, service: string): string {
  if (action.not) return "NotAction";
  const covers = (pattern: string) => coversAction(prepareActions({ not: false, patterns: [pattern] }), lower, service);
  return action.patterns.find(covers) ?? action.patterns[0] ?? "*";
}

function actionsOf(statement: PolicyStatement): ActionPatterns {
  const actions = prepared.get(statement) ?? prepareActions(statement.action);
  prepared.set(statement, actions);
  return actions;
}

const prepared = new WeakMap<PolicyStatement, ActionPatterns>();

function lowered(action: string): [action: string, service: string] {
  const lower = action.toLowerCase();
  return [lower, lower.slice(0, lower.indexOf(":"))];
}

/** Whether a statement lets a role be passed to a service. */
function admits({ conditions }: PolicyStatement, service: string | undefined): boolean {
  if (service === undefined) return true;
  return conditions.filter(limitsService).every(({ values }) => values.some((value) => matches(glob(value), service)));
}
