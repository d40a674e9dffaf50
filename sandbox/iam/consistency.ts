import { draw, hashText } from "../random";
import type { World } from "../world";
import { type Entities, iamState } from "./state";

type Kind = keyof Entities;

/** What an entity was before a write, and until when (milliseconds since 1970) that is what may be seen of it. */
interface Past<E> {
  readonly value: E | undefined;
  /** For IAM's own answers. */
  readonly shownUntil: number;
  /** For other services. */
  readonly until: number;
}

/**
 * IAM's eventual consistency, as "Changes that I make are not always immediately visible" of the IAM user guide has
 * it. Other services see a write after `faults.consistencySeconds`, and IAM's own answers after a share of that time,
 * another one for every write. What IAM has shown once it goes on showing, and writes always start from the truth: so
 * far the Terraform provider relies on it. It also reads a new OpenID Connect provider without trying again, so those
 * IAM shows at once.
 *
 * By kind and by account and key: the writes that are not seen everywhere yet, the oldest first.
 */
export type History = { readonly [K in Kind]: Map<string, Past<Entities[K]>[]> };

export function emptyHistory(): History {
  return { roles: new Map(), policies: new Map(), oidcProviders: new Map() };
}

/** Writes an entity, or removes it when `value` is undefined. */
export function write<K extends Kind>(
  world: World,
  account: string,
  kind: K,
  key: string,
  value: Entities[K] | undefined,
): void {
  const entities: Record<string, Entities[K]> = iamState(world, account)[kind];
  if (world.faults.consistencySeconds > 0) {
    const now = world.now().getTime();
    const { consistencySeconds, seed } = world.faults;
    const history: Map<string, Past<Entities[K]>[]> = world.history[kind];
    const name = `${account} ${key}`;
    const open = (history.get(name) ?? []).filter((past) => past.until > now);
    const share =
      kind === "oidcProviders" ? 0 : draw({ generator: hashText(`${seed} ${kind} ${name} ${open.length}`) });
    const shownUntil = Math.max(now + share * consistencySeconds * 1000, open.at(-1)?.shownUntil ?? 0);
    history.set(name, [...open, { value: entities[key], shownUntil, until: now + consistencySeconds * 1000 }]);
  }
  if (value === undefined) delete entities[key];
  else entities[key] = value;
}

/** The entity as it is. */
export function current<K extends Kind>(world: World, account: string, kind: K, key: string): Entities[K] | undefined {
  return iamState(world, account)[kind][key];
}

/** The entity as other services see it. */
export function replicated<K extends Kind>(
  world: World,
  account: string,
  kind: K,
  key: string,
): Entities[K] | undefined {
  return seen(world, account, kind, key, "until");
}

/** The entity as IAM's own answers show it. */
export function visible<K extends Kind>(world: World, account: string, kind: K, key: string): Entities[K] | undefined {
  return seen(world, account, kind, key, "shownUntil");
}

/** All entities of a kind as IAM's own answers show them, those just deleted among them. */
export function visibleAll<K extends Kind>(world: World, account: string, kind: K): Entities[K][] {
  const prefix = `${account} `;
  const keys = new Set(Object.keys(iamState(world, account)[kind]));
  for (const name of world.history[kind].keys()) {
    if (name.startsWith(prefix)) keys.add(name.slice(prefix.length));
  }
  return [...keys].flatMap((key) => visible(world, account, kind, key) ?? []);
}

function seen<K extends Kind>(
  world: World,
  account: string,
  kind: K,
  key: string,
  limit: "until" | "shownUntil",
): Entities[K] | undefined {
  const history: Map<string, Past<Entities[K]>[]> = world.history[kind];
  const now = world.now().getTime();
  const past = history.get(`${account} ${key}`)?.find((candidate) => candidate[limit] > now);
  return past === undefined ? current(world, account, kind, key) : past.value;
}
