import type { Planned, PlannedPod } from "../../plan/planned";
import type { ResourceAction } from "../../plan/resource-action";
import type { ChangeFinding, ChangeRule } from "./change-rule";
import { foreignRoles } from "./foreign-role";
import { nameOf, type PlannedChange } from "./planned-change";

/** Tags by which people and tools say whose a thing is, in lower case. */
const OWNER_TAGS = ["managed-by", "managed_by", "managedby", "owner", "repository", "service"];

export const foreignAssociation: ChangeRule = {
  id: "foreign-association",
  severity: "error",
  what: "A plan changes, imports and removes associations and roles of its own alone: not those of an add-on, and none whose tags or path name another owner.",
  why: "EKS knows no owner of an association but an add-on, and two stacks that manage one undo each other's work. A plan sees tags, paths and the add-ons of its own stack; whose an association without them is, it cannot tell.",
  source: "https://docs.aws.amazon.com/eks/latest/userguide/pod-id-association.html",
  fix: "Leave it to its owner: use another service account, or have the owner give it up (`removed` block, `destroy = false`) before it is taken over.",
  judge: (change) => {
    const ofAddons = new Map(
      change.plans
        .flatMap(({ before, after }) => [...before.pods, ...after.pods])
        .flatMap((pod): [string, PlannedPod][] => (pod.addon === undefined ? [] : [[keyOf(pod), pod]])),
    );
    return [...change.plans.flatMap((planned) => judge(planned, change, ofAddons)), ...foreignRoles(change)];
  },
};

function judge(planned: Planned, change: PlannedChange, ofAddons: ReadonlyMap<string, PlannedPod>): ChangeFinding[] {
  const { stack } = planned.state;
  // What is made new is nobody's yet; a second one of a service account is duplicate-association's.
  if (!planned.state.actions.some(isOfAssociation)) return [];
  const stood = byAddress(planned.before.pods);
  const stands = byAddress(planned.after.pods);
  const owners = new Owners(planned.before.pods, (pod) => change.action(stack, pod.address)?.importing !== undefined);
  return [...new Set([...stands.keys(), ...stood.keys()])].flatMap((address) => {
    const action = change.action(stack, address);
    const was = stood.get(address) ?? stood.get(action?.previousAddress ?? "");
    const is = stands.get(address);
    const pod = is ?? was;
    if (action === undefined || pod === undefined || !isTouched(action)) return [];
    const base = { stack, at: action.at, found: nameOf(pod), serviceAccounts: [nameOf(pod)] };
    const addon = ofAddons.get(keyOf(pod))?.addon;
    if (addon !== undefined) {
      return [
        {
          ...base,
          message: `has an association that belongs to the add-on \`${addon}\`, and this plan ${doing(action)} it`,
          fix: "leave it to the add-on: EKS overwrites it with each update of the add-on, and removes it together with it",
        },
      ];
    }
    const other = was === undefined ? undefined : owners.otherOwner(was, is, action);
    if (other === undefined) return [];
    return [
      {
        ...base,
        message: `has an association whose tag ${other} names another owner, and this plan ${doing(action)} it`,
        fix: "leave it to its owner and use another service account, or have the owner give it up first",
      },
    ];
  });
}

/** Whose the associations of a stack are, as their tags say. */
class Owners {
  private readonly values = new Map<string, Map<string, number>>();

  constructor(
    pods: readonly PlannedPod[],
    private readonly isImported: (pod: PlannedPod) => boolean,
  ) {
    for (const pod of pods) {
      if (pod.addon !== undefined || isImported(pod)) continue;
      for (const [tag, value] of ownerTags(pod)) {
        const counts = this.values.get(tag) ?? new Map<string, number>();
        counts.set(value, (counts.get(value) ?? 0) + 1);
        this.values.set(tag, counts);
      }
    }
  }

  /** The tag that names somebody else: not who owns it after, and nobody who owns the stack's other associations. */
  otherOwner(was: PlannedPod, is: PlannedPod | undefined, action: ResourceAction): string | undefined {
    const imported = this.isImported(was) || action.importing !== undefined;
    const after = new Map(is === undefined ? [] : ownerTags(is));
    for (const [tag, value] of ownerTags(was)) {
      if (after.get(tag) === value) continue;
      const counts = this.values.get(tag);
      const shared = (counts?.get(value) ?? 0) > (imported ? 0 : 1);
      // Of what is removed only the others can tell who this stack is.
      const told = is !== undefined || [...(counts?.keys() ?? [])].some((other) => other !== value);
      if (told && !shared) return `\`${tag}: ${value}\``;
    }
    return undefined;
  }
}

function ownerTags({ tags }: PlannedPod): [string, string][] {
  return Object.entries(tags).flatMap(([tag, value]): [string, string][] =>
    OWNER_TAGS.includes(tag.toLowerCase()) ? [[tag.toLowerCase(), value]] : [],
  );
}

function isOfAssociation(action: ResourceAction): boolean {
  return action.type === "aws_eks_pod_identity_association" && isTouched(action);
}

function isTouched({ kind, importing }: ResourceAction): boolean {
  return importing !== undefined || kind === "update" || kind === "replace" || kind === "delete";
}

function doing({ kind, importing }: ResourceAction): string {
  if (importing !== undefined) return "imports";
  if (kind === "delete") return "removes";
  return kind === "replace" ? "replaces" : "changes";
}

function byAddress(pods: readonly PlannedPod[]): Map<string, PlannedPod> {
  return new Map(pods.flatMap((pod) => (pod.addon === undefined ? [[pod.address, pod]] : [])));
}

function keyOf(pod: PlannedPod): string {
  return `${pod.cluster.arn} ${nameOf(pod)}`;
}
