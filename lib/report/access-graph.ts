import { effectiveRoleArn } from "../access/pod";
import type { PodAccess } from "../access/summary";
import { serviceAccountText } from "../model/identity";
import { accessRows } from "./access-rows";

/** The access of pods as a Mermaid diagram: service account → role → service and level. */
export function accessGraph(pods: readonly PodAccess[]): string {
  const lines = ["graph LR"];
  const ids = new Map<string, string>();
  const node = (kind: string, key: string, label: string): string => {
    const known = ids.get(`${kind} ${key}`);
    if (known !== undefined) return known;
    const id = `${kind}${ids.size}`;
    ids.set(`${kind} ${key}`, id);
    lines.push(`  ${id}["${escaped(label)}"]`);
    return id;
  };
  const arrows = new Set<string>();
  for (const { pod, grants } of pods) {
    const arn = effectiveRoleArn(pod);
    const account = node(
      "account",
      `${pod.cluster.arn} ${serviceAccountText(pod.serviceAccount)}`,
      `${serviceAccountText(pod.serviceAccount)} on ${pod.cluster.key}`,
    );
    const role = node("role", arn, arn.split("/").pop() ?? arn);
    arrows.add(`  ${account} --> ${role}`);
    for (const { services, level, sure } of accessRows(grants)) {
      const access = node("access", `${services} ${level}`, `${services}: ${level}`);
      arrows.add(`  ${role} ${sure ? "-->" : "-.->"} ${access}`);
    }
  }
  return [...lines, ...arrows].join("\n");
}

/** Mermaid reads `#35;` as the character of that number: nothing in a name can end its text or begin markup. */
function escaped(text: string): string {
  return text.replace(/[^\w /.:,@+=-]/gu, (character) => `#${character.codePointAt(0) ?? 0};`);
}
