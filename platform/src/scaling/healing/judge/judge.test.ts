import { describe, expect, test } from "vitest";
import { about, answered, pod, seeded } from "./fixture.ts";
import { isWorseMeanwhile, sickAmong, toConfirm, toNotice } from "./judge.ts";
import type { PodTraffic } from "./traffic.ts";

const well = pod({ "GET /cart": about(20, 40), "POST /pay": about(60, 20) });

const busy = pod({ "GET /cart": about(20, 400) });

const about20 = (requests: number) => Array.from({ length: requests }, () => 20);
/** Where the processor is short now and then. */
const often = pod({ "GET /cart": answered([...about20(36), 500, 480, 510, 490]) });

/** A pod that stands still again and again. */
const waits = [310, 150, 480, 260, 560, 380];

const sick = (pods: readonly PodTraffic[], rigour = toNotice) =>
  Object.fromEntries(
    [...sickAmong(new Map(pods.entries()), rigour)].map(([id, { ailment }]) => [id, ailment]),
  );

/** All five of its requests fail, and so many of ten of the others. */
const failures = (ofOthers: number) => ({
  operation: "GET /cart",
  own: about(20, 5, 5),
  others: about(20, 10, ofOthers),
});

describe("one pod is compared with those like it", () => {
  test.each<[string, readonly PodTraffic[], Record<number, string>]>([
    ["all serve alike", [well, well, well], {}],
    ["half of its requests fail", [pod({ "GET /cart": about(20, 40, 20) }), well, well], { 0: "failing" }],
    ["one in ten fails, of many", [pod({ "GET /cart": about(20, 400, 44) }), busy, busy], { 0: "failing" }],
    ["one in twenty fails", [pod({ "GET /cart": about(20, 400, 20) }), busy, busy], {}],
    ["all of four fail", [pod({ "GET /cart": about(20, 4, 4) }), well, well], { 0: "failing" }],
    ["all of three fail", [pod({ "GET /cart": about(20, 3, 3) }), well, well], {}],
    [
      "all of four fail, and nobody else was asked for more",
      [1, 0, 0].map((n) => pod({ "GET /cart": about(20, 4, 4 * n) })),
      {},
    ],
    [
      "it fails twice as often where all fail often",
      [pod({ "GET /cart": about(20, 200, 60) }), pod({ "GET /cart": about(20, 200, 30) })],
      {},
    ],
    ["all fail alike", [1, 2, 3].map(() => pod({ "GET /cart": about(20, 40, 20) })), {}],
    [
      "it alone is asked for what fails",
      [pod({ "GET /cart": about(20, 40), "GET /broken": about(5, 40, 40) }), well, well],
      {},
    ],
    [
      "it is asked more often for what fails everywhere",
      [
        pod({ "GET /cart": about(20, 10), "GET /broken": about(5, 90, 45) }),
        pod({ "GET /cart": about(20, 90), "GET /broken": about(5, 10, 5) }),
        pod({ "GET /cart": about(20, 90), "GET /broken": about(5, 10, 5) }),
      ],
      {},
    ],
    [
      "it takes ten times as long for everything",
      [pod({ "GET /cart": about(200, 40), "POST /pay": about(600, 20) }), well, well],
      { 0: "slow" },
    ],
    [
      "it is asked more often for what takes long everywhere",
      [
        pod({ "GET /cart": about(20, 5), "GET /report": about(900, 60) }),
        pod({ "GET /cart": about(20, 60), "GET /report": about(900, 5) }),
      ],
      {},
    ],
    [
      "two thirds of its requests have to wait",
      [pod({ "GET /cart": answered([...waits, 21, 20, 19]) }), well, well],
      { 0: "slow" },
    ],
    [
      "one in four of its requests has to wait",
      [
        pod({
          "GET /cart": answered([
            ...waits,
            ...waits.map(() => 20),
            ...waits.map(() => 21),
            21,
            20,
            19,
            20,
            21,
            20,
          ]),
        }),
        well,
        well,
      ],
      {},
    ],
    [
      "it has to wait more often than the others, and no longer",
      [
        pod({ "GET /cart": answered([...about20(20), ...Array.from({ length: 12 }, () => 400)]) }),
        often,
        often,
      ],
      {},
    ],
    ["nobody feels that it is slower", [pod({ "GET /cart": about(80, 60) }), well, well], {}],
    ["it is slow since it has all the work", [pod({ "GET /cart": about(300, 400) }), well, well], {}],
    [
      "it is slow while it is new",
      [{ ...pod({ "GET /cart": about(200, 40) }), isNew: true }, well, well],
      {},
    ],
    [
      "half of its requests fail while it is new",
      [{ ...pod({ "GET /cart": about(20, 40, 20) }), isNew: true }, well, well],
      { 0: "failing" },
    ],
    ["it answers nothing any more", [pod({}, 12), well, well], { 0: "hanging" }],
    [
      "streams stay open on it, and the rest is answered",
      [pod({ "GET /cart": about(20, 40) }, 30), well, well],
      {},
    ],
    ["requests stay open on all of them", [pod({}, 12), pod({}, 11), pod({}, 14)], {}],
    ["there is no other", [pod({ "GET /cart": about(20, 40, 40) })], {}],
    [
      "of two one fails",
      [pod({ "GET /cart": about(20, 40, 30) }), pod({ "GET /cart": about(20, 40) })],
      { 0: "failing" },
    ],
    [
      "two of eight fail",
      [0, 1, 2, 3, 4, 5, 6, 7].map((n) => pod({ "GET /cart": about(20, 40, n < 2 ? 30 : 0) })),
      { 0: "failing", 1: "failing" },
    ],
  ])("%s", (_, pods, expected) => {
    expect(sick(pods)).toEqual(expected);
  });

  test("figures are those of the requests that can be compared", () => {
    const failing = pod({ "GET /cart": about(20, 40, 20), "GET /only-here": about(5, 7, 7) });
    const found = sickAmong(new Map(Object.entries({ a: failing, b: well, c: well })), toNotice).get("a");
    expect(found?.own).toMatchObject({ pods: 1, requests: 40, failed: 20 });
    expect(found?.others).toMatchObject({ pods: 2, requests: 80, failed: 0 });
    expect(found?.own.typicalMs).toBeCloseTo(20, -1);
    const slow = pod({ "GET /cart": answered([...waits, 20, 21]) });
    const late = sickAmong(new Map(Object.entries({ a: slow, b: well, c: well })), toNotice).get("a");
    expect([late?.own.slow, late?.own.requests, late?.others.slow]).toEqual([6, 8, 0]);
  });

  describe("with what is usual for the others", () => {
    const usual = [0, 1, 2].map(() => pod({ "GET /cart": about(20, 40), "DELETE /cart": about(30, 10) }));
    const slow = pod({ "DELETE /cart": answered(waits) });
    const judged = (pods: readonly PodTraffic[]) =>
      [...sickAmong(new Map(pods.entries()), toConfirm, new Map(usual.entries()))].map(([id]) => id);

    test.each<[string, readonly PodTraffic[], readonly number[]]>([
      [
        "what the others are rarely asked for is compared",
        [slow, pod({ "DELETE /cart": about(30, 5) }), well],
        [0],
      ],
      [
        "what is slow where nearly all of the work is now is not",
        [
          pod({ "DELETE /cart": answered([...waits, ...waits, ...waits, ...waits]) }),
          pod({ "DELETE /cart": about(30, 7) }),
          pod({ "DELETE /cart": about(30, 7) }),
        ],
        [],
      ],
    ])("%s", (_, pods, expected) => {
      expect(judged(pods)).toEqual(expected);
    });
  });

  describe("and at the same moments", () => {
    const usually = pod({ "GET /cart": about(20, 40), "DELETE /cart": about(30, 10) });
    /** By how long the pod's requests took in each moment, and those of the others. */
    type Moments = readonly (readonly [own: readonly number[], others: readonly number[]])[];
    const worse = (moments: Moments) =>
      isWorseMeanwhile(
        "slow",
        moments.map(([own, others]) => ({
          operation: "DELETE /cart",
          own: answered(own),
          others: answered(others),
        })),
        usually,
      );
    const [fast, slow] = [
      (requests: number) => Array.from({ length: requests }, () => 30),
      (requests: number) => Array.from({ length: requests }, () => 400),
    ];

    test.each<[string, Moments, boolean]>([
      [
        "it alone was slow",
        [
          [slow(2), fast(8)],
          [slow(2), fast(8)],
        ],
        true,
      ],
      ["it alone was slow, and little was asked of the others", [[slow(6), fast(5)]], true],
      ["all of them were slow", [[slow(6), slow(6)]], false],
      ["half of the others were slow as well", [[slow(6), [...slow(6), ...fast(6)]]], false],
      [
        "it was asked in a rush only, in which others were slow as well",
        [
          [slow(10), [...slow(4), ...fast(4)]],
          [slow(10), [...slow(4), ...fast(4)]],
          [[], fast(400)],
        ],
        false,
      ],
      [
        "it was slow when the others were not, and they when nobody asked it",
        [
          [slow(4), fast(12)],
          [[], slow(30)],
        ],
        true,
      ],
      ["nobody else was asked", [], false],
      ["it may be chance", [[slow(1), fast(8)]], false],
    ])("where %s", (_, moments, expected) => {
      expect(worse(moments)).toBe(expected);
    });

    test("failures are told alike", () => {
      expect([0, 1, 5].map((failed) => isWorseMeanwhile("failing", [failures(failed)], usually))).toEqual([
        true,
        true,
        false,
      ]);
    });
  });

  test("to be sure takes more than to notice", () => {
    const pods = [pod({ "GET /cart": about(20, 5, 5) }), pod({ "GET /cart": about(20, 10) })];
    expect([sick(pods, toNotice), sick(pods, toConfirm)]).toEqual([{ 0: "failing" }, {}]);
  });
});

test("in ten thousand looks at pods that are well, none is noticed and confirmed", () => {
  const random = seeded(7);
  const normal = () => Math.sqrt(-2 * Math.log(random() || 1e-9)) * Math.cos(2 * Math.PI * random());
  const noisy = (): PodTraffic => {
    const requests = 4 + Math.floor(random() * 30);
    const ms = Array.from({ length: requests }, () => 60 * Math.exp(1.2 * normal()));
    return pod({ "GET /cart": answered(ms, ms.filter(() => random() < 0.03).length) });
  };
  const three = () => [noisy(), noisy(), noisy()];
  let noticed = 0;
  let confirmed = 0;
  for (let look = 0; look < 10_000; look++) {
    for (const id of Object.keys(sick(three()))) {
      noticed += 1;
      if (id in sick(three(), toConfirm)) confirmed += 1;
    }
  }
  expect(noticed).toBeLessThan(30);
  expect(confirmed).toBe(0);
});
