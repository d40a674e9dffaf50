import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { load } from "../../../lib/declaration/load";
import { findingText, PLAIN } from "../../../lib/report/findings-text";
import { ACCESS_CASES } from "./broken/access";
import type { BrokenCase } from "./broken/broken-case";
import { CLUSTER_CASES } from "./broken/clusters";
import { LIMIT_CASES } from "./broken/limits";
import { NAME_CASES } from "./broken/names";
import { PLATFORM_CASES } from "./broken/platforms";
import { POLICY_FILE_CASES } from "./broken/policy-files";
import { SHAPE_CASES } from "./broken/shapes";
import { YAML_CASES } from "./broken/yaml";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "broken-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** What is printed of a case, line by line, without the empty lines between findings. */
function said({ files, folders = ["."] }: BrokenCase): string[] {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const { failures, findings } = load(folders, folder);
  const lines = [...failures, ...findings].flatMap((finding) => findingText(finding, PLAIN).split("\n"));
  return lines.map((line) => line.replace(/known on \d{4}-\d\d-\d\d/, "known on DATE"));
}

describe.each([
  ["YAML", YAML_CASES],
  ["names and numbers", NAME_CASES],
  ["shape", SHAPE_CASES],
  ["access", ACCESS_CASES],
  ["policy files", POLICY_FILE_CASES],
  ["clusters and platforms", CLUSTER_CASES],
  ["platform files", PLATFORM_CASES],
  ["limits and rules", LIMIT_CASES],
])("%s", (_group, cases) => {
  test.each(cases)("$name", (broken) => {
    expect(said(broken)).toEqual(broken.says);
  });
});
