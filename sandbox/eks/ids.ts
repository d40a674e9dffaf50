import { type Generator, LOWER_ALPHANUMERIC, randomHex, randomText } from "../random";

/** An association's id, `a-` and 17 letters and digits: 19 characters, a length that EKS checks. */
export function newAssociationId(generator: Generator): string {
  return `a-${randomText(generator, LOWER_ALPHANUMERIC, 17)}`;
}

/** The id in a cluster's OIDC issuer: 32 upper-case hex digits. */
export function newOidcId(generator: Generator): string {
  return randomHex(generator, 32).toUpperCase();
}
