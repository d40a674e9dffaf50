import { AwsError } from "../operation";

/** The errors of IAM's API model, with the status of each. */

export function noSuchEntity(message: string): AwsError {
  return new AwsError("NoSuchEntity", 404, message);
}

export function entityAlreadyExists(message: string): AwsError {
  return new AwsError("EntityAlreadyExists", 409, message);
}

export function deleteConflict(message: string): AwsError {
  return new AwsError("DeleteConflict", 409, message);
}

export function limitExceeded(message: string): AwsError {
  return new AwsError("LimitExceeded", 409, message);
}

export function malformedPolicy(message: string): AwsError {
  return new AwsError("MalformedPolicyDocument", 400, message);
}

export function invalidInput(message: string): AwsError {
  return new AwsError("InvalidInput", 400, message);
}
