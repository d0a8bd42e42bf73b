import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { discover } from "./discover.ts";
import { csv, type Folder, folderOf, nezhaFiles, noon, petshopCsv, petshopGraph } from "./fixture.ts";
import { type Replayed, replay } from "./replay.ts";

const metrics = csv("TimeStamp,PodName,CpuUsage(m),NodeCpuUsageRate(%)", [
  [String(noon / 1000 + 100), "price-api-6c8-def", "250", "40"],
]);
let folder: Folder;
let replayed: Replayed;
let started: number;
beforeAll(async () => {
  folder = await folderOf({
    ...nezhaFiles("trains/c1", 0, 60),
    ...nezhaFiles("trains/baseline/2024-05-06", -600, 10),
    "trains/c1/metrics.csv": metrics,
    "pets/s/graph.csv": petshopGraph,
    "pets/s/i/metrics.csv": petshopCsv([
      ["100,0.2,0.5,99", "40,0.1"],
      ["100,0.2,0.5,99", "40,0.1"],
    ]),
  });
  const { cases } = await discover(folder.path);
  started = Date.now();
  // Both at once: starting a platform takes longer than all else.
  replayed = await replay(async () => {
    const recordings = await Promise.all(cases.map(({ load }) => load()));
    return {
      parts: recordings.flatMap(({ parts }) => parts),
      windows: new Map(recordings.flatMap(({ windows }) => [...windows])),
    };
  });
});
afterAll(async () => {
  await replayed.platform.stop();
  await folder.remove();
});

describe("a case of traces, logs and metrics", () => {
  test("is in the platform, ends a minute ago, and its window has its spans and not those before", async () => {
    const { platform, windows, laterMs } = replayed;
    const minuteAfterLast = noon + 600_001 + laterMs + 60_000;
    expect(minuteAfterLast).toBeGreaterThanOrEqual(started - 1000);
    expect(minuteAfterLast).toBeLessThanOrEqual(Date.now());
    const { from, to } = windows.get("c1") ?? { from: 0, to: 0 };
    const inWindow = (time: string) =>
      `(${time} >= fromUnixTimestamp64Milli(${from}, 'UTC') AND ${time} < fromUnixTimestamp64Milli(${to}, 'UTC'))`;
    const spans = await platform.query<object>(
      `SELECT service, ${inWindow("start_time")} AS inside, toUInt32(count()) AS n FROM spans GROUP BY ALL ORDER BY ALL`,
    );
    expect(spans).toMatchObject([
      { service: "price-api", inside: 0, n: 10 },
      { service: "price-api", inside: 1, n: 60 },
      { service: "web", inside: 0, n: 10 },
      { service: "web", inside: 1, n: 60 },
    ]);
    const [logs] = await platform.query<object>(
      `SELECT toUInt32(count()) AS n, toUInt32(countIf(${inWindow("time")})) AS inside, any(body) AS body, any(severity_number) AS severity,
              toUInt32(countIf(span_id IN (SELECT span_id FROM spans WHERE service = 'price-api'))) AS ofSpans FROM logs`,
    );
    expect(logs).toMatchObject({
      n: 70,
      inside: 60,
      ofSpans: 70,
      severity: 13,
      body: '12:00:00.200 WARN  a.Price#7 "price", asked',
    });
    const values = await platform.query<object>(
      `SELECT metric, value FROM metric_numbers WHERE metric LIKE 'k8s%' ORDER BY metric`,
    );
    expect(values).toEqual([
      { metric: "k8s.node.cpu.utilization", value: 0.4 },
      { metric: "k8s.pod.cpu.usage", value: 0.25 },
    ]);
  });
});

describe("a case of metrics alone", () => {
  test("is in the platform with the points of its window", async () => {
    const { platform, windows } = replayed;
    const { from, to } = windows.get("s/i") ?? { from: 0, to: 0 };
    const points = await platform.query<object>(
      `SELECT metric, toUInt32(count()) AS n FROM metric_numbers
       WHERE time >= fromUnixTimestamp64Milli(${from}, 'UTC') AND time < fromUnixTimestamp64Milli(${to}, 'UTC')
         AND metric LIKE 'traces%' GROUP BY metric ORDER BY metric`,
    );
    expect(points).toEqual([
      { metric: "traces.span.metrics.calls", n: 6 },
      { metric: "traces_service_graph_request_total", n: 2 },
    ]);
    const [summary] = await platform.query<object>(
      "SELECT toUInt32(count()) AS n, any(quantiles) AS quantiles FROM metric_distributions WHERE sum = 20",
    );
    expect(summary).toMatchObject({ n: 2, quantiles: [0.95] });
  });
});
