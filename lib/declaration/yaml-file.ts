import { type Alias, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, type Pair, type YAMLMap } from "yaml";
import type { Pointer } from "../model/finding";
import { isMergeKey, mergeSources, yamlGraph } from "./yaml-graph";
import { parseYaml, type YamlProblem } from "./yaml-parse";

/** A place in a text file, counted from 1. */
export interface Position {
  line: number;
  column: number;
}

/** What could not be read at all, and where. */
export interface ReadProblem extends Position {
  message: string;
  found?: string;
  allowed?: string;
  fix?: string;
}

/** A YAML file read: its data, and where each part of it stands. */
export interface YamlFile {
  data: unknown;
  /** The nearest place that stands in the file for a path: the value, its key, or what encloses it. */
  position(path: Pointer["path"], key?: boolean): Position;
  /** A scalar as it was written, `0123` and not 83; undefined for what is no scalar. */
  written(path: Pointer["path"]): string | undefined;
}

/** More than any declaration needs: 5,000 identities take about 1.2 MB. */
const SIZE_LIMIT = 2 * 1024 * 1024;

/** Reads YAML 1.2 with merge keys. Duplicate keys and several documents are problems, and so is what grows like a bomb. */
export function readYaml(bytes: Uint8Array): YamlFile | ReadProblem[] {
  if (bytes.length > SIZE_LIMIT) {
    return [
      {
        line: 1,
        column: 1,
        message: "is too large for a declaration",
        found: `${(bytes.length / 1024 / 1024).toFixed(1)} MiB`,
        allowed: "at most 2 MiB",
        fix: "divide it among several, each in a folder of its own",
      },
    ];
  }
  const text = decode(bytes);
  if (typeof text !== "string") return [text];
  const lines = new LineCounter();
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const located = ({ offset, ...problem }: YamlProblem): ReadProblem => ({ ...at(offset), ...problem });
  const document = parseYaml(text, lines);
  if ("offset" in document) return [located(document)];
  const root = document.contents;
  const { targets, problems } = yamlGraph(root);
  if (problems.length > 0) return problems.map(located);
  const places = new Places(root, targets);
  return {
    data: document.toJS({ maxAliasCount: -1 }),
    position: (path, key) => at(places.offset(path, key === true)),
    written: (path) => places.written(path),
  };
}

/** Finds where a path leads in a tree, through aliases and merge keys. */
class Places {
  private readonly indices = new WeakMap<YAMLMap, Map<string, Pair>>();

  constructor(
    private readonly root: Node | null,
    private readonly targets: ReadonlyMap<Alias, Node>,
  ) {}

  offset(path: Pointer["path"], key: boolean): number {
    const { node, pair, rest } = this.descend(path);
    const place = pair !== undefined && (key || rest > 0) ? pair.key : node;
    return hasRange(place) ? place.range[0] : 0;
  }

  written(path: Pointer["path"]): string | undefined {
    const { node, rest } = this.descend(path);
    if (rest > 0 || !isScalar(node)) return undefined;
    return node.source ?? String(node.value);
  }

  /** Down the path as far as the file goes; `rest` steps were not there. */
  private descend(path: Pointer["path"]): { node: unknown; pair: Pair | undefined; rest: number } {
    let node = this.through(this.root);
    let pair: Pair | undefined;
    for (const [index, step] of path.entries()) {
      const missing = { node, pair, rest: path.length - index };
      let next: unknown;
      if (isMap(node)) {
        const found = this.entry(node, String(step));
        if (found === undefined) return missing;
        pair = found;
        next = found.value;
      } else if (isSeq(node)) {
        next = node.items[Number(step)];
        if (next === undefined) return missing;
        pair = undefined;
      } else return missing;
      const target = this.through(next);
      // An empty value has no place of its own: its key has.
      if (target === undefined || target === null) return { node, pair, rest: path.length - index - 1 };
      node = target;
    }
    return { node, pair, rest: 0 };
  }

  private entry(map: YAMLMap, key: string): Pair | undefined {
    const own = this.index(map).get(key);
    if (own !== undefined) return own;
    for (const item of map.items) {
      if (!isMergeKey(item.key)) continue;
      for (const source of mergeSources(item.value, (alias) => this.targets.get(alias))) {
        const found = isMap(source) ? this.entry(source, key) : undefined;
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }

  /** A map's own keys: looked up once for each of thousands of findings, a search would be quadratic. */
  private index(map: YAMLMap): Map<string, Pair> {
    const standing = this.indices.get(map);
    if (standing !== undefined) return standing;
    const made = new Map<string, Pair>();
    for (const item of map.items) {
      if (isScalar(item.key) && !isMergeKey(item.key)) made.set(String(item.key.value), item);
    }
    this.indices.set(map, made);
    return made;
  }

  private through(node: unknown): unknown {
    return isAlias(node) ? this.targets.get(node) : node;
  }
}

function hasRange(node: unknown): node is Node & { range: [number, number, number] } {
  return node !== null && typeof node === "object" && "range" in node && Array.isArray(node.range);
}

function decode(bytes: Uint8Array): string | ReadProblem {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return { line: 1, column: 1, message: "is not UTF-8 text", fix: "save the file as UTF-8" };
  }
}
