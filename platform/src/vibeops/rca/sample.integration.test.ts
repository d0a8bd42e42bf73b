import { raw, type Sql, sql } from "@naru/clickhouse";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readerOf } from "#telemetry/query/index.ts";
import { at, type Fixture, now, openFixture } from "#telemetry/query/fixture.ts";
import { isRandom, type Sample } from "./sample.ts";
import { countOfSpans, spansBetween, spreadOfTraces } from "./store.ts";

const minute = 60_000;
const count = 600;
const { signal } = new AbortController();

const random = "MD5(toString(n))";
/** An id of trace `n`, by the minute in which such traces are. */
const ids = [
  random,
  `concat(unhex('0000000000000000'), substring(${random}, 9))`,
  `concat(unhex('6a000000'), substring(${random}, 5))`,
];

let fixture: Fixture;
beforeAll(async () => {
  fixture = await openFixture();
  for (const [minutes, traceId] of ids.entries()) await fixture.clickhouse.command(traces(minutes, traceId));
}, 60_000);
afterAll(() => fixture.close());

/** Traces of an entry span and a call each, in a minute of their own. */
const traces = (minutes: number, traceId: string): Sql => sql`
  INSERT INTO spans (trace_id, span_id, start_time, inner, service, kind)
  SELECT ${raw(traceId)}, reinterpretAsFixedString(number + 1), ${at((minutes - 10) * minute)} + toIntervalMillisecond(n * 10),
         number % 2, 'front', if(number % 2 = 0, 2, 3)
  FROM (SELECT number, intDiv(number, 2) AS n FROM numbers(${2 * count}))`;

const minuteOf = (minutes: number) => ({
  from: now + (minutes - 10) * minute,
  to: now + (minutes - 9) * minute,
});

/** How many traces of a sample are there, and how many of them are whole. */
async function read(minutes: number, sample: Sample) {
  const answer = await spansBetween(fixture.clickhouse, minuteOf(minutes), sample, signal);
  const found = Buffer.from(answer.bytes("trace")).toString("hex").match(/.{32}/g) ?? [];
  const whole = Map.groupBy(found, (trace) => trace);
  return { traces: whole.size, whole: [...whole.values()].filter(({ length }) => length === 2).length };
}

describe("a sample of traces", () => {
  test.each([
    ["random ids", 0],
    ["random ids of 8 bytes", 1],
  ])("is a slice of %s: whole traces, as many as asked for", async (_, minutes) => {
    expect(isRandom(await spreadOfTraces(readerOf(fixture.clickhouse, signal), minuteOf(minutes)))).toBe(
      true,
    );
    const found = await read(minutes, { of: 3, by: "slice" });
    expect(found.whole).toBe(found.traces);
    expect(Math.abs(found.traces - count / 3)).toBeLessThan(50);
  });

  test("goes by a hash where ids begin with the time", async () => {
    expect(isRandom(await spreadOfTraces(readerOf(fixture.clickhouse, signal), minuteOf(2)))).toBe(false);
    const found = await read(2, { of: 3, by: "hash" });
    expect(found.whole).toBe(found.traces);
    expect(Math.abs(found.traces - count / 3)).toBeLessThan(50);
  });

  test("of one is everything", async () => {
    expect(await read(2, { of: 1, by: "slice" })).toEqual({ traces: count, whole: count });
  });
});

test("spans are counted by whole minutes", async () => {
  const range = { from: now - 9.5 * minute, to: now - 8.5 * minute };
  const found = await countOfSpans(readerOf(fixture.clickhouse, signal), range);
  expect(found.count).toBe(4 * count);
  expect([minuteOf(0), minuteOf(1)]).toContainEqual(found.busiest);
});
