import type { RequestContext } from "../../lib/iam/request";
import { conditionContext } from "../iam/condition-context";
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
  return conditionContext(
    { "aws:TagKeys": removed.length === 0 ? undefined : removed },
    {
      request: Object.entries(JsonInput.of(call).map("tags") ?? {}),
      resource: Object.entries(tagsOfArn(context, resource) ?? {}),
    },
  );
}

const PODS = "pods.eks.amazonaws.com";

/** The roles that a call hands to a service: its caller must be permitted to. */
export function rolesPassed(action: string, call: Call): Permission[] {
  const reads = PASSING[action];
  if (reads === undefined) return [];
  const passed = reads(JsonInput.of(call));
  return passed.flatMap(({ role, service }) => {
    // A role of another account is refused by EKS itself.
    if (role?.split(":")[4] !== call.account) return [];
    return [{ action: "iam:PassRole", resource: role, context: () => ({ "iam:PassedToService": service }) }];
  });
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
