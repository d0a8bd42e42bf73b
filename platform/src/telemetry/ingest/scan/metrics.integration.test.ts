import {
  type Attributes,
  type Distribution,
  exponentialHistogram,
  gauge,
  histogram,
  metrics,
  sum,
  summary,
} from "@naru/testkit";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Fixture, now, openFixture } from "./fixture.ts";

let fixture: Fixture;
beforeAll(async () => {
  fixture = await openFixture();
});
beforeEach(() => fixture.empty());
afterAll(() => fixture.close());

const least = -(2n ** 63n);
const most = 2n ** 63n - 1n;
const times = "toUnixTimestamp64Nano(time) AS time, toUnixTimestamp64Nano(start_time) AS start_time";

async function storedNumbers(...points: object[]) {
  await fixture.store("metrics", metrics([gauge({ name: "g" }, points)]));
  return fixture.rows(`SELECT * EXCEPT (series_id) REPLACE (${times}) FROM metric_numbers`);
}

async function storedDistribution(metric: object) {
  await fixture.store("metrics", metrics([metric]));
  const [row] = await fixture.rows(
    `SELECT * EXCEPT (series_id) REPLACE (${times}) FROM metric_distributions`,
  );
  return row;
}

const seriesOf = (name: string) =>
  fixture.rows(
    `SELECT kind, unit, description, temporality, monotonic, service, attributes, attribute_types FROM metric_series FINAL
     WHERE metric = '${name}' ORDER BY toString(attributes)`,
  );

const ordered = (set: Attributes) => gauge({ name: "ordered" }, [{ time: now, asInt: 1n, attributes: set }]);

describe("numbers", () => {
  test("every field is read back", async () => {
    expect(await storedNumbers({ time: now + 9n, start: now, asInt: 5n })).toEqual([
      {
        metric: "g",
        time: String(now + 9n),
        start_time: String(now),
        flags: 0,
        value: 5,
        int_value: "5",
        is_int: 1,
      },
    ]);
  });
  test.each([
    [
      "the least integer is exact",
      { asInt: least },
      { int_value: String(least), is_int: 1, value: Number(least) },
    ],
    ["the greatest integer is exact", { asInt: most }, { int_value: String(most), is_int: 1 }],
    ["-1", { asInt: -1n }, { int_value: "-1", value: -1 }],
    ["a double", { asDouble: 0.1 }, { value: 0.1, is_int: 0, int_value: "0" }],
    ["the least double", { asDouble: 5e-324 }, { value: 5e-324 }],
    ["NaN", { asDouble: Number.NaN }, { value: "nan", is_int: 0 }],
    ["infinity", { asDouble: Number.POSITIVE_INFINITY }, { value: "inf" }],
    ["minus infinity", { asDouble: Number.NEGATIVE_INFINITY }, { value: "-inf" }],
    ["no recorded value", { flags: 1 }, { value: "nan", flags: 1, is_int: 0, start_time: "0" }],
  ])("%s", async (_, point, row) =>
    expect(await storedNumbers({ time: now, ...point })).toMatchObject([row]),
  );
});

describe("distributions", () => {
  const given: Distribution = {
    time: now,
    start: now - 1n,
    count: 2n ** 64n - 1n,
    sum: -1.5,
    min: -2,
    max: 3,
  };
  const shared = {
    time: String(now),
    start_time: String(now - 1n),
    flags: 0,
    count: String(2n ** 64n - 1n),
    sum: -1.5,
    min: -2,
    max: 3,
    has: 7,
    bounds: [],
    counts: [],
    scale: 0,
    zero_count: "0",
    zero_threshold: 0,
    positive_offset: 0,
    positive_counts: [],
    negative_offset: 0,
    negative_counts: [],
    quantiles: [],
    quantile_values: [],
  };

  test("a histogram", async () => {
    const point = { ...given, bounds: [-1, 0, 2.5], counts: [1n, 0n, 2n ** 63n, 4n] };
    expect(await storedDistribution(histogram({ name: "h" }, [point]))).toEqual({
      ...shared,
      metric: "h",
      bounds: [-1, 0, 2.5],
      counts: ["1", "0", String(2n ** 63n), "4"],
    });
  });

  test("an exponential histogram with offsets below zero", async () => {
    const point = {
      ...given,
      scale: -10,
      zeroCount: 3n,
      zeroThreshold: 0.25,
      positive: { offset: -2_147_483_648, counts: [1n, 300n] },
      negative: { offset: -1, counts: [2n ** 64n - 1n] },
    };
    expect(await storedDistribution(exponentialHistogram({ name: "e" }, [point]))).toEqual({
      ...shared,
      metric: "e",
      scale: -10,
      zero_count: "3",
      zero_threshold: 0.25,
      positive_offset: -2_147_483_648,
      positive_counts: ["1", "300"],
      negative_offset: -1,
      negative_counts: [String(2n ** 64n - 1n)],
    });
  });

  test("a summary", async () => {
    const quantiles = [
      { quantile: 0, value: 1 },
      { quantile: 0.99, value: 9.5 },
    ];
    expect(
      await storedDistribution(
        summary({ name: "s" }, [{ time: now, start: now - 1n, count: 2n, sum: 4, quantiles }]),
      ),
    ).toEqual({
      ...shared,
      metric: "s",
      count: "2",
      sum: 4,
      min: 0,
      max: 0,
      has: 1,
      quantiles: [0, 0.99],
      quantile_values: [1, 9.5],
    });
  });

  test("of which sum, least and most were not given says so", async () => {
    expect(await storedDistribution(histogram({ name: "h" }, [{ time: now, count: 0n }]))).toMatchObject({
      has: 0,
      start_time: "0",
    });
  });
});

describe("exemplars", () => {
  const traceId = "5b8efff798038103d269b633813fc60c";
  const spanId = "eee19b7ec3c1b174";
  const exemplars = [
    { time: now - 5n, asInt: least, traceId, spanId, attributes: { user: "u", n: 1 } },
    { time: now - 4n, asDouble: 0.5 },
  ];
  test.each([
    ["a gauge", gauge({ name: "x" }, [{ time: now, asInt: 1n, exemplars }])],
    ["a sum", sum({ name: "x" }, [{ time: now, asInt: 1n, exemplars }])],
    ["a histogram", histogram({ name: "x" }, [{ time: now, exemplars }])],
    ["an exponential histogram", exponentialHistogram({ name: "x" }, [{ time: now, exemplars }])],
  ])("of %s are read back", async (_, metric) => {
    await fixture.store("metrics", metrics([metric]));
    const rows = await fixture.rows(
      `SELECT toUnixTimestamp64Nano(time) AS time, value, int_value, is_int, lower(hex(trace_id)) AS trace, lower(hex(span_id)) AS span,
              attributes, attribute_types FROM metric_exemplars ORDER BY time`,
    );
    expect(rows).toEqual([
      {
        time: String(now - 5n),
        value: Number(least),
        int_value: String(least),
        is_int: 1,
        trace: traceId,
        span: spanId,
        attributes: { user: "u", n: "1" },
        attribute_types: "si",
      },
      {
        time: String(now - 4n),
        value: 0.5,
        int_value: "0",
        is_int: 0,
        trace: "0".repeat(32),
        span: "0".repeat(16),
        attributes: {},
        attribute_types: "",
      },
    ]);
  });
});

describe("series", () => {
  test("say what their points have in common", async () => {
    const metric = {
      name: "described",
      unit: "By",
      description: "what was sent",
      temporality: 1,
      isMonotonic: true,
    };
    await fixture.store(
      "metrics",
      metrics([sum(metric, [{ time: now, asInt: 1n, attributes: { a: "x", n: 1 } }])]),
    );
    expect(await seriesOf("described")).toEqual([
      {
        kind: 2,
        unit: "By",
        description: "what was sent",
        temporality: 1,
        monotonic: 1,
        service: "shop",
        attributes: { a: "x", n: "1" },
        attribute_types: "si",
      },
    ]);
  });

  test("are the same whatever the order of their attributes, in one request and in two", async () => {
    await fixture.store("metrics", metrics([ordered({ a: "1", b: "2" }), ordered({ b: "2", a: "1" })]));
    await fixture.store("metrics", metrics([ordered({ b: "2", a: "1" })]));
    expect(await seriesOf("ordered")).toHaveLength(1);
    expect(
      await fixture.rows("SELECT uniqExact(series_id) AS series, count() AS points FROM metric_numbers"),
    ).toEqual([{ series: "1", points: "3" }]);
  });

  test.each([
    ["attributes", { attributes: { a: "1" } }, { attributes: { a: "2" } }],
    ["types of an attribute", { attributes: { a: "1" } }, { attributes: { a: 1 } }],
    ["number of attributes", { attributes: { a: "1" } }, { attributes: { a: "1", b: "" } }],
  ])("differ by %s", async (what, one, other) => {
    const name = `differ by ${what}`;
    await fixture.store(
      "metrics",
      metrics([
        gauge({ name }, [
          { time: now, ...one },
          { time: now, ...other },
        ]),
      ]),
    );
    expect(await seriesOf(name)).toHaveLength(2);
  });

  test("differ by kind, unit, temporality, scope and resource", async () => {
    const points = [{ time: now, asInt: 1n }];
    const name = "differing";
    await fixture.store(
      "metrics",
      metrics([
        gauge({ name }, points),
        gauge({ name, unit: "s" }, points),
        sum({ name, temporality: 1 }, points),
        sum({ name }, points),
      ]),
      metrics([gauge({ name }, points)], { service: "other" }),
      metrics([gauge({ name }, points)], { service: "other", scope: { name: "s" } }),
    );
    expect(await fixture.rows("SELECT uniqExact(series_id) AS n FROM metric_numbers")).toEqual([{ n: "6" }]);
  });
});
