import { schemaFiles, schemaText } from "./json-schema";
import { referenceText } from "./markdown";
import { rulesText } from "./rules";

/** Every generated file: its path in the repository, and its text. */
export function generatedFiles(): { path: string; text: string }[] {
  return [
    ...schemaFiles().map((file) => ({ path: `schema/${file.name}`, text: schemaText(file) })),
    ...schemaFiles().map((file) => ({
      path: `docs/reference/${file.name.replace(".schema.json", ".md")}`,
      text: referenceText(file),
    })),
    { path: "docs/reference/rules.md", text: rulesText() },
  ];
}
