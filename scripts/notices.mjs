/**
 * Writes THIRD-PARTY-NOTICES.md: every package whose code or data is in what is shipped, with its licence. With
 * `--check` it only compares, and ends with 1 where the file is no longer true.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { DATA_PACKAGES, SHIPPED } from "./bundles.mjs";

const results = await Promise.all(SHIPPED.map((options) => build({ ...options, metafile: true, write: false })));
const files = results.flatMap(({ metafile }) =>
  Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0),
  ),
);
const folders = new Set(files.flatMap(([file]) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []));

for (const name of DATA_PACKAGES) folders.add(`node_modules/${name}`);

const packages = [...folders]
  .map((folder) => {
    const { name, version, license, repository } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const source = typeof repository === "string" ? repository : repository?.url;
    const text = readdirSync(folder).find((file) => /^(licen[cs]e|copying)/i.test(file));
    return {
      title: `${name} ${version}`,
      license: typeof license === "string" ? license : (license?.type ?? "see below"),
      source: (source ?? "").replace(/^git\+/, "").replace(/\.git$/, ""),
      text: text === undefined ? "" : readFileSync(join(folder, text), "utf8").trim(),
    };
  })
  .sort((a, b) => (a.title < b.title ? -1 : 1))
  .filter((one, index, all) => one.title !== all[index - 1]?.title);

const forbidden = packages.filter(({ license }) => /\bA?GPL/i.test(license));
if (forbidden.length > 0) {
  console.error(`may not be shipped: ${forbidden.map(({ title, license }) => `${title} (${license})`).join(", ")}`);
  process.exit(1);
}

const lines = [
  "# Third-party notices",
  "",
  "The files of `dist/` hold code and data of the packages below. The source of each is the package itself, at the version named, in",
  "the npm registry; what is edited in cdktf (MPL-2.0) when it is bundled stands in `scripts/slim-cdktf.mjs`.",
  "",
  "| package | licence | repository |",
  "|---|---|---|",
  ...packages.map(({ title, license, source }) => `| ${title} | ${license} | ${source} |`),
  ...packages.flatMap(({ title, text }) =>
    text === "" ? [] : ["", `## ${title}`, "", "```text", text.replaceAll("```", "'''"), "```"],
  ),
  "",
];
const wanted = lines.join("\n");
const file = "THIRD-PARTY-NOTICES.md";
if (process.argv.includes("--check")) {
  if (!existsSync(file) || readFileSync(file, "utf8") !== wanted) {
    console.error(`${file} is no longer true: run \`npm run notices\``);
    process.exit(1);
  }
} else writeFileSync(file, wanted);
console.log(`${packages.length} packages are bundled`);
