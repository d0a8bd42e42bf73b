import { expect, test } from "vitest";
import { counter, gauge, histogram, type MetricFamily } from "#kernel/metrics.ts";
import { ownSeries } from "./own-metrics.ts";

const spent = counter({ name: "naru_x_spent_seconds_total", help: "Spent." });
spent.add(3, { mode: "user" });
const took = histogram({ name: "naru_x_seconds", help: "Took." }, [1]);
took.observe(0.5);

test.each<[what: string, family: MetricFamily, series: object]>([
  [
    "a gauge",
    gauge({ name: "naru_x_bytes", help: "Used." }, 7, { of: 1 }),
    { 'naru_x_bytes{job="naru",of="1"}': ["gauge", 7] },
  ],
  ["a counter", spent.family(), { 'naru_x_spent_seconds_total{job="naru",mode="user"}': ["counter", 3] }],
  [
    "a histogram",
    took.family(),
    {
      'naru_x_seconds_bucket{job="naru",le="1"}': ["counter", 1],
      'naru_x_seconds_bucket{job="naru",le="+Inf"}': ["counter", 1],
      'naru_x_seconds_sum{job="naru"}': ["counter", 0.5],
      'naru_x_seconds_count{job="naru"}': ["counter", 1],
    },
  ],
])("%s of Naru's own is told as Prometheus would have it", (_, family, expected) => {
  const told = ownSeries([family], 1000).map(({ labels: [name, ...labels], type, samples }) => [
    `${name?.[1]}{${labels.map(([key, value]) => `${key}="${value}"`).join(",")}}`,
    [type, samples[0]?.value],
  ]);
  expect(Object.fromEntries(told)).toEqual(expected);
});
