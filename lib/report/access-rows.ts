import { type Grant, LEVELS } from "../access/summary";

/** What is shown on one line: one service, or many with the same access where they are too many to be read. */
export interface AccessRow {
  /** `s3`, or `acm, athena and 310 more`. */
  services: string;
  /** `permissions management`. */
  level: string;
  /** How many of how many actions: `9/11`. */
  actions: string;
  resources: readonly string[];
  sure: boolean;
}

/** More services than these are not shown one by one. */
const MOST_SERVICES = 15;

export function accessRows(grants: readonly Grant[]): AccessRow[] {
  const services = new Set(grants.map((grant) => grant.service));
  if (services.size <= MOST_SERVICES) return grants.map((grant) => row([grant]));
  const alike = new Map<string, [Grant, ...Grant[]]>();
  for (const grant of grants) {
    const key = JSON.stringify([LEVELS.indexOf(grant.level), grant.resources, grant.sure]);
    const standing = alike.get(key);
    if (standing === undefined) alike.set(key, [grant]);
    else standing.push(grant);
  }
  return [...alike].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, those]) => row(those));
}

function row(grants: readonly [Grant, ...Grant[]]): AccessRow {
  const [first, second] = grants;
  const { level, resources, sure } = first;
  const allowed = grants.reduce((sum, grant) => sum + grant.actions.length, 0);
  const of = grants.reduce((sum, grant) => sum + grant.of, 0);
  const more = grants.length > 2 ? ` and ${grants.length - 2} more` : "";
  return {
    services: `${first.service}${second === undefined ? "" : `, ${second.service}`}${more}`,
    level: level === "permissions" ? "permissions management" : level,
    actions: `${allowed}/${of}`,
    resources,
    sure,
  };
}
