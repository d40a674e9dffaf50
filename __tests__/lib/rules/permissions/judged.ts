import { findingId } from "../../../../lib/model/finding";
import { RULES } from "../../../../lib/rules/all";
import { PERMISSION_RULES } from "../../../../lib/rules/permissions/all";
import { declared, service } from "../declared";

/** What a rule finds in one identity, `severity id` each, in any order. */
export function found(rule: string, identity: string, notes = false): string[] {
  return findings(rule, identity, notes)
    .map((finding) => `${finding.severity} ${findingId(finding)}`)
    .sort();
}

/** The findings of a rule on one identity with these keys beside its name. */
export function findings(rule: string, identity: string, notes = false) {
  const one = [...RULES, ...PERMISSION_RULES].find(({ id }) => id === rule);
  if (one === undefined) throw new Error(`no rule ${rule}`);
  return one.judge(declared({ "pod-identity.yaml": service({ identity }) }), { notes });
}

/** `allow:` with one statement. */
export function allow(actions: string[], resources: string[] = ["*"], when?: object): string {
  return `allow: [${statement(actions, resources, when)}]`;
}

export function statement(actions: string[], resources: string[] = ["*"], when?: object): string {
  return JSON.stringify({ actions, resources, ...(when === undefined ? {} : { when }) });
}
