import { z } from "zod";
import { AwsError } from "../operation";

/** What a web identity token says of its holder. */
export interface WebIdentity {
  /** `https://…`, as in the token. */
  issuer: string;
  subject: string;
  audiences: readonly string[];
  /** Condition keys, `URL:sub`, by the provider's URL without its scheme. */
  claims(url: string): Record<string, string | readonly string[]>;
}

const payload = z.looseObject({
  iss: z.string(),
  sub: z.string(),
  aud: z.union([z.string(), z.array(z.string())]),
  exp: z.number(),
});

/**
 * Reads a JSON Web Token (RFC 7519) without verifying its signature.
 *
 * @throws AwsError InvalidIdentityToken when it is none or lacks a claim; ExpiredTokenException.
 */
export function readWebIdentity(token: string, now: Date): WebIdentity {
  const parsed = payload.safeParse(decode(token));
  if (!parsed.success) {
    throw new AwsError(
      "InvalidIdentityToken",
      400,
      "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)",
    );
  }
  const { iss, sub, aud, exp, ...others } = parsed.data;
  if (exp * 1000 <= now.getTime()) {
    const seconds = Math.floor(now.getTime() / 1000);
    throw new AwsError(
      "ExpiredTokenException",
      400,
      `Token expired: current date/time ${seconds} must be before the expiration date/time ${exp}`,
    );
  }
  const audiences = typeof aud === "string" ? [aud] : aud;
  return {
    issuer: iss,
    subject: sub,
    audiences,
    claims: (url) => {
      const claims: Record<string, string | readonly string[]> = { [`${url}:sub`]: sub, [`${url}:aud`]: audiences };
      for (const [name, value] of Object.entries(others)) {
        if (typeof value === "string") claims[`${url}:${name}`] = value;
      }
      return claims;
    },
  };
}

function decode(token: string): unknown {
  const [, body, signature] = token.split(".");
  if (body === undefined || signature === undefined) return undefined;
  try {
    return JSON.parse(Buffer.from(body, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
}
