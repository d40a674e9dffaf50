import type { CallRecord } from "../../sandbox/dispatch";
import { type Faults, NO_FAULTS } from "../../sandbox/faults";
import { type Sandbox, startSandbox } from "../../sandbox/server";

export const ACCOUNT = "492000000148";
export const ATLAS = { name: "atlas-eks", account: ACCOUNT, region: "us-east-1", version: "1.33" };
export const BORA = { name: "bora-eks", account: ACCOUNT, region: "eu-west-1", version: "1.33" };

const open = new Set<Sandbox>();

afterAll(async () => {
  // A test that failed did not get to its end: a sandbox that still listens would keep jest from ending.
  for (const sandbox of open) await sandbox.close();
  open.clear();
});

/** A sandbox with the clusters atlas-eks and bora-eks in it, and the calls that reached it. */
export interface World {
  sandbox: Sandbox;
  calls: CallRecord[];
  close(): Promise<void>;
}

export interface WorldOptions {
  faults?: Partial<Faults>;
  /** Told of each call before its answer is sent. */
  onCall?: (record: CallRecord) => void;
}

export async function startWorld({ faults, onCall }: WorldOptions = {}): Promise<World> {
  const calls: CallRecord[] = [];
  const sandbox = await startSandbox({
    account: ACCOUNT,
    clusters: [ATLAS, BORA],
    seed: 1,
    faults: { ...NO_FAULTS, ...faults },
    onCall: (record) => {
      calls.push(record);
      onCall?.(record);
    },
  });
  open.add(sandbox);
  const close = async () => {
    if (open.delete(sandbox)) await sandbox.close();
  };
  return { sandbox, calls, close };
}

/** What the sandbox holds, in the words of a test: sorted, without ids except those of associations. */
export interface Contents {
  /** By name. */
  roles: Record<string, { arn: string; inline: string[]; attached: string[] }>;
  /** By `cluster/namespace/service account`. */
  associations: Record<string, { id: string; roleArn: string }>;
  /** `cluster/add-on`. */
  addons: string[];
}

/** Looks into the sandbox itself, past its faults. Throws where one service account has two associations. */
export function contents({ sandbox }: World): Contents {
  const found: Contents = { roles: {}, associations: {}, addons: [] };
  for (const role of Object.values(sandbox.world.iam[ACCOUNT]?.roles ?? {})) {
    found.roles[role.name] = {
      arn: role.arn,
      inline: role.inline.map((policy) => policy.name).sort(),
      attached: [...role.attached].sort(),
    };
  }
  for (const { clusters } of Object.values(sandbox.world.eks)) {
    for (const cluster of Object.values(clusters)) {
      for (const { id, roleArn, namespace, serviceAccount, ownerArn } of Object.values(cluster.associations)) {
        if (ownerArn !== undefined) continue;
        const key = `${cluster.name}/${namespace}/${serviceAccount}`;
        if (found.associations[key] !== undefined) throw new Error(`two associations of ${key}`);
        found.associations[key] = { id, roleArn };
      }
      const now = sandbox.world.now().getTime();
      for (const addon of Object.values(cluster.addons))
        if (addon.goneAt === undefined || addon.goneAt > now) found.addons.push(`${cluster.name}/${addon.name}`);
    }
  }
  found.addons.sort();
  return found;
}

export const NOTHING: Contents = { roles: {}, associations: {}, addons: [] };

/** The actions of the calls from the given one on, without those that only read. */
export function writes(calls: readonly CallRecord[]): string[] {
  return calls.flatMap(({ action, fault, error }) =>
    action !== undefined && fault === undefined && error === undefined && !/:(Get|List|Describe|Head)/.test(action)
      ? [action]
      : [],
  );
}
