import { describe, expect, test } from "vitest";
import { NezhaMetrics } from "./nezha-metrics.ts";

const header =
  "Time,TimeStamp,PodName,CpuUsage(m),CpuUsageRate(%),MemoryUsage(Mi),NetworkReceiveBytes,NodeCpuUsageRate(%),Other";
const text = (...rows: string[]) => `${[header, ...rows].join("\n")}\n`;
const rows = [
  "x,1700000000,web-1-a,250,50,3,1153.5,40,7",
  "x,1700000002,api-1-b,NaN,,2,0,41,7",
  "x,1700000060,web-1-a,500,100,3,0,60,7",
];

describe("a case's metrics", () => {
  test("are gauges of the pod, in OpenTelemetry's names and units", () => {
    const metrics = new NezhaMetrics(text(...rows), "m.csv").ofPod("web-1-a");
    expect(
      metrics.map(({ name, unit, kind, points }) => [
        name,
        unit,
        kind,
        points.map((point) => "asDouble" in point && point.asDouble),
      ]),
    ).toEqual([
      ["k8s.pod.cpu.usage", "{cpu}", "gauge", [0.25, 0.5]],
      ["k8s.pod.cpu_limit_utilization", "1", "gauge", [0.5, 1]],
      ["k8s.pod.memory.working_set", "By", "gauge", [3 * 2 ** 20, 3 * 2 ** 20]],
      ["k8s.pod.network.io.rate", "By/s", "gauge", [1153.5, 0]],
    ]);
    expect(metrics[0]?.points[0]?.time).toBe(1_700_000_000_000_000_000n);
  });

  test("have no point where the exporter wrote NaN or nothing", () => {
    const names = new NezhaMetrics(text(...rows), "m.csv").ofPod("api-1-b").map(({ name }) => name);
    expect(names).toEqual(["k8s.pod.memory.working_set", "k8s.pod.network.io.rate"]);
  });

  test("tell of a node once a minute, though every pod on it does", () => {
    const nodes = new Map([
      ["web-1-a", "n1"],
      ["api-1-b", "n1"],
    ]);
    const [node, ...others] = new NezhaMetrics(text(...rows), "m.csv").ofNodes(nodes);
    expect(others).toEqual([]);
    expect(node?.resource).toEqual({ "k8s.node.name": "n1" });
    expect(node?.metrics.map(({ name, points }) => [name, points.length])).toEqual([
      ["k8s.node.cpu.utilization", 2],
    ]);
  });

  const broken: [row: string, error: string][] = [
    ["x,1700000000,web-1-a,many,50,3,0,40,7", 'm.csv:2: "many" is no number'],
    ["x,yesterday,web-1-a,1,50,3,0,40,7", 'm.csv:2: "yesterday" is no time in seconds since 1970'],
  ];
  test.each(broken)("of %s are refused", (row, error) => {
    expect(() => new NezhaMetrics(text(row), "m.csv").ofPod("web-1-a")).toThrow(error);
  });
});
