/** Writes a data file of lib/iam: lines of text in brotli, which lib/iam-data/read-lines.ts reads. */
import { writeFileSync } from "node:fs";
import { brotliCompressSync, constants } from "node:zlib";

export function writeLines(file, lines) {
  const text = Buffer.from(lines.join("\n"));
  const bytes = brotliCompressSync(text, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_LGWIN]: 24,
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
    },
  });
  writeFileSync(`lib/iam-data/${file}`, bytes);
  console.log(`lib/iam-data/${file}: ${lines.length} lines, ${text.length} bytes as ${bytes.length}`);
}
