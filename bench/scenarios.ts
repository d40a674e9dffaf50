import { writeFileSync } from "node:fs";
import path from "node:path";
import { writeManyServices, writeOneService } from "./declarations";
import type { Program } from "./measure";
import {
  bare,
  bareBundled,
  cdktfSynth,
  defaultStyle,
  emptyNode,
  type Places,
  product,
  productAppCommand,
  productCheck,
} from "./programs";

/** Programs that are run side by side and compared with one of them. */
export interface Scenario {
  readonly title: string;
  readonly runs: number;
  /** Name of the program that the ratios refer to. */
  readonly reference: string;
  readonly programs: readonly Program[];
  /** Set where all programs must make the same resources, outputs and stacks. */
  readonly sameResources: boolean;
  /** Set where scenarios of one series differ in size alone. */
  readonly series?: { readonly name: string; readonly size: number };
}

/** Writes the declarations that the scenarios need, and lists them. */
export function scenarios(at: Places, sizes: readonly number[], withProduct: boolean): Scenario[] {
  const ours = (...programs: Program[]) => (withProduct ? programs : []);
  const one = path.join(at.services, "one");
  writeOneService(one, 1);
  writeFileSync(
    path.join(one, "cdktf.json"),
    `${JSON.stringify({ language: "typescript", app: productAppCommand(at, one), sendCrashReports: "false" })}\n`,
  );
  const single = { IDENTITIES: "1" };
  return [
    {
      title: "Synth of one service",
      runs: 21,
      reference: "bare",
      programs: [...ours(product(at, one)), bare(at, single), bareBundled(at, single)],
      sameResources: true,
    },
    {
      title: "Synth of one service, against the default style",
      runs: 3,
      reference: "default style",
      programs: [...ours(product(at, one)), bare(at, single), defaultStyle(at, single)],
      sameResources: true,
    },
    {
      title: "The whole of `cdktf synth`, one service",
      runs: 3,
      reference: "default style",
      programs: [...ours(cdktfSynth(at, "product", one)), cdktfSynth(at, "default style", at.defaultStyle)],
      sameResources: true,
    },
    ...sizes.map((size): Scenario => {
      const folder = path.join(at.services, `identities-${size}`);
      writeOneService(folder, size);
      return {
        title: `${size} identities in one stack`,
        runs: runsFor(size),
        reference: "bare",
        programs: [...ours(product(at, folder)), bare(at, { IDENTITIES: String(size) })],
        sameResources: true,
        series: { name: "identities in one stack", size },
      };
    }),
    ...sizes.map((size): Scenario => {
      const folder = path.join(at.services, `stacks-${size}`);
      writeManyServices(folder, size);
      return {
        title: `${size} stacks of one identity`,
        runs: runsFor(size),
        reference: "bare",
        programs: [...ours(product(at, folder)), bare(at, { STACKS: String(size) })],
        sameResources: true,
        series: { name: "stacks of one identity", size },
      };
    }),
    {
      title: "`pod-identity check` of one service",
      runs: 21,
      reference: "node -e 0",
      programs: [...ours(productCheck(at, one)), emptyNode(at)],
      sameResources: false,
    },
  ];
}

function runsFor(size: number): number {
  if (size <= 100) return 11;
  return size <= 1000 ? 7 : 5;
}
