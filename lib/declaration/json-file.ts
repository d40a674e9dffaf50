import { jsonSlip } from "./json-slip";
import { type Position, type ReadProblem, readYaml, type YamlFile } from "./yaml-file";

/** JSON read: what it says, and where its parts stand. */
export interface JsonFile {
  value: unknown;
  file: YamlFile;
}

/**
 * Reads JSON; or says what makes a text none, and where. JSON is YAML too: the one reader knows places, the other is strict.
 * @param whole what the text is to be: "a policy document"
 */
export function readJson(text: string, whole: string): JsonFile | ReadProblem {
  const slip = jsonSlip(text, whole);
  if (slip !== undefined) {
    const { offset, ...problem } = slip;
    return { ...problem, ...placeOf(text, offset) };
  }
  const read = readYaml(Buffer.from(text.replace(/\t/g, " ")));
  const value = parsed(text);
  if (!Array.isArray(read) && value !== undefined) return { value, file: read };
  const [first] = Array.isArray(read) ? read : [];
  const problem = first ?? { line: 1, column: 1, message: "is not JSON", fix: "mend the file" };
  return { ...problem, message: problem.message.replace("is not YAML:", "is not JSON:") };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function placeOf(text: string, offset: number): Position {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
