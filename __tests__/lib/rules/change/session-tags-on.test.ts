import type { AnyDocument } from "../../../../lib/iam/document";
import { sessionTagsOn } from "../../../../lib/rules/change/session-tags-on";
import { action, allowing, plan, pod, role } from "../../review/planned";
import { type Case, holds } from "./found";

const GUARDED: AnyDocument = {
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Action: "s3:*",
      Resource: "*",
      Condition: { StringEquals: { "aws:PrincipalTag/kubernetes-namespace": "backend" } },
    },
  ],
};

/** A pod whose session tags are off before and on after, unless said otherwise. */
function switched(policy: AnyDocument, was = true, is = false) {
  const side = (disableSessionTags: boolean) => ({ pods: [pod({ role: role({ policy }), disableSessionTags })] });
  return [plan({ before: side(was), after: side(is), actions: [action({ kind: "update" })] })];
}

const cases: Case[] = [
  {
    name: "a policy that asks for them",
    plans: switched(GUARDED),
    says: [
      "aws:PrincipalTag/kubernetes-namespace is in conditions of the role's policies, and session tags are switched on",
    ],
  },
  { name: "a policy that does not", plans: switched(allowing(["s3:GetObject"])) },
  { name: "they were on", plans: switched(GUARDED, false) },
  { name: "they stay off", plans: switched(GUARDED, true, true) },
  {
    name: "a new association: all of its access is new",
    plans: [plan({ after: { pods: [pod({ role: role({ policy: GUARDED }) })] } })],
  },
];

describe("session-tags-on", () => holds(sessionTagsOn, cases));
