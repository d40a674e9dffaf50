import { AwsError } from "../operation";
import { noSuchEntity } from "./errors";
import { readPage } from "./page";
import { type IamOperation, iamArn } from "./request";
import { USER_NAME } from "./rules";

/** What clients ask about the account and about themselves. The sandbox has neither users nor account aliases. */
export const accountOperations: Readonly<Record<string, IamOperation>> = {
  ListAccountAliases: (request) => {
    readPage(request.input);
    return { resources: ["*"], run: () => ({ IsTruncated: false, AccountAliases: { member: [] } }) };
  },

  GetUser: (request) => {
    const { caller } = request.call;
    const name = request.input.text("UserName", USER_NAME);
    return {
      resources: [iamArn(request, `user/${name ?? "*"}`)],
      run: () => {
        if (name !== undefined) throw noSuchEntity(`The user with name ${name} cannot be found.`);
        if (caller.kind !== "root") {
          throw new AwsError("ValidationError", 400, "Must specify userName when calling with non-User credentials");
        }
        return { User: { Path: "/", UserId: request.account, Arn: caller.arn, CreateDate: "2020-01-01T00:00:00Z" } };
      },
    };
  },
};
