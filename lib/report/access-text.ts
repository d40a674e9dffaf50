import { effectiveRoleArn } from "../access/pod";
import type { PodAccess } from "../access/summary";
import { serviceAccountText } from "../model/identity";
import { accessRows } from "./access-rows";

/** What a terminal shows without folding lines. */
const WIDTH = 80;

/** The access of pods as text: a block a pod, a line for each service and level in it. */
export function accessText(pods: readonly PodAccess[]): string {
  return pods.map(block).join("\n\n");
}

function block({ pod, grants, unknown }: PodAccess): string {
  const role = effectiveRoleArn(pod).split("/").pop() ?? "";
  const who = `${serviceAccountText(pod.serviceAccount)} on ${pod.cluster.key}`;
  const head = `${who}${who.length + role.length + 4 > WIDTH ? "\n" : ""} as ${role}`;
  const rows = accessRows(grants).map((row) => [
    row.services,
    `${row.level}${row.sure ? "" : " ?"}`,
    row.actions,
    row.resources,
  ]) satisfies [string, string, string, readonly string[]][];
  const titles = ["SERVICE", "LEVEL", "ACTIONS"] as const;
  const widths = titles.map((title, index) => Math.max(title.length, ...rows.map((row) => String(row[index]).length)));
  const cells = (row: readonly string[]) => row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join("  ");
  const left = Math.max(16, WIDTH - 2 - widths.reduce((sum, width) => sum + width + 2, 0));
  const lines = rows.map(([services, level, actions, resources]) => {
    const [first = "", ...others] = resources;
    const more = others.length === 0 ? "" : ` and ${others.length} more`;
    return `  ${cells([services, level, actions])}  ${shortened(first, left - more.length)}${more}`;
  });
  return [
    head,
    ...(rows.length === 0 ? ["  nothing that is known here"] : [`  ${cells(titles)}  RESOURCES`, ...lines]),
    ...(grants.some(({ sure }) => !sure) ? ["  ? where conditions hold, or as policies not known here decide"] : []),
    ...unknown.map((why) => `  unknown: ${why}`),
  ].join("\n");
}

/** A long ARN without its middle: its service and its name say most. */
function shortened(text: string, width: number): string {
  if (text.length <= width) return text;
  const kept = Math.max(8, width - 1);
  const tail = Math.ceil(kept * 0.6);
  return `${text.slice(0, kept - tail)}…${text.slice(-tail)}`;
}
