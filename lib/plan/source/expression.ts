/** An expression of the configuration language, read and not yet evaluated. */
export type Expression =
  | { kind: "literal"; value: null | boolean | number | string }
  | { kind: "template"; parts: readonly TemplatePart[] }
  | { kind: "name"; name: string }
  | { kind: "attribute"; of: Expression; name: string }
  | { kind: "index"; of: Expression; key: Expression }
  /** `list[*].a.b`: `each` is evaluated with the name SPLAT_ITEM standing for an element. */
  | { kind: "splat"; of: Expression; each: Expression }
  | { kind: "call"; name: string; arguments: readonly Expression[]; spread: boolean }
  | { kind: "tuple"; items: readonly Expression[] }
  | { kind: "object"; items: readonly ObjectItem[] }
  | ForExpression
  | { kind: "unary"; operator: "-" | "!"; operand: Expression }
  | { kind: "binary"; operator: BinaryOperator; left: Expression; right: Expression }
  | { kind: "conditional"; condition: Expression; yes: Expression; no: Expression }
  /** What is read over, and never evaluated. */
  | { kind: "beyond"; what: string };

export type TemplatePart = string | Expression;

export interface ObjectItem {
  key: Expression;
  value: Expression;
}

export interface ForExpression {
  kind: "for";
  key?: string;
  value: string;
  collection: Expression;
  /** Of an object. */
  resultKey?: Expression;
  result: Expression;
  condition?: Expression;
  /** `...`: values of the same key make a list. */
  grouped: boolean;
}

export type BinaryOperator = "||" | "&&" | "==" | "!=" | "<" | ">" | "<=" | ">=" | "+" | "-" | "*" | "/" | "%";

/** No identifier can be written like this. */
export const SPLAT_ITEM = "[*]";
