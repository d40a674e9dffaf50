import type { EksState } from "./eks/state";
import { type Faults, NO_FAULTS } from "./faults";
import { emptyHistory, type History } from "./iam/consistency";
import type { IamState } from "./iam/state";
import { emptyRecord } from "./record";
import { emptyS3State, type S3State } from "./s3/state";
import type { Session } from "./sts/sessions";

/** All that the sandbox remembers, as plain JSON: what the state file holds. */
export interface WorldData {
  /** State of the generator of ids, see random.ts. */
  generator: number;
  /** By account. */
  iam: Record<string, IamState>;
  /** By `account/region`. */
  eks: Record<string, EksState>;
  s3: S3State;
  /** By access key id. */
  sessions: Record<string, Session>;
}

/** The data, and what surrounds it while the sandbox runs. */
export interface World extends WorldData {
  /** The account of callers whose key names none, 12 digits. */
  readonly account: string;
  readonly now: () => Date;
  readonly faults: Faults;
  /** What IAM showed before its latest writes; not kept beyond the run. */
  readonly history: History;
}

export interface WorldOptions {
  account?: string;
  /** Of the ids. Left out: other ids in every run. */
  seed?: number;
  now?: () => Date;
  faults?: Faults;
  /** What an earlier run left. Its generator goes on from where it was, whatever the seed. */
  data?: WorldData;
}

export function createWorld(options: WorldOptions = {}): World {
  const data = options.data ?? {
    generator: (options.seed ?? Math.floor(Math.random() * 2 ** 32)) >>> 0,
    iam: emptyRecord<IamState>(),
    eks: emptyRecord<EksState>(),
    s3: emptyS3State(),
    sessions: emptyRecord<Session>(),
  };
  return {
    ...data,
    account: options.account ?? "123456789012",
    now: options.now ?? (() => new Date()),
    faults: options.faults ?? { ...NO_FAULTS },
    history: emptyHistory(),
  };
}

/** The part of the world that is kept. */
export function worldData(world: World): WorldData {
  const { generator, iam, eks, s3, sessions } = world;
  return { generator, iam, eks, s3, sessions };
}
