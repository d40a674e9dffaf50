import type { Policy, PolicyStatement } from "../../iam/policy";
import type { Finding } from "../../model/finding";
import { allIdentities } from "../../model/identities";
import type { Identity, OwnRole } from "../../model/identity";
import { isStandIn } from "../../model/token";
import type { Rule, RuleText } from "../rule";
import { type HeldPolicy, heldPolicies } from "./held-policies";

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
  /** Looks at one policy. What it finds depends on the policy alone, and is kept for the next role that holds it. */
  look: (policy: Policy) => readonly Spot[];
}

/**
 * A rule that judges the policies of every role one by one. In what a declaration says itself each thing found is a
 * finding of its own; what is found in a policy of AWS's is one finding, a note that has to be asked
 * for: its user can only leave it.
 */
export function statementRule({ ofAws, look, ...text }: StatementRule): Rule {
  // Of AWS's policies for good; of others for one judgement: thousands of roles have one each.
  const ofAwsPolicies = new Map<Policy, readonly Spot[]>();
  const looked = (policy: Policy, kept: Map<Policy, readonly Spot[]>) => {
    const standing = kept.get(policy);
    if (standing !== undefined) return standing;
    const spots = look(policy);
    kept.set(policy, spots);
    return spots;
  };
  return {
    ...text,
    judge: (stacks, asked) => {
      const own = new Map<Policy, readonly Spot[]>();
      return ownRoles(allIdentities(stacks).map(({ identity }) => identity)).flatMap(({ identity, role }) => {
        const findings: Finding[] = [];
        for (const held of heldPolicies(role)) {
          if (!held.aws) {
            for (const spot of looked(held.policy, own)) findings.push(single(text, spot, held, identity));
          } else if (asked?.notes === true) {
            findings.push(...grouped(text, ofAws, held, looked(held.policy, ofAwsPolicies), identity));
          }
        }
        return findings.length < 2 ? findings : firstOfEach(findings);
      });
    },
  };
}

/** The identities whose roles are made here, and so are known. */
export function ownRoles(identities: readonly Identity[]): { identity: Identity; role: OwnRole }[] {
  return identities.flatMap((identity) => {
    const { role } = identity;
    return role.kind === "own" && !isStandIn(identity.name) ? [{ identity, role }] : [];
  });
}

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

/** The first of many words, and how many more there are. */
export function few(words: readonly string[], most = 3): string {
  const all = [...new Set(words)];
  const shown = all.slice(0, most).join(", ");
  return all.length > most ? `${shown} and ${all.length - most} more` : shown;
}
