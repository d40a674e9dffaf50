import type { StsOperation } from "./request";

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html: nobody is refused it. */
export const getCallerIdentity: StsOperation = ({ call }) => ({
  resources: ["*"],
  run: () => ({ UserId: call.caller.userId, Account: call.account, Arn: call.caller.arn }),
});
