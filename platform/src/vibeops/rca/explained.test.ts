import { describe, expect, test } from "vitest";
import type { Hypothesis } from "./causes/hypothesis.ts";
import { diagnose } from "./diagnose.ts";
import {
  besideFailures,
  explainedByDatabase,
  explainedByDemand,
  explainedByNode,
  explainedByShortage,
  explainedBySeason,
  explainedTogether,
} from "./explained.ts";
import { begin, changeOf, fault, shop, type ShopOptions, window } from "./fixture.ts";
import type { Season } from "./scene/seasons.ts";

const minute = 60_000;

/** Front and catalog on one day: 60 requests a minute, slower by so much from the minute of the fault on. */
const daySlower = (day: number, ms: number): Season[] =>
  ["front", "catalog"].map((service) => {
    const times = Array.from({ length: (window.to - begin) / minute }, (_, i) => begin + i * minute);
    return {
      day,
      service,
      times,
      requests: times.map(() => 60),
      failures: times.map(() => 0),
      durations: times.map((time, i) => 60 * (20 + (i % 3) + (time >= fault ? ms : 0))),
    };
  });

/** @param before how much slower it became at this time on each of the days before, from yesterday on */
const nightly = (now: number, before: readonly number[], without: readonly string[] = []) => {
  const slower: ShopOptions["change"] = (request) => {
    request.frontMs += now;
    request.catalogMs += now;
    request.cartMs += now;
  };
  const seasons = [now, ...before].flatMap((ms, day) => daySlower(day, ms));
  return diagnose(shop({ change: slower, seasons }), without);
};

describe("what comes every day at this time", () => {
  test("is not told: a nightly batch that slows everything", () => {
    expect(nightly(200, [200, 180, 220, 200, 190, 210, 200])).toMatchObject({
      verdict: "healthy",
      causes: [],
    });
  });

  test.each([
    ["on a day on which it never came before", 200, [0, 0, 0, 0, 0, 0, 0]],
    ["when it came on one day before only", 200, [200]],
    ["when it is three times as large as usual", 600, [200, 200, 200, 200, 200, 200, 200]],
    ["when nothing is known of other days", 200, []],
  ] as const)("is told %s", (_, now, before) => {
    expect(nightly(now, before).verdict).toBe("cause");
  });

  test("is told where seasons are left out", () => {
    expect(nightly(200, [200, 200, 200], ["seasons"]).verdict).toBe("cause");
  });
});

const hypothesis = (given: Partial<Hypothesis>): Hypothesis => ({
  rule: "delays",
  kind: "code-fault",
  service: "catalog",
  subject: "",
  at: fault,
  score: 60,
  inside: [],
  facts: [],
  against: [],
  victims: [],
  touches: [],
  ...given,
});

describe("of a usual rise", () => {
  const scene = shop({ seasons: [0, 1, 2, 3].flatMap((day) => daySlower(day, 200)) });
  const [left] = explainedBySeason(scene, [hypothesis({ score: 10 })]);

  test("15 % is left, with what speaks against it", () => {
    expect(left?.score).toBe(1.5);
    expect(left?.against).toEqual([{ code: "every-day", values: { days: 3, time: "09:15" } }]);
  });

  test.each([
    ["however clearly it is seen, too little to be told", { score: 150 }, 1.75],
    [
      "a cause that takes no requests is known by those who suffer from it",
      { service: "job", victims: ["front"] },
      1.75,
    ],
    ["a cause that names nobody is known by all together", { rule: "neighbours", service: "job" }, 1.75],
    ["failures did not rise and are not explained", { rule: "failures" }, 60],
    ["nor are requests", { rule: "load" }, 60],
    ["nor is what code does, which knows no season", { rule: "code-paths" }, 60],
    ["nor is what began at another time", { at: fault - 9 * minute }, 60],
  ] as const)("%s", (_, given, score) => {
    expect(explainedBySeason(scene, [hypothesis(given as Partial<Hypothesis>)])[0]?.score).toBe(score);
  });
});

test.each([
  [
    "fainter, of the same service and soon after, is more of the same",
    { score: 20, at: fault + 4 * minute },
    1.75,
  ],
  ["stronger is something new", { score: 90, at: fault + 4 * minute }, 90],
  ["of another service is something new", { score: 20, service: "cart", at: fault + 4 * minute }, 20],
  ["much later is something new", { score: 20, at: fault + 6 * minute }, 20],
])("what is %s", (_, given, score) => {
  const scene = shop({ seasons: [0, 1, 2, 3].flatMap((day) => daySlower(day, 200)) });
  expect(explainedBySeason(scene, [hypothesis({}), hypothesis(given)])[1]?.score).toBe(score);
});

describe("at a surge of requests", () => {
  const surge = hypothesis({
    rule: "load",
    kind: "load-surge",
    facts: [{ code: "load", values: { factor: 3 } }],
  });

  test("slowness of the same moment is the surge's, and less than a cause", () => {
    const [, slow] = explainedByShortage([surge, hypothesis({ at: fault + minute })]);
    expect(slow).toMatchObject({ score: 7, against: [{ code: "more-requests", values: { factor: 3 } }] });
  });

  test.each([
    ["slowness that began long before", { at: fault - 2 * minute }],
    ["what fails", { rule: "failures" }],
  ])("%s is not", (_, given) => {
    expect(explainedByShortage([surge, hypothesis(given)])[1]?.score).toBe(60);
  });
});

const slower = (before: number, after: number): Partial<Hypothesis> => ({
  facts: [{ code: "slower-leaf", values: { before, after } }],
});

describe("beside requests that fail", () => {
  const failure = { rule: "failures", kind: "dependency-down", service: "payment", score: 40 } as const;
  const left = (slow: Partial<Hypothesis>, failed: Partial<Hypothesis> = failure) =>
    besideFailures([hypothesis(failed), hypothesis(slow)])[1];

  test("what became a few milliseconds slower is less than a cause", () => {
    expect(left(slower(3, 14))).toMatchObject({
      score: 7,
      against: [{ code: "few-ms", values: { service: "payment" } }],
    });
  });

  test.each<readonly [string, Partial<Hypothesis>, Partial<Hypothesis>]>([
    ["what people feel is not", slower(3, 90), failure],
    ["what began at another time is not", { ...slower(3, 14), at: fault - 3 * minute }, failure],
    ["nor is it where few of them fail", slower(3, 14), { ...failure, score: 12 }],
    ["nor where they ran out of time", slower(3, 14), { ...failure, kind: "slow-dependency" }],
    ["nor is what is no slowness", { rule: "repeats", ...slower(3, 14) }, failure],
  ])("%s", (_, slow, failed) => {
    expect(left(slow, failed)?.score).toBe(60);
  });
});

describe("when a node is gone", () => {
  const node = hypothesis({
    rule: "kubernetes",
    kind: "node-lost",
    service: "node-2",
    subject: "node-2",
    score: 40,
    victims: ["catalog", "payment"],
  });
  const failing = { rule: "failures", kind: "dependency-down", at: fault - 40_000 } as const;
  const failed = hypothesis(failing);
  const leftOf = (given: Partial<Hypothesis>) => explainedByNode([node, hypothesis(given)])[1];

  test("failed calls to what ran on it are the node's, and tell when it went", () => {
    const [gone, calls] = explainedByNode([node, failed]);
    expect(gone).toEqual({ ...node, at: failed.at });
    expect(calls).toMatchObject({ score: 7, against: [{ code: "node-gone", values: { node: "node-2" } }] });
  });

  test.each([
    ["whoever called what ran on it", { ...failing, service: "front", victims: ["catalog"] }, 7],
    ["a service that it did not run", { ...failing, service: "cart" }, 60],
    ["what was wrong two minutes before", { ...failing, at: fault - 2 * minute }, 60],
    ["what Kubernetes says of a pod", { rule: "kubernetes" }, 60],
  ] as const)("of %s %s is left", (_, given, score) => {
    expect(leftOf(given as Partial<Hypothesis>)?.score).toBe(score);
  });

  test("and nothing ran on it, it explains nothing", () => {
    expect(explainedByNode([{ ...node, victims: [] }, failed])[1]).toBe(failed);
  });
});

describe("when a database is away", () => {
  const database = hypothesis({
    rule: "failures",
    kind: "database-down",
    service: "database",
    touches: ["10.0.0.9:5432", "database"],
  });
  const unreachable = { rule: "failures", kind: "dependency-down", service: "catalog" } as const;

  test.each<[string, Partial<Hypothesis>, number]>([
    ["a service that asks it and can't be reached", unreachable, 7],
    ["its pods that crash", { ...unreachable, rule: "kubernetes", kind: "crash-loop" }, 7],
    ["its pods that are not ready", { ...unreachable, rule: "kubernetes", kind: "readiness-failing" }, 7],
    ["a service that does not ask it", { ...unreachable, service: "cart" }, 60],
    ["what was wrong a minute before", { ...unreachable, at: fault - minute }, 60],
    ["code that goes another way", { ...unreachable, rule: "code-paths", kind: "code-fault" }, 60],
  ])("of %s so much is left", (_, given, score) => {
    const [first, other] = explainedByDatabase(shop(), [database, hypothesis(given)]);
    expect([first, other?.score]).toEqual([database, score]);
  });

  test("and that is hardly seen, it explains nothing", () => {
    const other = hypothesis(unreachable);
    expect(explainedByDatabase(shop(), [{ ...database, score: 5 }, other])[1]).toBe(other);
  });
});

test("when somebody takes the processor from all others, the slowness of all others is his", () => {
  const hog = hypothesis({
    rule: "neighbours",
    kind: "cpu-contention",
    service: "reports",
    subject: "reports-1",
  });
  const [blamed, slow] = explainedByShortage([hog, hypothesis({ at: fault + minute })]);
  expect(blamed).toBe(hog);
  expect(slow).toMatchObject({
    score: 7,
    against: [{ code: "short-of-cpu", values: { subject: "reports-1" } }],
  });
});

const unready = (...services: readonly string[]) =>
  explainedTogether(
    services.map((service) => hypothesis({ rule: "kubernetes", kind: "readiness-failing", service })),
  );

describe("pods that cease to be ready", () => {
  test("of two services are their own trouble", () => {
    expect(unready("cart", "catalog").map(({ score }) => score)).toEqual([60, 60]);
  });

  test("of many services at once suffer by what they share", () => {
    const [one] = unready("cart", "catalog", "front");
    expect(one).toMatchObject({ score: 7, against: [{ code: "many-unready", values: { services: 3 } }] });
  });
});

describe("who is asked many times what it was asked once", () => {
  const demand = (kind: Hypothesis["kind"]) =>
    hypothesis({
      rule: "repeats",
      kind,
      service: "front",
      victims: ["catalog"],
      facts: [{ code: "retried", values: { before: 1, after: 6 } }],
    });
  const released = changeOf({ name: "front" });
  const dry = hypothesis({ rule: "failures", kind: "pool-exhausted" });

  const laterDry = { ...dry, at: dry.at + 5 * minute };
  const faint = { ...demand("retry-storm"), score: 4 };

  test.each([
    ["in a loop suffers by it", demand("n-plus-one"), [], dry, 7],
    ["in a loop may run out of something only later", demand("n-plus-one"), [], laterDry, 7],
    [
      "by tries suffers by them, where whoever tries was just released",
      demand("retry-storm"),
      [released],
      dry,
      7,
    ],
    ["by tries that are seen faintly, too, where whoever tries was just released", faint, [released], dry, 7],
    ["by tries may be tried because it is slow", demand("retry-storm"), [], dry, 60],
    [
      "in a loop that is seen faintly may not suffer by that",
      { ...demand("n-plus-one"), score: 4 },
      [],
      dry,
      60,
    ],
  ] as const)("%s", (_, asking, changes, suffering, score) => {
    const scene = shop({ rate: () => 0.01, changes });
    expect(explainedByDemand(scene, [asking, suffering])[1]?.score).toBe(score);
  });
});
