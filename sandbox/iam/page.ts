import { AwsError } from "../operation";
import type { QueryInput } from "../query-input";
import type { XmlElement } from "../query-protocol";
import { MARKER } from "./rules";

/** Which part of a list is asked for. */
export interface PageRequest {
  /** Items to skip. */
  skip: number;
  size: number;
}

/** `Marker` and `MaxItems`, which every List operation of IAM takes. A marker is the number of items seen so far. */
export function readPage(input: QueryInput): PageRequest {
  const marker = input.text("Marker", MARKER);
  const size = input.integer("MaxItems", 1, 1000) ?? 100;
  if (marker === undefined) return { skip: 0, size };
  const skip = Number(Buffer.from(marker, "base64url").toString("utf8"));
  if (!Number.isSafeInteger(skip) || skip < 0) throw new AwsError("ValidationError", 400, "Invalid Marker.");
  return { skip, size };
}

/** The items of a page, and the members that say whether there are more. */
export function pageOf<T>(items: readonly T[], { skip, size }: PageRequest): { items: T[]; more: XmlElement } {
  const end = skip + size;
  const more =
    end < items.length
      ? { IsTruncated: true, Marker: Buffer.from(String(end), "utf8").toString("base64url") }
      : { IsTruncated: false };
  return { items: items.slice(skip, end), more };
}
