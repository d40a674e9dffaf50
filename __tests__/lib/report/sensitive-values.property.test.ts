import { createColors } from "picocolors";
import type { PlanDocument } from "../../../lib/plan/document";
import type { Change } from "../../../lib/plan/format";
import { plannedOf } from "../../../lib/plan/planned-of";
import { readPlan } from "../../../lib/plan/read-plan";
import { reviewAnnotations } from "../../../lib/report/review-annotations";
import { reviewJson } from "../../../lib/report/review-json";
import { reviewMarkdown } from "../../../lib/report/review-markdown";
import { reviewSarif } from "../../../lib/report/review-sarif";
import { reviewTerminal } from "../../../lib/report/review-terminal";
import { reviewPlans } from "../../../lib/review/review-plans";
import { CHANGE_RULES } from "../../../lib/rules/change/all";
import { PERMISSION_RULES } from "../../../lib/rules/permissions/all";
import { plansOf } from "../../plans/load";
import fc from "../../property";

const SECRET = "zqcanaryqz";
const OTHER = "zqcanariqz";

/** Real plans, which have between them every type of resource that a review reads. */
const BASES = [
  "agent-lowered",
  "addon-identity-added",
  "boundary-added",
  "managed-policy-swapped",
  "repointed-to-existing-role",
  "role-shared",
  "hcl-data-role",
  "hcl-drift-policy",
  "hcl-role-in-use-destroyed",
];

type Path = readonly (string | number)[];
type Holder = Record<string | number, unknown>;

/** Where in a plan a value is made secret, how, and how far above it the mark stands. */
interface Swap {
  at: number;
  how: number;
  isWhole: boolean;
}

function isHolder(value: unknown): value is Holder {
  return typeof value === "object" && value !== null;
}

/** The places of the texts in a value. */
function textsIn(value: unknown, path: Path = []): Path[] {
  if (typeof value === "string") return [path];
  if (!isHolder(value)) return [];
  const keys = Array.isArray(value) ? value.keys() : Object.keys(value);
  return [...keys].flatMap((key) => textsIn(value[key], [...path, key]));
}

/** Puts `made(what was there)` at a path. */
function replaced(value: unknown, [key, ...rest]: Path, made: (was: unknown) => unknown): unknown {
  if (key === undefined) return made(value);
  if (Array.isArray(value)) return value.map((one, index) => (index === key ? replaced(one, rest, made) : one));
  return isHolder(value) ? { ...value, [key]: replaced(value[key], rest, made) } : value;
}

/** Marks a path as Terraform does: `true` at the value, or above it, among the marks that are there. */
function marked(marks: unknown, [key, ...rest]: Path): unknown {
  if (marks === true || key === undefined) return true;
  if (typeof key === "string") {
    const own = isHolder(marks) ? marks : {};
    return { ...own, [key]: marked(own[key], rest) };
  }
  const own: unknown[] = Array.isArray(marks) ? marks : [];
  const length = Math.max(own.length, key + 1);
  return Array.from({ length }, (_, index) => (index === key ? marked(own[index], rest) : (own[index] ?? false)));
}

/** A text with the secret in it, of the same kind as the one that stood there. */
function secretFor(was: unknown, how: number, secret: string): string {
  const text = String(was);
  if (text.startsWith("{") && how > 0) {
    const statement = [
      { Effect: "Allow", Action: "s3:GetObject", Resource: `arn:aws:s3:::${secret}/*` },
      { Effect: "Allow", Action: `s3:${secret}`, Resource: "*", Sid: secret },
      {
        Effect: "Allow",
        Action: "*",
        Resource: "*",
        Condition: { StringEquals: { [`aws:RequestTag/${secret}`]: secret } },
      },
      { Effect: "Allow", Action: "sts:AssumeRole", Principal: { AWS: `arn:aws:iam::492000000148:role/${secret}` } },
    ][how % 4];
    return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  }
  if (text.startsWith("arn:") && how > 0) return text.replace(/[^/:]*$/, secret);
  return how % 2 === 0 ? secret : `${text.slice(0, 8)}-${secret}`;
}

type Side = "before" | "after";

/** A change with some of its texts replaced by secret ones, and these marked. */
function withSecrets(change: Change, swapOf: (path: Path, side: Side) => Swap | undefined, secret: string): unknown {
  const made: Holder = { ...change };
  for (const side of ["before", "after"] as const) {
    for (const path of textsIn(change[side])) {
      const swap = swapOf(path, side);
      if (swap === undefined) continue;
      made[side] = replaced(made[side], path, (was) => secretFor(was, swap.how, secret));
      const mark = swap.isWhole ? path.slice(0, 1) : path;
      made[`${side}_sensitive`] = marked(made[`${side}_sensitive`], mark);
    }
  }
  return made;
}

function secretPlan(
  { plan, ...document }: PlanDocument,
  swaps: readonly Swap[] | "all",
  text: string = SECRET,
): PlanDocument {
  let met = 0;
  const all = [...(plan.resource_changes ?? []), ...(plan.resource_drift ?? [])];
  const places = all.reduce((sum, { change }) => sum + textsIn(change.before).length + textsIn(change.after).length, 0);
  const chosen = new Map(swaps === "all" ? [] : swaps.map((swap) => [swap.at % places, swap]));
  const swapOf = (): Swap | undefined => {
    const at = met++;
    return swaps === "all" ? { at, how: at, isWhole: at % 3 === 0 } : chosen.get(at);
  };
  const secret = (list: typeof plan.resource_changes = []) =>
    list.map((one) => ({ ...one, change: withSecrets(one.change, swapOf, text) }));
  const read = readPlan(
    {
      ...plan,
      resource_changes: secret(plan.resource_changes),
      resource_drift: secret(plan.resource_drift),
      variables: { secret: { value: text } },
      output_changes: {
        secret: { actions: ["create"], before: null, after: text, before_sensitive: false, after_sensitive: true },
      },
    },
    document.file,
  );
  if (Array.isArray(read)) throw new Error(JSON.stringify(read));
  return { ...document, plan: read };
}

/** Everything that is ever written of a review. */
function written(documents: readonly PlanDocument[]): Record<string, string> {
  const review = reviewPlans(plannedOf(documents), { today: "2026-01-01" });
  const layout = { base: "", declarationOf: () => undefined };
  const rules = [...PERMISSION_RULES, ...CHANGE_RULES];
  return {
    comment: reviewMarkdown(review).text,
    summary: reviewMarkdown(review, { limit: Number.POSITIVE_INFINITY }).text,
    terminal: reviewTerminal(review, createColors(false)),
    json: JSON.stringify(reviewJson(review)),
    sarif: JSON.stringify(reviewSarif(review, { ...layout, version: "1.0.0", rules })),
    annotations: reviewAnnotations(review, layout).join("\n"),
  };
}

function leaks(documents: readonly PlanDocument[]): string[] {
  return Object.entries(written(documents))
    .filter(([, text]) => text.toLowerCase().includes(SECRET))
    .map(([format]) => format);
}

describe("a value that is marked sensitive", () => {
  const bases = new Map(BASES.map((name) => [name, plansOf(name)]));
  const leaksOf = (name: string, swaps: readonly Swap[] | "all") =>
    leaks((bases.get(name) ?? []).map((document) => secretPlan(document, swaps)));

  test("would be seen if it were not marked", () => {
    const [base] = plansOf("role-shared").map((document) => secretPlan(document, "all"));
    const bare = base?.plan.resource_changes?.map(({ change, ...one }) => ({
      ...one,
      change: { ...change, before_sensitive: {}, after_sensitive: {} },
    }));
    if (base === undefined || bare === undefined) throw new Error("no plan");
    expect(leaks([{ ...base, plan: { ...base.plan, resource_changes: bare } }])).toContain("comment");
  });

  test.each(BASES)("%s: every text of a plan may be one", (name) => {
    expect(leaksOf(name, "all")).toEqual([]);
  });

  test("wherever it stands, beside what is not, it is in nothing that is written", () => {
    const swap = fc.record({ at: fc.nat(), how: fc.nat(7), isWhole: fc.boolean() });
    fc.assert(
      fc.property(fc.constantFrom(...BASES), fc.array(swap, { minLength: 1, maxLength: 8 }), (name, swaps) => {
        expect(leaksOf(name, swaps)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test("another one gives the same fingerprint", () => {
    const fingerprintOf = (name: string, swaps: readonly Swap[], text: string) =>
      reviewPlans(plannedOf((bases.get(name) ?? []).map((one) => secretPlan(one, swaps, text))), {}).fingerprint;
    const swap = fc.record({ at: fc.nat(), how: fc.nat(7), isWhole: fc.boolean() });
    fc.assert(
      fc.property(fc.constantFrom(...BASES), fc.array(swap, { minLength: 1, maxLength: 8 }), (name, swaps) => {
        expect(fingerprintOf(name, swaps, OTHER)).toBe(fingerprintOf(name, swaps, SECRET));
      }),
      { numRuns: 60 },
    );
  });
});
