import { instantQuery } from "@naru/promql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { at, bytes, type Fixture, id, now, openFixture } from "#telemetry/query/fixture.ts";
import { prometheus, promqlSource } from "../index.ts";

let fixture: Fixture;

/** Spans of the last five minutes: one in two seconds, each tenth with an error; those of `cart` take 100 ms, of `bank` 1 s. */
beforeAll(async () => {
  fixture = await openFixture((clickhouse, clock) => prometheus({ clickhouse, clock }));
  const spans = ["cart", "bank"].flatMap((service, s) =>
    Array.from({ length: 150 }, (_, i) => ({
      start_time: at((i - 150) * 2000),
      duration: service === "cart" ? 100_000_000 : 1_000_000_000,
      trace_id: bytes(id(s * 1000 + i + 1, 32)),
      span_id: bytes(id(s * 1000 + i + 1, 16)),
      service,
      name: "GET /",
      kind: 2,
      status: i % 10 === 0 ? 2 : 0,
    })),
  );
  await fixture.insert("spans", spans);
  const logs = Array.from({ length: 60 }, (_, i) => ({
    time: at((i - 60) * 1000),
    service: "cart",
    severity_number: i % 4 === 0 ? 17 : 9,
    body: "said",
  }));
  await fixture.insert("logs", logs);
});
afterAll(() => fixture.close());

async function ask(query: string): Promise<Record<string, number>> {
  const { result } = await instantQuery(query, now, {
    source: promqlSource(fixture.clickhouse),
    signal: new AbortController().signal,
  });
  if (result.type !== "vector") throw new Error(result.type);
  return Object.fromEntries(
    result.rows.map(({ labels, values }) => [
      labels.withoutDescription().toString(),
      values[0] ?? Number.NaN,
    ]),
  );
}

describe("spans and logs can be asked for as metrics", () => {
  test.each<[string, Record<string, number>, number]>([
    [
      "rate(naru_service_requests_total[2m])",
      { '{service_name="bank"}': 0.5, '{service_name="cart"}': 0.5 },
      2,
    ],
    // Of twelve samples ten seconds apart the first one is where counting begins: five more in 110 s, told of 120 s.
    ['increase(naru_service_errors_total{service_name="cart"}[2m])', { '{service_name="cart"}': 60 / 11 }, 6],
    [
      "sum(rate(naru_service_errors_total[2m])) / sum(rate(naru_service_requests_total[2m]))",
      { "{}": 1 / 11 },
      6,
    ],
    [
      'histogram_quantile(0.95, rate(naru_service_duration_seconds{service_name="bank"}[2m]))',
      { '{service_name="bank"}': 1 },
      1,
    ],
    [
      "sum by (span_name, span_kind) (increase(naru_span_requests_total[1m]))",
      { '{span_kind="server", span_name="GET /"}': 60 },
      0,
    ],
    [
      "sum by (severity) (increase(naru_log_records_total[2m]))",
      { '{severity="ERROR"}': 15, '{severity="INFO"}': 45 },
      5,
    ],
    ['naru_service_requests_total{service_name="nobody"}', {}, 0],
    [
      'increase(naru_service_requests_total{filter="service=bank status=error"}[2m])',
      { '{filter="service=bank status=error", service_name="bank"}': 6 },
      6,
    ],
    [
      'sum by (filter) (increase(naru_span_requests_total{filter="duration>=1s"}[1m]))',
      { '{filter="duration>=1s"}': 30 },
      0,
    ],
    [
      'histogram_quantile(0.5, rate(naru_service_duration_seconds{filter="service=bank"}[2m]))',
      { '{filter="service=bank", service_name="bank"}': 1 },
      1,
    ],
    [
      'sum by (filter) (increase(naru_log_records_total{filter="said -severity=error"}[2m]))',
      { '{filter="said -severity=error"}': 45 },
      5,
    ],
    ['naru_log_records_total{filter="unsaid"}', {}, 0],
  ])("%s", async (query, expected, digits) => {
    const answer = await ask(query);
    expect(Object.keys(answer).toSorted()).toEqual(Object.keys(expected).toSorted());
    for (const [labels, value] of Object.entries(expected)) expect(answer[labels]).toBeCloseTo(value, digits);
  });

  test("a filter that can't be read is a mistake of the query", async () => {
    await expect(ask('naru_service_requests_total{filter="duration>soon"}')).rejects.toMatchObject({
      name: "EvaluationError",
      reason: "invalid",
      message: expect.stringMatching(/^filter: /),
    });
  });

  test("what has no name asks for what was sent", async () => {
    expect(await ask('{service_name="cart"}')).toEqual({});
  });
});
