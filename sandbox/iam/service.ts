import type { Service } from "../operation";
import { QueryInput } from "../query-input";
import { invalidAction, queryError, queryParameters, queryReply } from "../query-protocol";
import { emptyRecord } from "../record";
import type { World } from "../world";
import { accountOperations } from "./account";
import { managedPolicyOperations } from "./managed-policies";
import { oidcProviderOperations } from "./oidc-providers";
import { policyVersionOperations } from "./policy-versions";
import type { IamOperation } from "./request";
import { iamRequestContext } from "./request-context";
import { rolePolicyOperations } from "./role-policies";
import { roleOperations } from "./roles";
import { taggingOperations } from "./tagging";

const NAMESPACE = "https://iam.amazonaws.com/doc/2010-05-08/";

const operations: Readonly<Record<string, IamOperation>> = Object.assign(
  emptyRecord<IamOperation>(),
  roleOperations,
  rolePolicyOperations,
  managedPolicyOperations,
  policyVersionOperations,
  oidcProviderOperations,
  taggingOperations,
  accountOperations,
);

/** What is created with tags needs the permission to tag it. */
const TAGGING: Readonly<Record<string, string>> = {
  CreateRole: "iam:TagRole",
  CreatePolicy: "iam:TagPolicy",
  CreateOpenIDConnectProvider: "iam:TagOpenIDConnectProvider",
};

/** AWS Identity and Access Management: roles, their policies, and identity providers. */
export function iamService(world: World): Service {
  return {
    names: ["iam"],
    operation: (call) => {
      const parameters = queryParameters(call);
      const action = parameters.get("Action") ?? "";
      const operation = operations[action];
      if (operation === undefined) throw invalidAction(parameters);
      const input = new QueryInput(parameters);
      const now = world
        .now()
        .toISOString()
        .replace(/\.\d+Z$/, "Z");
      const request = { world, call, account: call.account, now, input };
      const bound = operation(request);
      input.check();
      const asked = { context: () => iamRequestContext(request, action, bound.resources[0]) };
      const tagged = parameters.has("Tags.member.1.Key") ? TAGGING[action] : undefined;
      return {
        action: `iam:${action}`,
        resources: bound.resources,
        ...asked,
        needs: tagged === undefined ? [] : bound.resources.map((resource) => ({ action: tagged, resource, ...asked })),
        run: () => queryReply(call, NAMESPACE, action, bound.run()),
      };
    },
    error: (error, call) => queryError(call, NAMESPACE, error),
  };
}
