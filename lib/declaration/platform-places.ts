import { dirname, join, resolve } from "node:path";

/** Where the platform that a file names may be: beside that file, or in a package installed above it. */
export function platformPlaces(named: string, from: string): string[] {
  const places = [resolve(dirname(from), named)];
  if (named.startsWith(".") || named.startsWith("/")) return places;
  for (let folder = dirname(from); ; folder = dirname(folder)) {
    places.push(join(folder, "node_modules", named));
    if (dirname(folder) === folder) return places;
  }
}

/** What to do where none of them is there. */
export function missingFix(named: string): string {
  if (!named.startsWith("@")) return "correct the path";
  const name = named.split("/", 2).join("/");
  return `add \`${name}\` to the devDependencies of package.json and run \`npm install\`, or correct the name`;
}
