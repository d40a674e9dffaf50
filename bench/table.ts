import { type Measurement, median } from "./measure";

/** A Markdown table with aligned columns; all but the first column are numbers. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((name, column) =>
    Math.max(name.length, 3, ...rows.map((row) => (row[column] ?? "").length)),
  );
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, column) => pad(cells[column] ?? "", width, column)).join(" | ")} |`;
  const rule = `|${widths.map((width, column) => (column === 0 ? "-".repeat(width + 2) : `${"-".repeat(width + 1)}:`)).join("|")}|`;
  return [line(header), rule, ...rows.map(line)].join("\n");
}

/** Medians, extremes, and ratios against one of the measured programs. */
export function measurementTable(measurements: readonly Measurement[], reference: string): string {
  const base = measurements.find((each) => each.name === reference);
  const rows = measurements.map((each) => {
    const wall = each.samples.map((sample) => sample.wallMs);
    return [
      each.name,
      String(wall.length),
      seconds(median(wall)),
      seconds(Math.min(...wall)),
      seconds(Math.max(...wall)),
      ratio(medianOf(each, "wallMs"), base && medianOf(base, "wallMs")),
      seconds(medianOf(each, "cpuMs")),
      (medianOf(each, "peakBytes") / 1e6).toFixed(0),
      ratio(medianOf(each, "peakBytes"), base && medianOf(base, "peakBytes")),
    ];
  });
  return table(["program", "runs", "median s", "min s", "max s", "× time", "CPU s", "peak MB", "× memory"], rows);
}

export function medianOf(measurement: Measurement, what: "wallMs" | "cpuMs" | "peakBytes"): number {
  return median(measurement.samples.map((sample) => sample[what]));
}

/**
 * What one more costs, from each size to the next: equal figures down a column are linear growth.
 *
 * @param sizes Measurements by size, smallest first, the same programs in each.
 */
export function growthTable(sizes: readonly { size: number; measurements: readonly Measurement[] }[]): string {
  const names = sizes[0]?.measurements.map((each) => each.name) ?? [];
  const rows = sizes.slice(1).flatMap((larger, index) => {
    const smaller = sizes[index];
    if (smaller === undefined) return [];
    const more = larger.size - smaller.size;
    const cells = names.flatMap((name) => {
      const [from, to] = [smaller, larger].map(({ measurements }) => measurements.find((each) => each.name === name));
      if (from === undefined || to === undefined) return ["", ""];
      const time = (medianOf(to, "wallMs") - medianOf(from, "wallMs")) / more;
      const memory = (medianOf(to, "peakBytes") - medianOf(from, "peakBytes")) / more / 1000;
      return [time.toFixed(3), memory.toFixed(1)];
    });
    return [[`${smaller.size} → ${larger.size}`, ...cells]];
  });
  return table(["each more", ...names.flatMap((name) => [`${name} ms`, `${name} kB`])], rows);
}

function pad(text: string, width: number, column: number): string {
  return column === 0 ? text.padEnd(width) : text.padStart(width);
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

function ratio(value: number, base: number | undefined): string {
  return base === undefined || base === 0 ? "" : (value / base).toFixed(2);
}
