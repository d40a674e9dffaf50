import { below, type Finding, type Pointer } from "../model/finding";
import { allIdentities } from "../model/identities";
import type { StackModel } from "../model/stack";
import { hasToken } from "../model/token";
import type { Rule } from "./rule";

const MOST = 50;
const CHARACTERS = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

export const tags: Rule = {
  id: "tags",
  severity: "error",
  what: "Tags keep within the limits of IAM and EKS.",
  why: "Both refuse more than 50 tags, keys over 128 and values over 256 characters, and keys that begin with `aws:`.",
  source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html",
  judge: (stacks) =>
    once([
      ...allIdentities(stacks).flatMap(({ identity }) => judge(identity.tags, identity.at)),
      ...stacks.flatMap((stack) => (stack.kind === "cluster" ? judgeAddons(stack) : [])),
    ]),
};

/** A tag that many inherit is reported for the first of them alone. */
function once(findings: readonly Finding[]): Finding[] {
  const said = new Set<string>();
  return findings.filter(({ message, found }) => {
    const text = `${message} ${found}`;
    if (said.has(text)) return false;
    said.add(text);
    return true;
  });
}

function judgeAddons(stack: StackModel & { kind: "cluster" }): Finding[] {
  return [
    ...(stack.agent === undefined ? [] : judge(stack.agent.tags, below(stack.cluster.at, "agent"))),
    ...stack.addons.flatMap((addon) => judge(addon.tags, addon.at)),
  ];
}

function judge(all: Readonly<Record<string, string>>, owner: Pointer): Finding[] {
  const at = below(owner, "tags");
  const findings: Finding[] = [];
  const report = (message: string, found: string, allowed: string, fix: string) =>
    findings.push({ rule: "tags", severity: "error", at, message, found, allowed, fix });
  const keys = Object.keys(all);
  if (keys.length > MOST)
    report(`are ${keys.length} tags, the inherited ones counted`, "", `at most ${MOST}`, "remove some");
  const seen = new Map<string, string>();
  for (const [key, value] of Object.entries(all)) {
    const twin = seen.get(key.toLowerCase());
    if (twin !== undefined)
      report(
        `have two keys that IAM takes for one: \`${twin}\` and \`${key}\``,
        key,
        "keys that differ in more than letter case",
        "remove one",
      );
    seen.set(key.toLowerCase(), key);
    if (hasToken(key) || hasToken(value)) continue;
    if (key === "" || key.length > 128)
      report("have a key of a length that AWS refuses", key, "1 to 128 characters", "shorten the key");
    else if (/^aws:/i.test(key))
      report("have a key that AWS keeps for itself", key, "keys that do not begin with `aws:`", "rename the key");
    else if (!CHARACTERS.test(key))
      report(
        "have a key with characters that AWS refuses",
        key,
        "letters, digits, spaces and _ . : / = + - @",
        "rename the key",
      );
    if (value.length > 256)
      report(
        `have a value of ${value.length} characters for \`${key}\``,
        value,
        "at most 256 characters",
        "shorten the value",
      );
    else if (!CHARACTERS.test(value))
      report(
        `have a value with characters that AWS refuses for \`${key}\``,
        value,
        "letters, digits, spaces and _ . : / = + - @",
        "change the value",
      );
  }
  return findings;
}
