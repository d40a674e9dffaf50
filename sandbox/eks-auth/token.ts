import { randomUUID } from "node:crypto";
import { isObject } from "../eks/rest-json";
import { AwsError } from "../operation";

/** The audience of the tokens that EKS Pod Identity projects into pods. */
export const AUDIENCE = "pods.eks.amazonaws.com";

/** A cluster and where it is. */
export interface ClusterPlace {
  cluster: string;
  region: string;
  /** 12 digits. */
  account: string;
}

/** What a pod's token says. */
export interface PodClaims {
  audience: string;
  namespace: string;
  serviceAccount: string;
  pod: string;
  podUid: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
  /** The sandbox's own claim: which cluster made the token. A real agent knows that from its node. */
  place?: ClusterPlace;
}

export interface PodTokenOptions {
  namespace: string;
  serviceAccount: string;
  /** Name of the pod. */
  pod?: string;
  podUid?: string;
  serviceAccountUid?: string;
  audience?: string;
  /** May be negative. */
  expiresInSeconds?: number;
  /** Needed by the agent's endpoint, and by calls of EKS Auth that are not signed. */
  cluster?: ClusterPlace;
  /** When the token is issued. */
  now?: Date;
}

/**
 * A service account's token as Kubernetes projects it into a pod, for trying: a JWT (RFC 7519) with the claims of
 * Kubernetes, but no true signature, since the sandbox verifies none.
 */
export function podToken(options: PodTokenOptions): string {
  const { namespace, serviceAccount, pod = `${serviceAccount}-0`, cluster } = options;
  const issuedAt = Math.floor((options.now ?? new Date()).getTime() / 1000);
  return [
    encode({ alg: "RS256", kid: "sandbox", typ: "JWT" }),
    encode({
      aud: [options.audience ?? AUDIENCE],
      exp: issuedAt + (options.expiresInSeconds ?? 86_400),
      iat: issuedAt,
      nbf: issuedAt,
      iss: `https://oidc.eks.${cluster?.region ?? "us-east-1"}.amazonaws.com/id/${"0".repeat(32)}`,
      jti: randomUUID(),
      "kubernetes.io": {
        namespace,
        pod: { name: pod, uid: options.podUid ?? randomUUID() },
        serviceaccount: { name: serviceAccount, uid: options.serviceAccountUid ?? randomUUID() },
      },
      sub: `system:serviceaccount:${namespace}:${serviceAccount}`,
      ...(cluster !== undefined && { sandbox: cluster }),
    }),
    Buffer.from("not a signature").toString("base64url"),
  ].join(".");
}

/**
 * Reads a pod's token. Its signature is not verified: the sandbox has no Kubernetes that signs.
 *
 * @throws AwsError InvalidTokenException where it is no token of a pod.
 */
export function readToken(token: string): PodClaims {
  const [, payload = "", signature] = token.split(".");
  if (signature === undefined || token.split(".").length !== 3) throw invalidToken("it is not a JSON Web Token");
  let claims: unknown;
  try {
    claims = JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
  } catch {
    throw invalidToken("its payload is not JSON");
  }
  if (!isObject(claims)) throw invalidToken("its payload is not a JSON object");
  const kubernetes = member(claims, "kubernetes.io");
  const pod = member(kubernetes, "pod");
  const place = claims.sandbox;
  return {
    audience: audience(claims.aud),
    namespace: text(kubernetes, "namespace"),
    serviceAccount: text(member(kubernetes, "serviceaccount"), "name"),
    pod: text(pod, "name"),
    podUid: text(pod, "uid"),
    expiresAt: expiry(claims.exp),
    ...(isObject(place) && {
      place: { cluster: text(place, "cluster"), region: text(place, "region"), account: text(place, "account") },
    }),
  };
}

/**
 * Judges what a token says, as EKS Auth does.
 *
 * @throws AwsError InvalidTokenException for another audience, ExpiredTokenException.
 */
export function checkClaims(claims: PodClaims, now: number): void {
  if (claims.audience !== AUDIENCE)
    throw invalidToken(`its audience must be ${AUDIENCE}, found ${claims.audience || "none"}`);
  if (claims.expiresAt > now) return;
  throw new AwsError(
    "ExpiredTokenException",
    400,
    `The token included in the request is expired: current date/time ${new Date(now).toISOString()} must be before the expiration date/time ${new Date(claims.expiresAt).toISOString()}.`,
  );
}

function encode(part: Record<string, unknown>): string {
  return Buffer.from(JSON.stringify(part)).toString("base64url");
}

/** The wanted audience where the token has it among several, else the first. */
function audience(claim: unknown): string {
  const audiences = (Array.isArray(claim) ? claim : [claim]).filter((item) => typeof item === "string");
  return audiences.find((item) => item === AUDIENCE) ?? audiences[0] ?? "";
}

function expiry(claim: unknown): number {
  if (typeof claim === "number") return claim * 1000;
  throw invalidToken("it has no claim exp");
}

function member(claims: Record<string, unknown>, name: string): Record<string, unknown> {
  const value = claims[name];
  if (isObject(value)) return value;
  throw invalidToken(`it has no claim ${name}, as the tokens of pods have`);
}

function text(claims: Record<string, unknown>, name: string): string {
  const value = claims[name];
  if (typeof value === "string" && value !== "") return value;
  throw invalidToken(`it has no claim ${name}, as the tokens of pods have`);
}

function invalidToken(why: string): AwsError {
  return new AwsError(
    "InvalidTokenException",
    400,
    `The specified Kubernetes service account token is invalid: ${why}.`,
  );
}
