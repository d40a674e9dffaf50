const ESCAPE = /\\(?:x([\dA-Fa-f]{2})|u([\dA-Fa-f]{4})|U([\dA-Fa-f]{8})|\r?\n[ \t]*|(\/))/g;

/** A text of JSON or YAML with its escapes as what they stand for, so that a word in it is found however it is spelt. */
export function unescaped(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(ESCAPE, (all, ...groups: unknown[]) => {
    const [short, four, eight, slash] = groups;
    const code = [short, four, eight].find((one) => typeof one === "string");
    if (typeof code !== "string") return typeof slash === "string" ? slash : "";
    const point = Number.parseInt(code, 16);
    return point > 0x10ffff ? all : String.fromCodePoint(point);
  });
}
