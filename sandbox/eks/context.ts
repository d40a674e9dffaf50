import { findRole } from "../iam/find-role";
import type { World } from "../world";
import { type EksState, eksState } from "./state";

/** What an operation of EKS works on: one account in one region, at one moment. */
export interface EksContext extends Place {
  /** Of the ids, and of the roles. */
  world: World;
  state: EksState;
  /** Milliseconds since 1970. */
  now: number;
  /** How long EKS Auth and the key of a deleted association lag behind a change, in milliseconds. */
  consistencyMs: number;
  /** How long clusters and add-ons are CREATING, UPDATING or DELETING, in milliseconds. */
  settleMs: number;
}

/** Where things of EKS are. */
interface Place {
  partition: string;
  region: string;
  /** 12 digits. */
  account: string;
}

/** Long enough that a waiter which asks ten times a second sees the state in between. */
export const SETTLE_MS = 150;

/** The context of this moment. */
export function eksContext(world: World, { partition, region, account }: Place, settleMs = SETTLE_MS): EksContext {
  return {
    world,
    partition,
    region,
    account,
    state: eksState(world, account, region),
    now: world.now().getTime(),
    consistencyMs: world.faults.consistencySeconds * 1000,
    settleMs,
  };
}

/** The trust policy (JSON) of a role as EKS sees it; undefined where EKS sees no such role. */
export function trustPolicyOf(context: EksContext, roleArn: string): string | undefined {
  return findRole(context.world, roleArn)?.trust;
}

/** `arn:aws:eks:us-east-1:123456789012:RESOURCE`. */
export function eksArn(context: Place, resource: string): string {
  return `arn:${context.partition}:eks:${context.region}:${context.account}:${resource}`;
}
