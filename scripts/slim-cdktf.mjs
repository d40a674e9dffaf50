/**
 * What dist/main.js leaves out of cdktf, or has otherwise, so that the app of declarations starts fast and stays linear.
 * What it writes is the same to the byte: a test compares. See docs/decisions/0003-bundling.md.
 */
import { readFileSync } from "node:fs";

/** Contents in place of whole modules. */
const REPLACED = {
  /** Half of all code that cdktf loads, for TerraformAsset alone, which declarations never make. */
  archiver: 'module.exports = () => { throw new Error("TerraformAsset cannot be used in this app"); };',
};

/** Texts in place of texts, each in a file of cdktf. A build fails where cdktf does not have them. */
const EDITED = [
  {
    file: /cdktf[\\/]lib[\\/]tokens[\\/]private[\\/]resolve\.js$/,
    // V8 gives up on this spread after a few hundred thousand calls: 3,000 identities then take longer than 5,000.
    from: "...options,\n",
    to: "scope: options.scope, resolver: options.resolver, preparing: options.preparing,\n",
  },
  {
    file: /cdktf[\\/]lib[\\/]tokens[\\/]private[\\/]stack-trace\.js$/,
    // A formatted stack for every token, which only cdktf's own resolution errors would show.
    from: "below = below || captureStackTrace;",
    to: "return []; below = below || captureStackTrace;",
  },
];

/** @type {import("esbuild").Plugin} */
export const slimCdktf = {
  name: "slim-cdktf",
  setup({ onResolve, onLoad }) {
    for (const [name, contents] of Object.entries(REPLACED)) {
      onResolve({ filter: new RegExp(`^${name}$`) }, () => ({ path: name, namespace: "replaced" }));
      onLoad({ filter: new RegExp(`^${name}$`), namespace: "replaced" }, () => ({ contents }));
    }
    for (const { file, from, to } of EDITED) {
      onLoad({ filter: file }, ({ path }) => {
        const text = readFileSync(path, "utf8");
        if (text.split(from).length !== 2) return { errors: [{ text: `${path} no longer has: ${from}` }] };
        return { contents: text.replace(from, to) };
      });
    }
  },
};
