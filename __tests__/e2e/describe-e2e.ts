import { TOOLS } from "./tools";

/** `describe`, which skips where Terraform or the AWS provider cannot be had. */
export const describeE2e: jest.Describe = TOOLS === undefined ? describe.skip : describe;
