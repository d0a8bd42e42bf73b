import { encode, requests } from "@naru/otlp";
import { exponentialHistogram, gauge, histogram, metrics, sum, summary } from "@naru/testkit";
import { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { storeRequest } from "#telemetry/ingest/fixture.ts";
import { type Fixture, now, openFixture } from "#telemetry/query/fixture.ts";
import { prometheus } from "./index.ts";

let store: Fixture;
const app = new Hono();
const nano = (ms: number) => BigInt(ms) * 1_000_000n;
/** Eleven points, a minute apart, the last one now. */
const minutes = Array.from({ length: 11 }, (_, i) => ({ i, time: nano(now - (10 - i) * 60_000) }));
const route = { "http.route": "/cart" };

const sent = metrics(
  [
    sum(
      { name: "http.server.requests", unit: "{request}", isMonotonic: true },
      minutes.map(({ i, time }) => ({ time, attributes: route, asInt: BigInt(60 * i) })),
    ),
    sum(
      { name: "jobs.done", unit: "1", isMonotonic: true, temporality: 1 },
      minutes.map(({ time }) => ({ time, start: time - nano(60_000), attributes: {}, asInt: 30n })),
    ),
    gauge(
      { name: "process.memory.usage", unit: "By" },
      minutes.map(({ i, time }) => ({ time, attributes: {}, asDouble: 1000 + i })),
    ),
    histogram(
      { name: "http.server.request.duration", unit: "s" },
      minutes.map(({ i, time }) => ({
        time,
        attributes: route,
        count: BigInt(40 * i),
        sum: 20 * i,
        bounds: [0.1, 1],
        counts: [BigInt(10 * i), BigInt(20 * i), BigInt(10 * i)],
        exemplars:
          i === 10
            ? [
                {
                  time,
                  asDouble: 0.5,
                  traceId: "0af7651916cd43dd8448eb211c80319c",
                  spanId: "b7ad6b7169203331",
                },
              ]
            : [],
      })),
    ),
    exponentialHistogram(
      { name: "queue.wait", unit: "ms" },
      minutes.map(({ i, time }) => ({
        time,
        attributes: {},
        count: BigInt(4 * i),
        sum: 5 * i,
        scale: 0,
        zeroCount: 0n,
        positive: { offset: -1, counts: [BigInt(i), BigInt(2 * i), BigInt(i)] },
      })),
    ),
    summary(
      { name: "rpc.time", unit: "s" },
      minutes.map(({ i, time }) => ({
        time,
        attributes: {},
        count: BigInt(i),
        sum: i,
        quantiles: [{ quantile: 0.5, value: 7 }],
      })),
    ),
  ],
  { service: "cart" },
);

beforeAll(async () => {
  store = await openFixture();
  prometheus({ clickhouse: store.clickhouse, clock: { now: () => now } }).routes?.register(app);
  await storeRequest(store.clickhouse, "metrics", encode(requests.metrics, sent), now / 1000);
});
afterAll(() => store.close());

interface Told {
  readonly status: string;
  readonly data: {
    readonly resultType: string;
    readonly result: { readonly metric: object; readonly value: [number, string] }[];
  };
  readonly warnings?: string[];
  readonly infos?: string[];
}

async function ask(path: string, init?: RequestInit): Promise<Told> {
  return (await app.request(`/prometheus/api/v1/${path}`, init)).json() as Promise<Told>;
}

const query = (text: string) => ask(`query?query=${encodeURIComponent(text)}&time=${now / 1000}`);
const all = `start=${now / 1000 - 3600}&end=${now / 1000}`;

describe("metrics of OpenTelemetry are found by their names in Prometheus", () => {
  const facts: [query: string, value: string][] = [
    ['http_server_requests_total{job="cart",http_route="/cart"}', "600"],
    ["rate(http_server_requests_total[5m])", "1"],
    ['{"http.server.requests","http.route"="/cart"}', "600"],
    ["process_memory_usage_bytes", "1010"],
    ["rate(jobs_done_total[5m])", "0.5"],
    ['http_server_request_duration_seconds_bucket{le="0.1"}', "100"],
    ['http_server_request_duration_seconds_bucket{le="+Inf"}', "400"],
    ["http_server_request_duration_seconds_count", "400"],
    ["http_server_request_duration_seconds_sum", "200"],
    ["histogram_quantile(0.5, rate(http_server_request_duration_seconds_bucket[5m]))", "0.55"],
    ["histogram_quantile(0.5, queue_wait_milliseconds)", "1.414213562373095"],
    ["histogram_count(increase(queue_wait_milliseconds[5m]))", "20"],
    ['rpc_time_seconds{quantile="0.5"}', "7"],
    ['target_info{job="cart"}', "1"],
    ["count({job='cart'})", "13"],
    ["time() - timestamp(process_memory_usage_bytes)", "0"],
  ];
  test.each(facts)("%s is %s", async (text, value) => {
    const { data } = await query(text);
    expect(data.result.map((each) => Number(each.value[1]).toPrecision(12))).toEqual([
      Number(value).toPrecision(12),
    ]);
  });

  test("with their labels", async () => {
    const { data } = await query("http_server_request_duration_seconds_bucket{le='1'}");
    expect(data.result[0]?.metric).toEqual({
      __name__: "http_server_request_duration_seconds_bucket",
      http_route: "/cart",
      job: "cart",
      le: "1",
    });
  });
});

describe("Prometheus's API", () => {
  test("gives a range, asked for by a form", async () => {
    const body = new URLSearchParams({
      query: "sum(http_server_requests_total)",
      start: String(now / 1000 - 120),
      end: String(now / 1000),
      step: "1m",
    });
    const told = await ask("query_range", { method: "POST", body });
    const values = [480, 540, 600].map((value, i) => [now / 1000 - 120 + 60 * i, String(value)]);
    expect(told).toEqual({
      status: "success",
      data: { resultType: "matrix", result: [{ metric: {}, values }] },
    });
  });

  test("gives native histograms with their buckets", async () => {
    const { data } = await query("queue_wait_milliseconds");
    expect(data.result).toMatchObject([
      {
        histogram: [
          now / 1000,
          {
            count: "40",
            sum: "50",
            buckets: [
              [0, "0.5", "1", "10"],
              [0, "1", "2", "20"],
              [0, "2", "4", "10"],
            ],
          },
        ],
      },
    ]);
  });

  test("tells what should be known of a result", async () => {
    expect((await query("rate(process_memory_usage_bytes[5m])")).infos).toEqual([
      'PromQL info: metric might not be a counter, name does not end in _total/_sum/_count/_bucket: "process_memory_usage_bytes" (1:6)',
    ]);
    expect(
      (await ask(`query?query=http_server_request_duration_seconds_bucket&time=${now / 1000}&limit=1`))
        .warnings,
    ).toEqual(["results truncated due to limit"]);
  });

  const lists: [path: string, data: unknown][] = [
    ["labels?match[]=process_memory_usage_bytes", ["__name__", "job"]],
    [`label/http_route/values?${all}`, ["/cart"]],
    ["label/le/values", ["+Inf", "0.1", "1"]],
    [`label/job/values?match[]=target_info&${all}`, ["cart"]],
    ["series?match[]=rpc_time_seconds", [{ __name__: "rpc_time_seconds", job: "cart", quantile: "0.5" }]],
    ["rules", { groups: [] }],
    ["alerts", { alerts: [] }],
    ["format_query?query=sum(a)by(b)", "sum by (b) (a)"],
    [
      "metadata?metric=process_memory_usage_bytes",
      { process_memory_usage_bytes: [{ type: "gauge", help: "", unit: "By" }] },
    ],
  ];
  test.each(lists)("answers %s", async (path, data) => {
    expect(await ask(path)).toEqual({ status: "success", data });
  });

  test("names every metric", async () => {
    const { data } = (await ask("label/__name__/values")) as unknown as { data: string[] };
    expect(data).toContain("http_server_request_duration_seconds_bucket");
    expect(data).toContain("target_info");
  });

  test("gives exemplars with their traces", async () => {
    const told = await ask(`query_exemplars?query=http_server_request_duration_seconds_count&${all}`);
    expect(told).toMatchObject({
      data: [
        {
          seriesLabels: { __name__: "http_server_request_duration_seconds_count", job: "cart" },
          exemplars: [
            {
              labels: { trace_id: "0af7651916cd43dd8448eb211c80319c", span_id: "b7ad6b7169203331" },
              value: "0.5",
              timestamp: now / 1000,
            },
          ],
        },
      ],
    });
  });

  const refusals: [path: string, status: number, errorType: string, error: RegExp][] = [
    [
      "query?query=sum(",
      400,
      "bad_data",
      /^invalid parameter "query": 1:5: parse error: unclosed left parenthesis$/,
    ],
    [
      "query?query=up&time=soon",
      400,
      "bad_data",
      /^invalid parameter "time": cannot parse "soon" to a valid timestamp$/,
    ],
    [
      "query_range?query=up&start=2&end=1&step=1",
      400,
      "bad_data",
      /end timestamp must not be before start time/,
    ],
    [
      "query_range?query=up&start=0&end=100000&step=1",
      400,
      "bad_data",
      /exceeded maximum resolution of 11,000 points/,
    ],
    [
      "query_range?query=up[5m]&start=0&end=1&step=1",
      400,
      "bad_data",
      /invalid expression type "range vector" for range query/,
    ],
    [
      "query?query=label_replace(vector(1),'a','','','(')",
      422,
      "execution",
      /invalid regular expression in label_replace/,
    ],
    ["series", 400, "bad_data", /no match\[\] parameter provided/],
    ["rules?type=silence", 400, "bad_data", /^invalid parameter "type": not supported value "silence"$/],
    ["query?query=up&timeout=never", 400, "bad_data", /to a valid duration/],
  ];
  test.each(refusals)("refuses %s", async (path, status, errorType, error) => {
    const told = await app.request(`/prometheus/api/v1/${path}`);
    expect([told.status, await told.json()]).toEqual([
      status,
      { status: "error", errorType, error: expect.stringMatching(error) },
    ]);
  });
});
