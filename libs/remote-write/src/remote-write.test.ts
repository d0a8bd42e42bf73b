import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readVersion1 } from "./read-v1.ts";
import { readVersion2 } from "./read-v2.ts";
import { WriteError } from "./request.ts";
import { snap } from "./snap.ts";
import { SnappyError, unsnap } from "./snappy.ts";
import { toOtlp } from "./to-otlp.ts";
import { writeVersion1, writeVersion2 } from "./sender.ts";

const most = 1 << 20;

describe("a block of Snappy", () => {
  test("comes back as it was", () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 600 }),
      fc
        .tuple(fc.uint8Array({ minLength: 1, maxLength: 9 }), fc.nat(80))
        .map(([piece, times]) => Uint8Array.from(Array.from({ length: times }, () => [...piece]).flat())),
    );
    fc.assert(
      fc.property(bytes, (given) => {
        expect(Uint8Array.from(unsnap(snap(given), most))).toEqual(given);
      }),
      { numRuns: 300 },
    );
  });

  test("that is none is refused, whatever it is", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (given) => {
        try {
          unsnap(given, 1000);
        } catch (error) {
          expect(error instanceof SnappyError || error instanceof RangeError).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test("that says to become too long is refused before it does", () => {
    expect(() => unsnap(Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x0f), most)).toThrow(RangeError);
  });

  /* From the description of the format: "Wikipedia is a free, web-based, " as one literal; a copy that repeats. */
  test("repeats what it copies from within itself", () => {
    expect(unsnap(Uint8Array.of(7, 0 << 2, 97, (2 << 2) | 1, 1), most).toString()).toBe("aaaaaaa");
  });
});

const series = [
  {
    labels: { __name__: "up", job: "api", instance: "a:1", "k8s.pod": "x" },
    samples: [
      [1000, 1],
      [2000, undefined],
      [-5, Number.NaN],
    ] as const,
    histograms: [
      { time: 3000, count: 7, sum: 2.5, schema: -1, zeroCount: 1, positiveOffset: -2, positive: [1, 0, 5] },
    ],
  },
];
const expected = {
  labels: Object.entries(series[0]?.labels ?? {}),
  samples: [
    { time: 1000, start: 0, value: 1 },
    { time: 2000, start: 0, value: "stale" },
    { time: -5, start: 0, value: Number.NaN },
  ],
  histograms: [
    {
      time: 3000,
      count: 7,
      sum: 2.5,
      schema: -1,
      zeroCount: 1,
      positive: { indices: [-2, -1, 0], counts: [1, 0, 5] },
      isStale: false,
      isGauge: false,
    },
  ],
};

describe("a request is read", () => {
  test("of version 1", () => {
    expect(readVersion1(unsnap(writeVersion1(series), most))).toMatchObject([expected]);
  });

  test("of version 2, with what it says of a metric", () => {
    const body = writeVersion2(series, { type: 1, help: "Whether it answers", unit: "" });
    expect(readVersion2(unsnap(body, most))).toMatchObject([
      { ...expected, type: "counter", help: "Whether it answers" },
    ]);
  });

  test.each([
    ["1", readVersion1],
    ["2", readVersion2],
  ])("or refused, of version %s", (_, read) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (body) => {
        try {
          toOtlp(read(body), { oldest: 0, newest: 1e9 });
        } catch (error) {
          expect(error).toBeInstanceOf(WriteError);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe("of a request is not taken", () => {
  const window = { oldest: 1, newest: 10 };
  const facts: [what: string, body: Buffer, problem: string][] = [
    [
      "a series without a name",
      writeVersion1([{ labels: { job: "a" }, samples: [[2000, 1]] }]),
      "a series has no name",
    ],
    [
      "what is too old",
      writeVersion1([{ labels: { __name__: "a" }, samples: [[500, 1]] }]),
      "a time is older than the retention or more than a day ahead",
    ],
    [
      "an unknown schema",
      writeVersion1([
        {
          labels: { __name__: "a" },
          samples: [],
          histograms: [{ time: 2000, count: 1, sum: 1, schema: 20 }],
        },
      ]),
      "a histogram has an unknown schema",
    ],
  ];
  test.each(facts)("%s", (_, body, problem) => {
    const { problems, samples, histograms } = toOtlp(readVersion1(unsnap(body, most)), window);
    expect({ problems, samples, histograms }).toEqual({ problems: [problem], samples: 0, histograms: 0 });
  });
});
