import type { RequestContext } from "../../lib/iam/request";
import { conditionContext, pairsOf } from "../iam/condition-context";
import { findRole } from "../iam/find-role";
import type { Call, Permission } from "../operation";
import type { EksContext } from "./context";
import { tagsOfArn } from "./resource-tags";
import { JsonInput } from "./rest-json";

/**
 * What a call of EKS says of itself, and of what it is about. Source: "Actions, resources, and condition keys for Amazon
 * EKS", https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelastickubernetesservice.html
 */
export function eksRequestContext(context: EksContext, call: Call, resource: string): RequestContext {
  const removed = call.query.getAll("tagKeys");
  const input = JsonInput.of(call);
  return conditionContext(
    {
      "aws:TagKeys": removed.length === 0 ? undefined : removed,
      "eks:authenticationMode": input.object("accessConfig")?.text("authenticationMode"),
      "eks:kubernetesVersion": input.text("version"),
    },
    {
      request: Object.entries(input.map("tags") ?? {}),
      resource: Object.entries(tagsOfArn(context, resource) ?? {}),
    },
  );
}

const PODS = "pods.eks.amazonaws.com";

/** The roles that a call hands to a service: its caller must be permitted to. */
export function rolesPassed(context: EksContext, action: string, call: Call): Permission[] {
  const reads = PASSING[action];
  if (reads === undefined) return [];
  const passed = reads(JsonInput.of(call));
  return passed.flatMap(({ role, service }) => {
    // A role of another account is refused by EKS itself.
    if (role?.split(":")[4] !== call.account) return [];
    return [{ action: "iam:PassRole", resource: role, context: () => passedContext(context, role, service) }];
  });
}

function passedContext({ world }: EksContext, role: string, service: string): RequestContext {
  const tags = pairsOf(findRole(world, role)?.tags ?? []);
  return {
    ...conditionContext({ "iam:PassedToService": service }, { resource: tags }),
    ...Object.fromEntries(tags.map(([key, value]) => [`iam:ResourceTag/${key}`, value])),
  };
}

type Passed = { role: string | undefined; service: string };

const ofAssociation = (input: JsonInput): Passed[] => [{ role: input.text("roleArn"), service: PODS }];

const ofAddon = (input: JsonInput): Passed[] => [
  { role: input.text("serviceAccountRoleArn"), service: "eks.amazonaws.com" },
  ...(input.objects("podIdentityAssociations") ?? []).map((own) => ({ role: own.text("roleArn"), service: PODS })),
];

const PASSING: Readonly<Record<string, (input: JsonInput) => Passed[]>> = {
  CreateCluster: (input) => [{ role: input.text("roleArn"), service: "eks.amazonaws.com" }],
  CreatePodIdentityAssociation: ofAssociation,
  UpdatePodIdentityAssociation: ofAssociation,
  CreateAddon: ofAddon,
  UpdateAddon: ofAddon,
};
