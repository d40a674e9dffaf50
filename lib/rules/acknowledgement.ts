import type { RuleText } from "./rule";

export const acknowledgement: RuleText = {
  id: "acknowledgement",
  severity: "warning",
  what: "An acknowledgement is of a finding that is there, and has not ended.",
  why: "One that is left over would hide the finding when it comes back; one that has ended asks to be thought over.",
  source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-remove-unused",
  fix: "Remove it, correct its id, or look at the finding again and move `until`.",
};
