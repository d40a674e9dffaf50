import { trustPolicy } from "../../../lib/model/trust";
import type { Planned } from "../../../lib/plan/planned";
import { accessChanges } from "../../../lib/review/access-changes";
import { deployNotes } from "../../../lib/review/deploy-notes";
import { indexed } from "../../../lib/review/indexed-plans";
import type { DeployNotes } from "../../../lib/review/review";
import { action, addon, allowing, plan, pod, role } from "./planned";

const OPEN = trustPolicy(undefined);
const TARGET = { roleArn: "arn:aws:iam::492000000999:role/target", trust: OPEN };
const ROLE = "aws_iam_role.api";

function notesOf(...plans: readonly Planned[]): DeployNotes {
  const all = indexed(plans);
  return deployNotes(accessChanges(all), all);
}

const side = (parts: Parameters<typeof pod>[0] = {}) => ({ pods: [pod({ role: role({ trust: OPEN }), ...parts })] });

describe("pods to restart", () => {
  const cases: [string, Planned, string | undefined][] = [
    [
      "a new association",
      plan({ after: side(), actions: [action({ kind: "create" })] }),
      "the association is new: a pod that was admitted before it existed gets no credentials until it is recreated",
    ],
    [
      "a replaced association",
      plan({ before: side(), after: side(), actions: [action({ kind: "replace" })] }),
      "the association is replaced: a pod that is admitted in between gets no credentials until it is recreated, and pods that run keep their old ones for up to 6 hours",
    ],
    [
      "another role",
      plan({ before: side(), after: side({ role: role({ name: "other", trust: OPEN }) }) }),
      "the role changes from backend-api-api to other: pods that run keep the credentials of the old one for up to 6 hours",
    ],
    [
      "another role under a target role",
      plan({
        before: side({ target: TARGET }),
        after: side({ role: role({ name: "other", trust: OPEN }), target: TARGET }),
      }),
      "the role changes from backend-api-api to other: pods that run keep the credentials of the old one for up to 59 minutes",
    ],
    [
      "a role that is replaced",
      plan({ before: side(), after: side(), actions: [action({ kind: "replace", address: ROLE })] }),
      "the role backend-api-api is replaced: the credentials that pods have cached are those of the deleted role",
    ],
    [
      "a target role",
      plan({ before: side(), after: side({ target: TARGET }) }),
      "the association's target role is set: pods that run keep their old credentials for up to 6 hours",
    ],
    [
      "a session policy that goes, and session tags that come back",
      plan({ before: side({ sessionPolicy: allowing(["sqs:*"]), disableSessionTags: true }), after: side() }),
      "the association's session policy is removed and the association's session tags are switched on: pods that run keep their old credentials for up to 6 hours",
    ],
    [
      "a session policy in another order",
      plan({
        before: side({ sessionPolicy: allowing(["sqs:A", "sqs:B"]), disableSessionTags: true }),
        after: side({ sessionPolicy: allowing(["sqs:B", "sqs:A"]), disableSessionTags: true }),
      }),
      undefined,
    ],
    [
      "a removed association: who has no access afterwards is not restarted to get it",
      plan({ before: side(), after: { roles: [role({ trust: OPEN })] }, actions: [action({ kind: "delete" })] }),
      undefined,
    ],
    [
      "a removed association whose role goes with it",
      plan({ before: side(), actions: [action({ kind: "delete" }), action({ kind: "delete", address: ROLE })] }),
      undefined,
    ],
    [
      "policies of the same role",
      plan({ before: side(), after: side({ role: role({ trust: OPEN, policy: allowing(["sqs:SendMessage"]) }) }) }),
      undefined,
    ],
    [
      "tags of the association",
      plan({ before: side(), after: side(), actions: [action({ kind: "update" })] }),
      undefined,
    ],
    [
      "an add-on's association: EKS restarts its pods",
      plan({ after: side({ addon: "aws-ebs-csi-driver" }) }),
      undefined,
    ],
    ["a forgotten association", plan({ before: side(), actions: [action({ kind: "forget" })] }), undefined],
  ];
  it.each(cases)("%s", (_, planned, why) => {
    const restart = { stack: "backend-api", cluster: "atlas-eks", serviceAccount: "backend/api" };
    expect(notesOf(planned).restarts).toEqual(why === undefined ? [] : [{ ...restart, why }]);
  });
});

describe("gaps in credentials", () => {
  const cases: [string, Planned, { why: string; expect: string } | undefined][] = [
    [
      "a replaced association",
      plan({ before: side(), after: side(), actions: [action({ kind: "replace" })] }),
      {
        why: "the association is deleted and created again",
        expect:
          "seconds, up to about 10 until EKS knows the new one everywhere: pods that start in between get no credentials, and must be recreated",
      },
    ],
    [
      "a replaced role",
      plan({ before: side(), after: side(), actions: [action({ kind: "replace", address: ROLE })] }),
      {
        why: "the role backend-api-api is deleted and created again: sessions belong to the deleted one",
        expect: "the credentials of pods that run fail at once, until the pods are recreated",
      },
    ],
    [
      "an association that goes with its role",
      plan({ before: side(), actions: [action({ kind: "delete" }), action({ kind: "delete", address: ROLE })] }),
      {
        why: "the association and its role backend-api-api are removed",
        expect: "the credentials of pods that run fail at once, and there will be no others",
      },
    ],
    [
      "an association that goes alone",
      plan({ before: side(), actions: [action({ kind: "delete" })] }),
      {
        why: "the association is removed, which ends no session",
        expect:
          "pods that start get no credentials; those that run keep theirs for up to 6 hours, unless they are stopped",
      },
    ],
    [
      "another role, while the old one is deleted",
      plan({
        before: side(),
        after: side({ role: "arn:aws:iam::492000000148:role/other" }),
        actions: [action({ kind: "update" }), action({ kind: "delete", address: ROLE })],
      }),
      {
        why: "the role backend-api-api is deleted, and Terraform may delete it before it updates the association",
        expect:
          "seconds until the association is updated, in which pods get no credentials; those of pods that run fail until the pods are recreated",
      },
    ],
    [
      "a role that goes, while the association stays",
      plan({
        before: { pods: [pod()], roles: [role()] },
        after: { pods: [pod({ role: role().identity.role.arn })] },
        actions: [action({ kind: "delete", address: ROLE })],
      }),
      {
        why: "the role backend-api-api is deleted, and the association stays",
        expect: "the credentials of pods that run fail at once, and there will be no others",
      },
    ],
    [
      "the agent that goes",
      plan({
        before: { ...side(), addons: [addon()] },
        after: side(),
        actions: [action({ kind: "delete", address: "aws_eks_addon.agent" })],
      }),
      {
        why: "the EKS Pod Identity agent is removed from cluster atlas-eks",
        expect: "pods that start get no credentials; those that run keep theirs for up to 6 hours",
      },
    ],
    [
      "another cluster's agent that goes",
      plan({
        before: { ...side(), addons: [addon({ cluster: "bora-eks" })] },
        after: side(),
        actions: [action({ kind: "delete", address: "aws_eks_addon.agent" })],
      }),
      undefined,
    ],
    ["an add-on's association that goes", plan({ before: side({ addon: "ebs" }), actions: [] }), undefined],
    ["another role", plan({ before: side(), after: side({ role: role({ name: "other" }) }) }), undefined],
    ["a new association", plan({ after: side() }), undefined],
  ];
  it.each(cases)("%s", (_, planned, gap) => {
    const whose = { stack: "backend-api", cluster: "atlas-eks", serviceAccount: "backend/api" };
    expect(notesOf(planned).gaps).toEqual(gap === undefined ? [] : [{ ...whose, ...gap }]);
  });
});

describe("the steps", () => {
  const restart =
    "After the deploy restart the pods of `backend/api` on cluster `atlas-eks`: find them with `kubectl get pods -n backend --field-selector spec.serviceAccountName=api`, restart their workloads with `kubectl rollout restart -n backend deployment/NAME`.";
  const live =
    "Where only policies of a role change, no pod has to be restarted: IAM applies them to running sessions within seconds.";
  const created = plan({ after: side(), actions: [action({ kind: "create" })] });
  const cases: [string, Planned[], string[]][] = [
    ["nothing to do", [plan({ before: side(), after: side() })], []],
    [
      "policies alone",
      [plan({ before: side(), after: side({ role: role({ trust: OPEN, policy: allowing(["sqs:SendMessage"]) }) }) })],
      [live],
    ],
    [
      "the agent first",
      [
        created,
        plan({
          stack: "platform",
          after: { addons: [addon({ stack: "platform" })] },
          actions: [action({ kind: "create", stack: "platform", address: "aws_eks_addon.agent" })],
        }),
      ],
      ["Deploy `platform` before `backend-api`: it brings the EKS Pod Identity agent to cluster atlas-eks.", restart],
    ],
    [
      "roles first",
      [
        plan({ after: { pods: [pod({ role: role({ stack: "roles", trust: OPEN }) })] } }),
        plan({ stack: "roles", actions: [action({ kind: "create", stack: "roles", address: ROLE })] }),
      ],
      ["Deploy `roles` before `backend-api`: it makes the role backend-api-api, which the other associates.", restart],
    ],
    [
      "removals first",
      [
        plan({
          stack: "a-new",
          after: { pods: [pod({ stack: "a-new", role: role({ trust: OPEN }) })] },
          actions: [action({ kind: "create", stack: "a-new" })],
        }),
        plan({
          stack: "b-old",
          before: { pods: [pod({ stack: "b-old" })] },
          actions: [action({ kind: "delete", stack: "b-old" })],
        }),
      ],
      [
        "Deploy `b-old` before `a-new`: it removes the association of backend/api, which the other creates, and EKS refuses a second one (ResourceInUseException).",
        restart,
      ],
    ],
    [
      "names that no shell should see",
      [plan({ after: side({ name: "backend/$(id)`x`" }) })],
      [
        "After the deploy restart the pods of `backend/$(id)'x'` on cluster `atlas-eks`: find them with `kubectl get pods -n NAMESPACE --field-selector spec.serviceAccountName=SERVICE_ACCOUNT`, restart their workloads with `kubectl rollout restart -n NAMESPACE deployment/NAME`.",
      ],
    ],
  ];
  it.each(cases)("%s", (_, plans, steps) => {
    expect(notesOf(...plans).steps).toEqual(steps);
    expect(notesOf(...[...plans].reverse()).steps).toEqual(steps);
  });

  it("go on through stacks that need one another", () => {
    const needs = (stack: string, of: string) =>
      plan({
        stack,
        after: {
          pods: [
            pod({ stack, name: `ns/${stack}`, role: role({ stack: of, address: `aws_iam_role.${of}`, trust: OPEN }) }),
          ],
        },
        actions: [action({ kind: "create", stack, address: `aws_iam_role.${stack}` })],
      });
    const steps = (...plans: readonly Planned[]) =>
      notesOf(...plans).steps.flatMap((text) => /^(?:Deploy|No order).*?(?=:)/.exec(text)?.[0] ?? []);
    expect(steps(needs("a", "b"), needs("b", "c"), needs("c", "c"))).toEqual([
      "Deploy `c` before `b`",
      "Deploy `b` before `a`",
    ]);
    expect(steps(needs("a", "b"), needs("b", "a"))).toEqual([
      "No order fits `a`, `b`, each of which needs another first",
      "Deploy `a` before `b`",
      "Deploy `b` before `a`",
    ]);
  });
});
