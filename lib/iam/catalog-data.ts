import { readLines } from "../iam-data/read-lines";

/** What the lines of lib/iam-data/iam-catalog.br hold; scripts/update-iam-catalog.mjs writes them. */

export interface CatalogHeader {
  version: string;
  date: string;
  keys: readonly (readonly [key: string, type: string])[];
}

export type ServiceLine = readonly [
  name: string,
  actions: readonly ActionLine[],
  resourceTypes: readonly (readonly [name: string, arn: string, keys: readonly number[]])[],
  keys: readonly (readonly [key: string, type: string])[],
];

export type ActionLine = readonly [
  name: string,
  level: number,
  resourceTypes: readonly (readonly [type: number, required: number, keys: readonly number[]])[],
  keys: readonly number[],
  dependentActions: readonly string[],
];

export function catalogHeader(): CatalogHeader {
  header ??= JSON.parse(readLines("iam-catalog.br")[0] ?? "{}");
  if (header === undefined) throw new Error("lib/iam-data/iam-catalog.br has no first line");
  return header;
}

let header: CatalogHeader | undefined;

/** The line of each service by its prefix, not parsed yet. */
export function serviceTexts(): ReadonlyMap<string, string> {
  texts ??= new Map(
    readLines("iam-catalog.br")
      .slice(1)
      .map((line) => {
        const tab = line.indexOf("\t");
        return [line.slice(0, tab), line.slice(tab + 1)] as const;
      }),
  );
  return texts;
}

let texts: Map<string, string> | undefined;

export function serviceLine(prefix: string): ServiceLine | undefined {
  const text = serviceTexts().get(prefix);
  return text === undefined ? undefined : JSON.parse(text);
}
