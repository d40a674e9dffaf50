/**
 * Loaded into every measured Node process by `--require`: at exit it writes the process's peak memory (bytes) and
 * processor time (microseconds) to a file of its own in the folder that BENCH_USAGE_DIR names.
 */
const { readFileSync, writeFileSync } = require("node:fs");

process.on("exit", () => {
  const usage = process.resourceUsage();
  writeFileSync(
    `${process.env.BENCH_USAGE_DIR}/${process.pid}.json`,
    JSON.stringify({ peakBytes: peakBytes(usage), cpuMicroseconds: usage.userCPUTime + usage.systemCPUTime }),
  );
});

function peakBytes(usage) {
  // Linux lets a child start with its parent's maxRSS; the high-water mark of /proc starts anew with the program.
  try {
    const mark = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"));
    if (mark) return Number(mark[1]) * 1024;
  } catch {
    // Not Linux.
  }
  return usage.maxRSS * 1024;
}
