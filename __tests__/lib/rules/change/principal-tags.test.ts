import { principalTags } from "../../../../lib/rules/change/principal-tags";
import { plannedAlone } from "../../plan/planned-alone";
import {
  ASSOCIATION,
  associationValues,
  inlinePolicyValues,
  POLICY,
  planOf,
  ROLE,
  roleValues,
  type Values,
  type Written,
} from "../../plan/small-plan";
import { type Case, holds } from "./found";

function guardedBy(...tags: readonly string[]): string {
  const condition = { StringEquals: Object.fromEntries(tags.map((tag) => [`aws:PrincipalTag/${tag}`, "payments"])) };
  const statement = { Effect: "Allow", Action: "s3:*", Resource: "*", Condition: condition };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}

function standing(values: Values): Written {
  return { before: values, after: values };
}

/** A role whose tags change, with a policy that asks for some. */
function plans(tags: Values, after: Values, unknown: Values, asked: readonly string[], association: Values = {}) {
  const values = roleValues("api", { tags, tags_all: tags });
  const plan = planOf({
    [ROLE]: { actions: ["update"], before: values, after: { ...roleValues("api"), ...after }, unknown },
    [POLICY]: standing(inlinePolicyValues("api", guardedBy(...asked))),
    [ASSOCIATION]: standing(associationValues("api", association)),
  });
  return [plannedAlone(plan)];
}

const LATER = { tags: { team: true }, tags_all: true };
const ANY = { tags: true, tags_all: true };

const cases: Case[] = [
  {
    name: "another value of a tag that is asked for",
    plans: plans({ team: "a" }, { tags_all: { team: "b" } }, {}, ["Team"]),
    says: ["api has another tag `team` than before"],
  },
  { name: "another value of another tag", plans: plans({ owner: "a" }, { tags_all: { owner: "b" } }, {}, ["team"]) },
  {
    name: "a value that is known only after apply",
    plans: plans({}, { tags: {} }, LATER, ["team", "owner"]),
    says: ["api has another tag `team` than before"],
  },
  {
    name: "tags that are known only after apply, all of them",
    plans: plans({ team: "a" }, {}, ANY, ["team", "owner"]),
    says: ["api has another tag `team` than before", "api may have another tag `owner` than before"],
  },
  {
    name: "default tags that are known only after apply",
    plans: plans({ team: "a" }, { tags: { team: "a" } }, { tags_all: true }, ["team", "owner"]),
    says: ["api may have another tag `owner` than before", "api may have another tag `team` than before"],
  },
  {
    name: "session tags go before those of the role",
    plans: plans({}, {}, ANY, ["kubernetes-namespace"]),
  },
  {
    name: "unless they are switched off",
    plans: plans({}, {}, ANY, ["kubernetes-namespace"], { disable_session_tags: true }),
    says: ["api may have another tag `kubernetes-namespace` than before"],
  },
  { name: "tags that nobody asks for", plans: plans({}, {}, ANY, []) },
  { name: "tags that stay", plans: plans({ team: "a" }, { tags_all: { team: "a" } }, {}, ["team"]) },
];

describe("principal-tags", () => holds(principalTags, cases));
