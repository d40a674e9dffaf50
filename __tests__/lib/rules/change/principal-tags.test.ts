import type { AnyDocument } from "../../../../lib/iam/document";
import { placeholder } from "../../../../lib/model/placeholder";
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
import { allowing, plan, pod, role } from "../../review/planned";
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

/** The same in a model, where what asks may be no policy of the role's own. */
const TEAM: AnyDocument = JSON.parse(guardedBy("team"));
const variable = (text: string) => allowing(["s3:GetObject"], [`arn:aws:s3:::shop/${text}/*`]);
const retagged = (parts: Parameters<typeof role>[0], more: Parameters<typeof pod>[0] = {}, was = "team", is = was) => {
  const of = (key: string, value: string) => pod({ role: role({ ...parts, tags: { [key]: value } }), ...more });
  return [plan({ before: { pods: [of(was, "a")] }, after: { pods: [of(is, "b")] } })];
};
const SAID = ["backend-api-api has another tag `team` than before"];
const LIMIT = "arn:aws:iam::492000000148:policy/limit";
const later = { tags: { [placeholder("key")]: "x" } };
const [tagged, plain] = [role({ policy: namespaced(), ...later }), role({ policy: namespaced() })];

cases.push(
  { name: "by a boundary", plans: retagged({ boundary: LIMIT, boundaryDocument: TEAM }), says: SAID },
  { name: "by a session policy", plans: retagged({}, { sessionPolicy: TEAM }), says: SAID },
  { name: "by a variable", plans: retagged({ policy: variable("${aws:PrincipalTag/team}") }), says: SAID },
  {
    name: "by a variable in other letters",
    plans: retagged({ policy: variable("${AWS:principaltag/Team}") }),
    says: SAID,
  },
  {
    name: "by a variable with a default",
    plans: retagged({ policy: variable("${aws:PrincipalTag/team , 'x'}") }),
    says: SAID,
  },
  {
    name: "a tag in capitals",
    plans: retagged({ policy: TEAM }, {}, "TEAM"),
    says: ["backend-api-api has another tag `TEAM` than before"],
  },
  {
    name: "a tag whose key is spelt in another way",
    plans: [
      plan({
        before: { pods: [pod({ role: role({ policy: TEAM, tags: { Team: "a" } }) })] },
        after: { pods: [pod({ role: role({ policy: TEAM, tags: { team: "a" } }) })] },
      }),
    ],
  },
  {
    name: "session tags that are switched off for one of two",
    plans: [
      plan({
        before: { pods: [pod({ role: plain }), pod({ name: "backend/web", address: "web", role: plain })] },
        after: {
          pods: [
            pod({ role: tagged }),
            pod({ name: "backend/web", address: "web", role: tagged, disableSessionTags: true }),
          ],
        },
      }),
    ],
    says: ["backend-api-api may have another tag `kubernetes-namespace` than before"],
  },
);

function namespaced(): AnyDocument {
  return JSON.parse(guardedBy("kubernetes-namespace"));
}

describe("principal-tags", () => holds(principalTags, cases));
