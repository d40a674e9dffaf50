/** Milliseconds of each step, by its name. */
export type Steps = Record<string, number>;

/** Says as JSON what steps took, and what of the memory is in use while their outcome is held. */
export async function reportHeld(steps: Steps, held: unknown): Promise<void> {
  if (global.gc === undefined) throw new Error("to be started with --expose-gc");
  // What was read stays out of the heap until its turn has ended.
  await new Promise(setImmediate);
  global.gc();
  // Bytes outside of the heap are given back by a thread of its own, after the heap has let go of them.
  await new Promise((done) => setTimeout(done, 100));
  global.gc();
  const { heapUsed, external } = process.memoryUsage();
  console.log(JSON.stringify({ steps, heapBytes: heapUsed, outsideBytes: external, isHeld: held !== undefined }));
}
