import { AwsError } from "./operation";

/**
 * Errors that every AWS service can give, each worded and numbered as the service does it.
 * Source: the services' "Common errors" pages; for S3 "Error responses" in its API reference.
 */
type Family = "query" | "json" | "s3";

function familyOf(service: string): Family {
  if (service === "iam" || service === "sts") return "query";
  return service === "s3" ? "s3" : "json";
}

type Words = Readonly<Record<Family, readonly [code: string, status: number, message: string]>>;

const NO_TOKEN: Words = {
  query: ["MissingAuthenticationToken", 403, "Request is missing Authentication Token"],
  json: ["MissingAuthenticationTokenException", 403, "Missing Authentication Token"],
  s3: ["AccessDenied", 403, "Access Denied"],
};
const BAD_TOKEN: Words = {
  query: ["InvalidClientTokenId", 403, "The security token included in the request is invalid."],
  json: ["UnrecognizedClientException", 403, "The security token included in the request is invalid."],
  s3: ["InvalidAccessKeyId", 403, "The AWS Access Key Id you provided does not exist in our records."],
};
const OLD_TOKEN: Words = {
  query: ["ExpiredToken", 403, "The security token included in the request is expired"],
  json: ["ExpiredTokenException", 403, "The security token included in the request is expired"],
  s3: ["ExpiredToken", 400, "The provided token has expired."],
};
const TOO_FAST: Words = {
  query: ["Throttling", 400, "Rate exceeded"],
  json: ["ThrottlingException", 429, "Rate exceeded"],
  s3: ["SlowDown", 503, "Please reduce your request rate."],
};
const UNWELL: Words = {
  query: ["ServiceUnavailable", 503, "Service is unavailable."],
  json: ["ServiceUnavailableException", 503, "Service is unavailable."],
  s3: ["ServiceUnavailable", 503, "Service is unable to handle request."],
};
const BROKEN: Words = {
  query: ["InternalFailure", 500, "We encountered an internal error. Please try again."],
  json: ["InternalFailure", 500, "We encountered an internal error. Please try again."],
  s3: ["InternalError", 500, "We encountered an internal error. Please try again."],
};

const DENIED: Readonly<Record<Family, string>> = {
  query: "AccessDenied",
  json: "AccessDeniedException",
  s3: "AccessDenied",
};

function say(words: Words, service: string): AwsError {
  return new AwsError(...words[familyOf(service)]);
}

export const missingToken = (service: string): AwsError => say(NO_TOKEN, service);
export const invalidToken = (service: string): AwsError => say(BAD_TOKEN, service);
export const expiredToken = (service: string): AwsError => say(OLD_TOKEN, service);
export const throttled = (service: string): AwsError => say(TOO_FAST, service);
export const serviceUnavailable = (service: string): AwsError => say(UNWELL, service);
export const internalFailure = (service: string): AwsError => say(BROKEN, service);

/** A caller that may not do what it asks. */
export const accessDenied = (service: string, message: string): AwsError =>
  new AwsError(DENIED[familyOf(service)], 403, message);
