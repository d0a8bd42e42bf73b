import { describe, expect, test } from "vitest";
import { written } from "./fixture.ts";
import { containersMeasured, nodeMeasured } from "./measure.ts";
import { type Measured, UsageSeries } from "./usage.ts";

const main = (at: number, cpu: number | null, memory: number | null = 100): Measured => ({
  of: "container",
  labels: { pod: "cart-1", container: "main" },
  at,
  windowMs: 10_000,
  cpu,
  memory,
});
const own = '{cluster="east",pod="cart-1",container="main"}';
const counting = () => new UsageSeries({ cluster: "east" });

describe("processor time is added up out of averages", () => {
  const facts: [what: string, turns: Measured[][], cpu: string[]][] = [
    ["of one window", [[main(20_000, 0.5)]], ["5 @ 20000"]],
    [
      "of windows that follow each other",
      [[main(20_000, 0.5)], [main(30_000, 0.2)]],
      ["5 @ 20000", "7 @ 30000"],
    ],
    [
      "of windows with others between that were not seen",
      [[main(20_000, 0.5)], [main(50_000, 0.1)]],
      ["5 @ 20000", "8 @ 50000"],
    ],
    ["and not twice of the same window", [[main(20_000, 0.5)], [main(20_000, 0.5)]], ["5 @ 20000"]],
    ["but not over a long silence", [[main(20_000, 0.5)], [main(920_000, 0.1)]], ["5 @ 20000", "6 @ 920000"]],
    ["and ends with the container", [[main(20_000, 0.5)], []], ["5 @ 20000", "stale @ 99000"]],
    ["where it is known", [[main(20_000, null)]], []],
  ];
  test.each(facts)("%s", (_, turns, cpu) => {
    const series = counting();
    const lines = turns.flatMap((turn) => written(series.next(turn, 99_000)));
    const name = `container_cpu_usage_seconds_total${own} `;
    expect(lines.filter((each) => each.startsWith(name)).map((each) => each.slice(name.length))).toEqual(cpu);
  });
});

test("a counter says when it began", () => {
  const [cpu] = counting().next([main(20_000, 0.5)], 21_000);
  expect(cpu?.samples).toEqual([{ time: 20_000, start: 10_000, value: 5 }]);
});

test("memory is told as it was at the end of the window", () => {
  expect(written(counting().next([main(20_000, null, 7)], 21_000))).toEqual([
    `container_memory_working_set_bytes${own} 7 @ 20000`,
  ]);
});

test("metrics.k8s.io is read with the image and the node of each container", () => {
  const metadata = { namespace: "shop", name: "cart-1" };
  const pod = {
    apiVersion: "v1",
    kind: "Pod",
    metadata,
    spec: { nodeName: "node-1", containers: [{ name: "main", image: "cart:1" }] },
  };
  const window = { timestamp: "1970-01-01T00:00:20Z", window: "1m10.5s" };
  const usage = { cpu: "12500000n", memory: "2Ki" };
  const amounts = { at: 20_000, windowMs: 70_500, cpu: 0.0125, memory: 2048 };
  const head = { apiVersion: "metrics.k8s.io/v1beta1", ...window };
  expect(
    containersMeasured({ ...head, kind: "PodMetrics", metadata, containers: [{ name: "main", usage }] }, pod),
  ).toEqual([
    {
      of: "container",
      labels: {
        job: "kubelet",
        metrics_path: "/metrics/cadvisor",
        namespace: "shop",
        pod: "cart-1",
        container: "main",
        image: "cart:1",
        node: "node-1",
      },
      ...amounts,
    },
  ]);
  expect(nodeMeasured({ ...head, kind: "NodeMetrics", metadata: { name: "node-1" }, usage })).toEqual([
    {
      of: "node",
      labels: { job: "kubelet", metrics_path: "/metrics/resource", node: "node-1" },
      ...amounts,
    },
  ]);
});
