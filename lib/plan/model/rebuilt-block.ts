import { isRecord } from "../../is-record";
import type { PlanObject } from "./objects";
import type { PlanWorld } from "./plan-world";

/**
 * What the configuration's own text makes of one part of a nested block: of the only block in which `key` is `text`.
 *
 * @param attribute the blocks: `inline_policy`
 */
export function rebuiltBlock(
  world: PlanWorld,
  object: PlanObject,
  attribute: string,
  key: string,
  text: string,
  part: string,
): ReturnType<PlanWorld["rebuild"]> {
  const rebuilt = world.rebuild(object, attribute);
  if (rebuilt.kind === "cannot") return rebuilt;
  const all: readonly unknown[] = Array.isArray(rebuilt.value) ? rebuilt.value : [rebuilt.value];
  const [block, ...others] = all.filter(isRecord).filter((one) => one[key] === text);
  if (block === undefined) return { kind: "cannot", why: `none of the blocks in the configuration has its ${key}` };
  if (others.length > 0) return { kind: "cannot", why: `several blocks in the configuration have its ${key}` };
  return { kind: "value", value: block[part] };
}
