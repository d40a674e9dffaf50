import { AwsError } from "../operation";

/**
 * The errors of the EKS API, with the status of each as its API model has them
 * (https://docs.aws.amazon.com/eks/latest/APIReference/CommonErrors.html and each operation's page).
 */

/** The members that EKS adds to an error: which cluster and which add-on it is about. */
interface Subject {
  clusterName?: string;
  addonName?: string;
}

export function invalidParameter(message: string, subject: Subject = {}): AwsError {
  return new AwsError("InvalidParameterException", 400, message, { ...subject });
}

export function invalidRequest(message: string, subject: Subject = {}): AwsError {
  return new AwsError("InvalidRequestException", 400, message, { ...subject });
}

export function resourceInUse(message: string, subject: Subject = {}): AwsError {
  return new AwsError("ResourceInUseException", 409, message, { ...subject });
}

export function resourceNotFound(message: string, subject: Subject = {}): AwsError {
  return new AwsError("ResourceNotFoundException", 404, message, { ...subject });
}

export function limitExceeded(message: string, subject: Subject = {}): AwsError {
  return new AwsError("ResourceLimitExceededException", 400, message, { ...subject });
}

export function accessDenied(message: string): AwsError {
  return new AwsError("AccessDeniedException", 403, message);
}

/** The tag operations have errors of their own. */
export function badRequest(message: string): AwsError {
  return new AwsError("BadRequestException", 400, message);
}

export function notFound(message: string): AwsError {
  return new AwsError("NotFoundException", 404, message);
}
