/** A fenced block of a Markdown document. */
export interface Block {
  /** `yaml`, `ts`, …; empty where none is given. */
  language: string;
  text: string;
  /** What the hidden comment right above it says: `file: policies/orders.json`. */
  directive: string | undefined;
  /** The line of its first fence, from 1. */
  line: number;
}

/** Fenced blocks, in order. */
export function blocks(markdown: string): Block[] {
  const found: Block[] = [];
  const lines = markdown.split(/\r?\n/);
  let open: { language: string; start: number; directive: string | undefined } | undefined;
  for (const [index, line] of lines.entries()) {
    const fence = /^```(\S*)/.exec(line);
    if (fence === null) continue;
    if (open === undefined) open = { language: fence[1] ?? "", start: index, directive: directiveAbove(lines, index) };
    else {
      const text = `${lines.slice(open.start + 1, index).join("\n")}\n`;
      found.push({ language: open.language, text, directive: open.directive, line: open.start + 1 });
      open = undefined;
    }
  }
  return found;
}

function directiveAbove(lines: readonly string[], index: number): string | undefined {
  return /^<!-- (.+) -->$/.exec(lines[index - 1] ?? "")?.[1];
}

/** The targets of links and images, without those in code. */
export function links(markdown: string): string[] {
  const text = withoutCode(markdown);
  return [
    ...text.matchAll(/\]\(([^)\s]+)\)/g),
    ...text.matchAll(/^\[[^\]]+\]:\s+(\S+)/gm),
    ...text.matchAll(/ (?:src|srcset)="([^"]+)"/g),
  ].map((match) => match[1] ?? "");
}

/** The anchors that GitHub gives to a document's headings, and those that it gives itself. */
export function anchors(markdown: string): Set<string> {
  const made = new Set<string>();
  const times = new Map<string, number>();
  const outside = markdown.replace(/^```[\s\S]*?^```/gm, "");
  for (const [, heading = ""] of outside.matchAll(/^#{1,6} +(.+?) *#*$/gm)) {
    const slug = heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}_ -]/gu, "")
      .replace(/ /g, "-");
    const before = times.get(slug) ?? 0;
    times.set(slug, before + 1);
    made.add(before === 0 ? slug : `${slug}-${before}`);
  }
  for (const [, id = ""] of outside.matchAll(/<a (?:id|name)="([^"]+)"/g)) made.add(id);
  return made;
}

function withoutCode(markdown: string): string {
  return markdown.replace(/^```[\s\S]*?^```/gm, "").replace(/`[^`\n]*`/g, "");
}
