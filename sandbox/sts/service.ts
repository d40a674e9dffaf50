import type { Service } from "../operation";
import { QueryInput } from "../query-input";
import { invalidAction, queryError, queryParameters, queryReply } from "../query-protocol";
import { emptyRecord } from "../record";
import type { World } from "../world";
import { assumeRole } from "./assume-role";
import { assumeRoleWithWebIdentity } from "./assume-role-with-web-identity";
import { getCallerIdentity } from "./get-caller-identity";
import type { StsOperation } from "./request";

const NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";

const operations: Readonly<Record<string, StsOperation>> = Object.assign(emptyRecord<StsOperation>(), {
  AssumeRole: assumeRole,
  AssumeRoleWithWebIdentity: assumeRoleWithWebIdentity,
  GetCallerIdentity: getCallerIdentity,
});

/** AWS Security Token Service: who am I, and let me be a role. */
export function stsService(world: World): Service {
  return {
    names: ["sts"],
    operation: (call) => {
      const parameters = queryParameters(call);
      const action = parameters.get("Action") ?? "";
      const operation = operations[action];
      if (operation === undefined) throw invalidAction(parameters);
      const input = new QueryInput(parameters);
      const bound = operation({ world, call, input });
      input.check();
      return {
        ...bound,
        action: `sts:${action}`,
        run: () => queryReply(call, NAMESPACE, action, bound.run()),
      };
    },
    error: (error, call) => queryError(call, NAMESPACE, error),
  };
}
