import { type Alias, isAlias, isCollection, isMap, isNode, isScalar, type Node, Scalar, type YAMLMap } from "yaml";
import type { YamlProblem } from "./yaml-parse";

/** How many nodes aliases may stand for in sum. */
const ALIAS_LIMIT = 100_000;

/** A tree with its aliases tied to what they stand for. */
export interface YamlGraph {
  targets: ReadonlyMap<Alias, Node>;
  problems: YamlProblem[];
}

/**
 * Walks a document once: ties aliases to their anchors, and finds keys that stand twice, aliases of nothing, aliases
 * inside of what they stand for, and aliases of aliases that would grow beyond all measure.
 */
export function yamlGraph(root: Node | null): YamlGraph {
  const targets = new Map<Alias, Node>();
  const problems: YamlProblem[] = [];
  const anchors = new Map<string, Node>();
  const open = new Set<Node>();
  const sizes = new Map<Node, number>();
  let aliased = 0;

  /** How many nodes stand here once every alias is written out. */
  function size(node: unknown): number {
    if (isAlias(node)) return aliasSize(node);
    if (!isNode(node)) return 0;
    if (node.anchor !== undefined) anchors.set(node.anchor, node);
    if (!isCollection(node)) return 1;
    open.add(node);
    let sum = 1;
    if (isMap(node)) {
      for (const problem of keyProblems(node)) problems.push(problem);
      for (const pair of node.items) {
        if (isMergeKey(pair.key)) problems.push(...mergeProblems(pair.value));
        sum += size(pair.value);
      }
    } else for (const item of node.items) sum += size(item);
    open.delete(node);
    sizes.set(node, sum);
    return sum;
  }

  function aliasSize(alias: Alias): number {
    const offset = alias.range?.[0] ?? 0;
    const target = anchors.get(alias.source);
    if (target === undefined) {
      problems.push({
        offset,
        message: "is an alias of nothing",
        found: `*${alias.source}`,
        ...(anchors.size === 0 ? {} : { allowed: [...anchors.keys()].map((name) => `*${name}`).join(", ") }),
        fix: `write \`&${alias.source}\` before the value it stands for, further up; or put a text that begins with \`*\` in quotes`,
      });
      return 0;
    }
    if (open.has(target)) {
      problems.push({
        offset,
        message: "is an alias inside of what it stands for",
        found: `*${alias.source}`,
        fix: "write the value out",
      });
      return 0;
    }
    targets.set(alias, target);
    const nodes = sizes.get(target) ?? 1;
    const before = aliased;
    aliased += nodes;
    if (aliased > ALIAS_LIMIT && before <= ALIAS_LIMIT) {
      problems.push({
        offset,
        message: "makes aliases stand for too much",
        found: `*${alias.source}`,
        allowed: `aliases that stand for at most ${ALIAS_LIMIT.toLocaleString("en")} values in all`,
        fix: "write the values out",
      });
    }
    return nodes;
  }

  function mergeProblems(value: unknown): YamlProblem[] {
    const wrong = mergeSources(value, (alias) => anchors.get(alias.source)).find(
      (source) => source !== undefined && !isMap(source),
    );
    if (wrong === undefined) return [];
    return [
      {
        offset: isNode(value) ? (value.range?.[0] ?? 0) : 0,
        message: "cannot be merged",
        allowed: "`<<: *NAME` of a map, or a list of such",
        fix: "give the anchor to a map, or put `<<` in quotes where it is a key",
      },
    ];
  }

  size(root);
  return { targets, problems };
}

/** Whether a key is `<<`, and not a text of two angle brackets in quotes. */
export function isMergeKey(key: unknown): boolean {
  if (!isScalar(key)) return false;
  return typeof key.value === "symbol" || (key.value === "<<" && (key.type ?? Scalar.PLAIN) === Scalar.PLAIN);
}

/** The maps that a merge key names, in the order in which they win. */
export function mergeSources(value: unknown, targetOf: (alias: Alias) => Node | undefined): unknown[] {
  const through = (node: unknown) => (isAlias(node) ? targetOf(node) : node);
  const source = through(value);
  return isCollection(source) && !isMap(source) ? source.items.map(through) : [source];
}

function keyProblems(map: YAMLMap): YamlProblem[] {
  const seen = new Set<string>();
  const problems: YamlProblem[] = [];
  for (const { key } of map.items) {
    if (!isScalar(key) || isMergeKey(key)) continue;
    const name = String(key.value);
    const report = (message: string, fix: string) =>
      problems.push({ offset: key.range?.[0] ?? 0, message, found: name, fix });
    if (seen.has(name)) report("is a key that stands twice in the same map", "remove or rename one of them");
    // JavaScript would take it for the map's prototype, and lose it on the way.
    if (name === "__proto__") report("cannot be a key", "rename it");
    seen.add(name);
  }
  return problems;
}
