import { placeholderText } from "../../model/placeholder";
import { losesAll } from "../../review/loses-all";
import type { AccessChange, Review } from "../../review/review";
import { levelWord } from "../access-change-words";
import { printable } from "../findings-text";
import { NOTHING, type Section } from "./section";

/** More nodes than these make no picture. */
const MOST_NODES = 12;
const TOO_MANY = `<sub>No graph: more than ${MOST_NODES} service accounts, roles and AWS services have a part in what changes.</sub>`;

type Fate = "added" | "removed" | "kept";

/** Service account → role → services, of what changes. */
export function graph({ access }: Review): Section {
  const drawing = new Drawing();
  for (const change of access) {
    draw(drawing, change);
    if (drawing.size > MOST_NODES) return { forms: [() => TOO_MANY] };
  }
  if (drawing.size < 2) return NOTHING;
  return { forms: [() => `#### What changes\n\n${drawing.text()}`, () => ""] };
}

function draw(drawing: Drawing, change: AccessChange): void {
  const { subject, association, roleBefore, roleAfter, roleFate, targetBefore, targetAfter } = change;
  const pods = subject.kind === "role" ? undefined : `${subject.serviceAccount}\u0000${subject.cluster}`;
  const gone = roleBefore !== undefined && roleBefore !== roleAfter;
  const come = roleAfter !== undefined && roleBefore !== roleAfter;
  const [made, destroyed] = [roleFate === "made", roleFate === "destroyed"];
  if (pods !== undefined && subject.kind !== "role") {
    const fate = losesAll(change) ? "removed" : association === "created" ? "added" : "kept";
    drawing.node("pods", pods, subject.serviceAccount, fate);
  }
  if (made && roleAfter !== undefined) drawing.role(roleAfter, "added");
  if (destroyed && roleBefore !== undefined) drawing.role(roleBefore, "removed");
  if (pods !== undefined) {
    if (gone) {
      const label = association === "kept" ? "role destroyed" : "- association";
      drawing.edge(["pods", pods], ["role", roleBefore], "removed", label);
    }
    if (roleAfter !== undefined)
      drawing.edge(
        ["pods", pods],
        ["role", roleAfter],
        come ? "added" : "kept",
        come ? "+ association" : association === "replaced" ? "replaced" : "",
      );
  }
  const left = targetBefore !== targetAfter;
  if (roleBefore !== undefined && targetBefore !== undefined && (gone || left))
    drawing.edge(["role", roleBefore], ["role", targetBefore], "removed", "assumes");
  if (roleAfter !== undefined && targetAfter !== undefined)
    drawing.edge(["role", roleAfter], ["role", targetAfter], come || left ? "added" : "kept", "assumes");
  const [was, is] = [targetBefore ?? roleBefore, targetAfter ?? roleAfter];
  const lost = gone || left ? was : (is ?? was);
  // Whom a role is given to, or taken from, changes nothing of what the role itself may do.
  const isOfRole = ["kept", "updated", "replaced", "none"].includes(association);
  for (const [entries, role, sign, fate] of [
    [change.gained, is, "+ ", isOfRole || made ? "added" : "kept"],
    [change.lost, lost, "- ", isOfRole || destroyed ? "removed" : "kept"],
  ] as const) {
    if (role === undefined) continue;
    for (const [service, levels] of servicesOf(entries)) {
      const label = `${fate === "kept" ? "" : sign}${[...levels].join(", ")}`;
      drawing.edge(["role", role], ["service", service], fate, label);
    }
  }
}

function servicesOf(entries: AccessChange["gained"]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { everything, services, level } of entries) {
    for (const service of everything ? ["every service"] : services.map((each) => each.service)) {
      found.set(service, (found.get(service) ?? new Set()).add(levelWord(level)));
    }
  }
  return found;
}

type NodeKind = "pods" | "role" | "service";

/** A flowchart in Mermaid's language; https://mermaid.js.org/syntax/flowchart.html. */
class Drawing {
  private readonly nodes = new Map<string, { id: string; kind: NodeKind; label: string; fate: Fate }>();
  private readonly edges = new Map<string, { from: string; to: string; fate: Fate; labels: Set<string> }>();

  get size(): number {
    return this.nodes.size;
  }

  node(kind: NodeKind, key: string, label: string, fate: Fate): string {
    const whole = `${kind} ${key}`;
    const standing = this.nodes.get(whole);
    if (standing !== undefined) return standing.id;
    const id = `n${this.nodes.size}`;
    this.nodes.set(whole, { id, kind, label, fate });
    return id;
  }

  role(name: string, fate: Fate): void {
    this.node("role", name, roleLabel(name), fate);
  }

  edge(from: readonly [NodeKind, string], to: readonly [NodeKind, string], fate: Fate, label: string): void {
    const [a, b] = [from, to].map(([kind, key]) =>
      this.node(kind, key, kind === "role" ? roleLabel(key) : key, "kept"),
    );
    if (a === undefined || b === undefined) return;
    const key = `${a} ${b} ${fate}`;
    const standing = this.edges.get(key) ?? { from: a, to: b, fate, labels: new Set<string>() };
    if (label !== "") standing.labels.add(label);
    this.edges.set(key, standing);
  }

  text(): string {
    const edges = [...this.edges.values()];
    const styled = (fate: Fate) => edges.flatMap((edge, index) => (edge.fate === fate ? [index] : []));
    const style = (fate: Fate, css: string) =>
      styled(fate).length === 0 ? [] : [`  linkStyle ${styled(fate).join(",")} ${css}`];
    return [
      "```mermaid",
      "flowchart LR",
      ...[...this.nodes.values()].map(({ id, kind, label, fate }) => {
        const sign = fate === "added" ? "+ " : fate === "removed" ? "- " : "";
        const [open, close] = SHAPES[kind];
        return `  ${id}${open}"${mermaidLabel(`${sign}${label}`)}"${close}:::${fate}`;
      }),
      ...edges.map(({ from, to, fate, labels }) => {
        const arrow = fate === "removed" ? "-.->" : "-->";
        const label = labels.size === 0 ? "" : `|"${mermaidLabel([...labels].join(", "))}"|`;
        return `  ${from} ${arrow}${label} ${to}`;
      }),
      "  classDef kept stroke:#8b949e",
      "  classDef added stroke:#2da44e,stroke-width:3px",
      "  classDef removed stroke:#cf222e,stroke-width:2px,stroke-dasharray:5 3",
      ...style("added", "stroke:#2da44e,stroke-width:2px"),
      ...style("removed", "stroke:#cf222e,stroke-width:2px"),
      "```",
    ].join("\n");
  }
}

function roleLabel(name: string): string {
  return name.split("/").pop() ?? name;
}

const SHAPES: Record<NodeKind, readonly [string, string]> = {
  pods: ["([", "])"],
  role: ["[", "]"],
  service: ["[[", "]]"],
};

/** Longer labels lose their end. */
const LONGEST_LABEL = 60;

/** A label for between quotes: all but letters, digits and what is harmless between them as Mermaid's `#…;`. */
export function mermaidLabel(value: string): string {
  const characters = [...printable(placeholderText(value))];
  const shown = characters.length > LONGEST_LABEL ? [...characters.slice(0, LONGEST_LABEL - 1), "…"] : characters;
  return shown
    .map((character) => (/[A-Za-z0-9 ,/_]/.test(character) ? character : `#${character.codePointAt(0) ?? 32};`))
    .join("");
}
