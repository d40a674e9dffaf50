import { parseFaults } from "../../sandbox/fault-options";
import { faultDice, NO_FAULTS } from "../../sandbox/faults";

test("every fault can be asked for", () => {
  const options = ["throttle=0.2", "5xx=.1", "drop=0.05", "drop-after=1", "consistency=3s", "seed=7"];
  const faults = { throttle: 0.2, serverError: 0.1, drop: 0.05, dropAfter: 1, consistencySeconds: 3, seed: 7 };
  expect(parseFaults(options)).toEqual(faults);
  expect(parseFaults([])).toEqual(NO_FAULTS);
});

test.each([
  ["500ms", 0.5],
  ["1.5s", 1.5],
  ["2m", 120],
  ["0s", 0],
])("consistency=%s", (text, seconds) => {
  expect(parseFaults([`consistency=${text}`]).consistencySeconds).toBe(seconds);
});

test.each([
  ["throtle=0.2", '"throtle=0.2": there is no fault "throtle"; did you mean "throttle"?'],
  [
    "latency=1",
    '"latency=1": there is no fault "latency"; there are throttle, 5xx, drop, drop-after, consistency, seed',
  ],
  ["", '"": there is no fault ""; there are throttle, 5xx, drop, drop-after, consistency, seed'],
  [
    "__proto__=1",
    '"__proto__=1": there is no fault "__proto__"; there are throttle, 5xx, drop, drop-after, consistency, seed',
  ],
  ["throttle", '"throttle": throttle must be a chance from 0 to 1, such as 0.2, found ""'],
  ["throttle=20%", '"throttle=20%": throttle must be a chance from 0 to 1, such as 0.2, found "20%"'],
  ["drop=1.1", '"drop=1.1": drop must be a chance from 0 to 1, such as 0.2, found "1.1"'],
  ["drop=-1", '"drop=-1": drop must be a chance from 0 to 1, such as 0.2, found "-1"'],
  ["consistency=3", '"consistency=3": consistency must be a time up to 10m, such as 3s, 500ms or 1m, found "3"'],
  ["consistency=1h", '"consistency=1h": consistency must be a time up to 10m, such as 3s, 500ms or 1m, found "1h"'],
  ["seed=x", '"seed=x": seed must be a whole number from 0 to 4294967295, found "x"'],
])("refuses %s", (text, message) => {
  expect(() => parseFaults([text])).toThrow(new Error(`Cannot read the faults:\n  ${message}`));
});

test("all that is wrong is told at once", () => {
  expect(() => parseFaults(["throttle=2", "seed=1", "seed=2", "dorp=1"])).toThrow(
    [
      "Cannot read the faults:",
      '  "throttle=2": throttle must be a chance from 0 to 1, such as 0.2, found "2"',
      '  "seed=2": seed is given twice; give it once',
      '  "dorp=1": there is no fault "dorp"; did you mean "drop"?',
    ].join("\n"),
  );
});

describe("dice", () => {
  const roll = (seed: number, order: string[]) => {
    const dice = faultDice({ ...NO_FAULTS, seed, throttle: 0.5, drop: 0.2 });
    return order.map((subject) => `${subject} ${dice(subject)}`).sort();
  };
  const subjects = Array.from({ length: 40 }, (_, index) => `subject-${index}`);

  test("the order of the requests does not matter, the seed does", () => {
    expect(roll(7, subjects)).toEqual(roll(7, [...subjects].reverse()));
    expect(roll(7, subjects)).not.toEqual(roll(8, subjects));
  });

  test("a chance is met over many requests, and a request that is tried again is drawn again", () => {
    const dice = faultDice({ ...NO_FAULTS, throttle: 0.2 });
    const struck = Array.from({ length: 5000 }, () => dice("the same")).filter((fault) => fault === "throttle").length;
    expect(struck / 5000).toBeGreaterThan(0.17);
    expect(struck / 5000).toBeLessThan(0.23);
  });

  test("0 is never, 1 is always", () => {
    const never = faultDice(NO_FAULTS);
    const always = faultDice({ ...NO_FAULTS, dropAfter: 1 });
    expect(subjects.map(never)).toEqual(subjects.map(() => undefined));
    expect(subjects.map(always)).toEqual(subjects.map(() => "dropAfter"));
  });
});
