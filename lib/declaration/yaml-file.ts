import {
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
} from "yaml";
import type { Pointer } from "../model/finding";

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
const ALIAS_LIMIT = 1000;

/** Reads YAML 1.2 with merge keys. Duplicate keys and several documents are problems, and so is what only looks like a bomb. */
export function readYaml(bytes: Uint8Array): YamlFile | ReadProblem[] {
  if (bytes.length > SIZE_LIMIT) {
    const size = `${(bytes.length / 1024 / 1024).toFixed(1)} MiB`;
    return [
      {
        line: 1,
        column: 1,
        message: "is too large for a declaration",
        found: size,
        allowed: "at most 2 MiB",
        fix: "split it",
      },
    ];
  }
  const text = decode(bytes);
  if (typeof text !== "string") return [text];
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    merge: true,
    uniqueKeys: true,
    prettyErrors: false,
    stringKeys: true,
    keepSourceTokens: false,
  });
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  if (document.errors.length > 0) {
    return document.errors.map((error) => ({ ...at(error.pos[0]), ...explain(error.code, error.message) }));
  }
  let data: unknown;
  try {
    data = document.toJS({ maxAliasCount: ALIAS_LIMIT });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return [
      /alias/i.test(message)
        ? {
            line: 1,
            column: 1,
            message: "expands aliases beyond all measure",
            allowed: `at most ${ALIAS_LIMIT} nodes out of aliases`,
            fix: "write the values out",
          }
        : { line: 1, column: 1, message: `cannot be read: ${message}` },
    ];
  }
  const root = document.contents;
  return {
    data,
    position: (path, key) => {
      const offset = offsetOf(root, path, key === true);
      return at(offset);
    },
    written: (path) => {
      const { node, rest } = descend(root, path);
      if (rest > 0 || !isScalar(node)) return undefined;
      return node.source ?? String(node.value);
    },
  };

  function resolve(node: unknown): unknown {
    return isAlias(node) ? node.resolve(document) : node;
  }

  /** Down the path as far as the file goes; `rest` steps were not there. */
  function descend(start: unknown, path: Pointer["path"]): { node: unknown; pair: Pair | undefined; rest: number } {
    let node = resolve(start);
    let pair: Pair | undefined;
    for (const [index, step] of path.entries()) {
      let next: unknown;
      if (isMap(node)) {
        const found = entry(node, String(step));
        if (found === undefined) return { node, pair, rest: path.length - index };
        pair = found;
        next = found.value;
      } else if (isSeq(node)) {
        next = node.items[Number(step)];
        if (next === undefined) return { node, pair, rest: path.length - index };
        pair = undefined;
      } else return { node, pair, rest: path.length - index };
      const resolved = resolve(next);
      // An empty value has no place of its own: its key has.
      if (resolved === undefined || resolved === null) return { node, pair, rest: path.length - index - 1 };
      node = resolved;
    }
    return { node, pair, rest: 0 };
  }

  function entry(map: YAMLMap, key: string): Pair | undefined {
    for (const item of map.items) {
      if (isScalar(item.key) && String(item.key.value) === key) return item;
    }
    for (const item of map.items) {
      if (!isScalar(item.key) || item.key.value !== "<<") continue;
      const merged = resolve(item.value);
      for (const source of isSeq(merged) ? merged.items : [merged]) {
        const resolved = resolve(source);
        const found = isMap(resolved) ? entry(resolved, key) : undefined;
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }

  function offsetOf(start: unknown, path: Pointer["path"], key: boolean): number {
    const { node, pair, rest } = descend(start, path);
    const atKey = pair !== undefined && (key || rest > 0);
    const place = atKey && isPair(pair) ? pair.key : node;
    return hasRange(place) ? place.range[0] : 0;
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

/** The parser's errors in the words of someone who mends a declaration. */
function explain(code: string, message: string): Omit<ReadProblem, keyof Position> {
  switch (code) {
    case "DUPLICATE_KEY":
      return { message: "is a key that stands twice in the same map", fix: "remove or rename one of them" };
    case "MULTIPLE_DOCS":
      return {
        message: "begins a second YAML document",
        allowed: "one document a file",
        fix: "move it into a file of its own",
      };
    case "TAB_AS_INDENT":
      return { message: "is indented with a tab", allowed: "spaces", fix: "indent with spaces" };
    default:
      return { message: `is not YAML: ${message.replace(/\s+/g, " ").replace(/\.$/, "")}` };
  }
}
