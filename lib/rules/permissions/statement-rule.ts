import { few } from "../../few";
import type { Policy, PolicyStatement } from "../../iam/policy";
import type { Finding } from "../../model/finding";
import { identitiesOf } from "../../model/identities";
import type { Identity, OwnRole } from "../../model/identity";
import type { StackModel } from "../../model/stack";
import { isStandIn } from "../../model/token";
import type { Rule, RuleText } from "../rule";
import { type HeldPolicy, heldPolicies } from "./held-policies";
import type { PolicyForm } from "./policy-form";

/** What a rule found in one policy. */
export interface Spot {
  /** What the finding's id has in its brackets. */
  about: string;
  statement: PolicyStatement;
  message: string;
  found?: string;
  allowed?: string;
  fix: string;
  /** Less than the rule's own severity. */
  severity?: "warning" | "info";
}

interface StatementRule extends RuleText {
  /** What it comes to in one of AWS's policies, which its user cannot change: "reads data on every resource". */
  ofAws: string;
  /**
   * Looks at one policy. What it finds depends on the policy's form alone, and is kept for the next policy of that form;
   * where `names` is set, on the names of resources too.
   */
  look: (policy: Policy, form: PolicyForm) => readonly Spot[];
  names?: true;
}

/**
 * A rule that judges the policies of every role one by one. In what a declaration says itself each thing found is a
 * finding of its own; what is found in a policy of AWS's is one finding, a note that has to be asked
 * for: its user can only leave it.
 */
export function statementRule({ ofAws, look, names, ...text }: StatementRule): Rule {
  const ofForms = new WeakMap<PolicyForm, Looked>();
  // Of AWS's policies for good; of others for one judgement: thousands of roles have one each.
  const ofAwsPolicies = new Map<Policy, Looked>();
  return {
    ...text,
    judge: (stacks, asked) => {
      const own = new Map<Policy, Looked>();
      const looked = ({ policy, form, aws }: HeldPolicy): readonly Spot[] => {
        const byName = aws ? ofAwsPolicies : own;
        const standing = names === true ? byName.get(policy) : ofForms.get(form);
        if (standing !== undefined) return inPolicy(policy, standing);
        const spots = look(policy, form);
        if (names === true) byName.set(policy, { policy, spots });
        else ofForms.set(form, { policy, spots });
        return spots;
      };
      const all: Finding[] = [];
      for (const { identity, role } of ownRoles(stacks)) {
        const seen = heldPolicies(role).filter(
          (held) => (!held.aws || asked?.notes === true) && looked(held).length > 0,
        );
        // Nearly always: a rule has nothing to say of a role.
        if (seen.length === 0) continue;
        const findings = seen.flatMap((held) =>
          held.aws
            ? grouped(text, ofAws, held, looked(held), identity)
            : looked(held).map((spot) => single(text, spot, held, identity)),
        );
        all.push(...firstOfEach(findings));
      }
      return all;
    },
  };
}

/** What was found, and in which policy. */
interface Looked {
  policy: Policy;
  spots: readonly Spot[];
}

/** What was found in a policy as it is in another one of the same form. */
function inPolicy(policy: Policy, found: Looked): readonly Spot[] {
  if (found.policy === policy || found.spots.length === 0) return found.spots;
  return found.spots.map((spot): Spot => {
    const statement = policy.statements[found.policy.statements.indexOf(spot.statement)];
    return statement === undefined ? spot : { ...spot, statement };
  });
}

/** The identities whose roles are made here, and so are known; kept by the list of stacks, since every rule asks. */
export function ownRoles(stacks: readonly StackModel[]): readonly { identity: Identity; role: OwnRole }[] {
  const standing = roles.get(stacks);
  if (standing !== undefined) return standing;
  const made: { identity: Identity; role: OwnRole }[] = [];
  for (const stack of stacks) {
    for (const identity of identitiesOf(stack)) {
      const { role } = identity;
      if (role.kind === "own" && !isStandIn(identity.name)) made.push({ identity, role });
    }
  }
  roles.set(stacks, made);
  return made;
}

const roles = new WeakMap<readonly StackModel[], readonly { identity: Identity; role: OwnRole }[]>();

function single(text: RuleText, spot: Spot, held: HeldPolicy, identity: Identity): Finding {
  const { about, statement, message, found, allowed, fix } = spot;
  return {
    rule: text.id,
    about,
    severity: spot.severity ?? text.severity,
    at: held.placeOf(statement),
    identity: identity.at,
    message,
    ...(found === undefined ? {} : { found }),
    ...(allowed === undefined ? {} : { allowed }),
    fix,
  };
}

function grouped(
  text: RuleText,
  ofAws: string,
  held: HeldPolicy,
  spots: readonly Spot[],
  identity: Identity,
): Finding[] {
  if (spots.length === 0) return [];
  return [
    {
      rule: text.id,
      about: held.name,
      severity: "info",
      at: held.at,
      identity: identity.at,
      message: `${ofAws}: ${few(spots.map(({ about }) => about))}`,
      found: held.name,
      fix: "nothing has to be done; statements of your own under `allow:` can be narrower than a policy of AWS's",
    },
  ];
}

/** The same thing in several statements of one role is one finding. */
function firstOfEach(findings: readonly Finding[]): Finding[] {
  const first = new Map<string, Finding>();
  for (const finding of findings) {
    const about = finding.about ?? "";
    if (!first.has(about)) first.set(about, finding);
  }
  return [...first.values()];
}
