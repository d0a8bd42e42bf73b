import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { csv, type Folder, folderOf, nezhaFiles, noon } from "./fixture.ts";
import { nezhaBaseline, nezhaCase } from "./nezha.ts";
import { endOf, extent, type Recording } from "./recording.ts";

let folder: Folder | undefined;
afterEach(() => folder?.remove());
const open = async (files: Record<string, string>) => {
  folder = await folderOf(files);
  return folder.path;
};
/** Where each part lies in the recording, in seconds from noon. */
const places = ({ parts }: Recording) =>
  parts.map(({ sources, movedMs }) => {
    const { from, to } = extent(sources) ?? { from: 0, to: 0 };
    return [from + movedMs - noon, to + movedMs - noon].map((ms) => Math.round(ms / 100) / 10);
  });

describe("a case of Nezha", () => {
  test("is what each pod did, by the service that its name tells", async () => {
    const path = await open(nezhaFiles("c1", 0, 3));
    const { parts } = await nezhaCase(join(path, "c1"));
    const sources = parts.flatMap((part) => part.sources);
    expect(sources.map(({ resource, spans, logs }) => [resource, spans.length, logs.length])).toEqual([
      [
        { "service.name": "price-api", "k8s.pod.name": "price-api-6c8-def", "k8s.node.name": "10.0.0.7" },
        3,
        3,
      ],
      [{ "service.name": "web", "k8s.pod.name": "web-5d4-abc" }, 3, 0],
    ]);
    expect(sources[1]?.spans[0]).toEqual({
      traceId: "1".padStart(32, "0"),
      spanId: "1".padStart(16, "0"),
      name: "GET /",
      start: BigInt(noon) * 1_000_000n,
      durationNano: 500_000_000n,
    });
    expect(sources[0]?.spans[0]).toMatchObject({ parentSpanId: "1".padStart(16, "0"), name: "Price.of" });
    expect(sources[0]?.logs[0]).toEqual({
      time: BigInt(noon + 200) * 1_000_000n,
      body: '12:00:00.200 WARN  a.Price#7 "price", asked',
      severityText: "WARN",
      severityNumber: 13,
      traceId: "1".padStart(32, "0"),
      spanId: "2".padStart(16, "0"),
    });
  });

  test("is asked about from its first span to its last, whatever its metrics cover", async () => {
    const metrics = csv("TimeStamp,PodName,CpuUsage(m)", [[String(noon / 1000 + 200), "web-5d4-abc", "1"]]);
    const path = await open({ ...nezhaFiles("c1", 0, 60), "c1/metrics.csv": metrics });
    const recording = await nezhaCase(join(path, "c1"));
    expect([...recording.windows]).toEqual([["c1", { from: noon, to: noon + 59_501 }]]);
    expect(endOf(recording)).toBe(noon + 200_001);
  });

  test("has the fault-free minute of its day before it, ending two minutes before the window", async () => {
    const path = await open({
      ...nezhaFiles("c1", 0, 60),
      ...nezhaFiles("baseline/2024-05-06", -7200, 60),
      ...nezhaFiles("baseline/2024-05-07", 86_400, 60),
    });
    expect(places(await nezhaCase(join(path, "c1")))).toEqual([
      [-179.5, -120],
      [0, 59.5],
    ]);
  });

  test.each([{}, nezhaFiles("baseline/2024-05-07", 86_400, 60)])(
    "stands alone without one",
    async (others) => {
      const path = await open({ ...nezhaFiles("c1", 0, 60), ...others });
      expect(places(await nezhaCase(join(path, "c1")))).toEqual([[0, 59.5]]);
    },
  );

  test("whose rows stand twice in the files has them once", async () => {
    const header = "TraceID,SpanID,ParentID,PodName,OperationName,StartTimeUnixNano,EndTimeUnixNano";
    const row = ["a".repeat(32), "b".repeat(16), "root", "p-1-a", "x", "5", "6"];
    const path = await open({ "c1/traces.csv": csv(header, [row, row, row.with(1, "c".repeat(16))]) });
    const { parts } = await nezhaCase(join(path, "c1"));
    expect(parts[0]?.sources[0]?.spans.map(({ spanId }) => spanId?.[0])).toEqual(["b", "c"]);
  });

  const traces = "TraceID,SpanID,ParentID,PodName,OperationName,StartTimeUnixNano,EndTimeUnixNano";
  const [trace, span] = ["a".repeat(32), "b".repeat(16)];
  const broken: [row: string[], error: string][] = [
    [["a", span, "root", "p-1-a", "x", "5", "6"], 'traces.csv:2: "a" is no id of 32 hexadecimal digits'],
    [["0".repeat(32), span, "root", "p-1-a", "x", "5", "6"], "is no id of 32 hexadecimal digits"],
    [[trace, span, "", "p-1-a", "x", "5", "6"], 'traces.csv:2: "" is no id of 16 hexadecimal digits'],
    [[trace, span, "root", "p-1-a", "x", "-5", "6"], 'traces.csv:2: "-5" is no time'],
    [[trace, span, "root", "p-1-a", "x", "5", "4"], "traces.csv:2: a span that ends before it starts"],
    [[trace, span, "root", "", "x", "5", "6"], "traces.csv:2: no PodName"],
  ];
  test.each(broken)("with the span %j is refused with file and line", async (row, error) => {
    const path = await open({ "c1/traces.csv": csv(traces, [row]) });
    await expect(nezhaCase(join(path, "c1"))).rejects.toThrow(error);
  });
  test("without a span is refused", async () => {
    const path = await open({ "c1/traces.csv": csv(traces, []) });
    await expect(nezhaCase(join(path, "c1"))).rejects.toThrow("no span in its traces.csv");
  });
});

describe("a fault-free minute", () => {
  test("is asked about as it is, with another day's before it", async () => {
    const path = await open({
      ...nezhaFiles("baseline/2024-05-06", 0, 60),
      ...nezhaFiles("baseline/2024-05-07", 86_400, 30),
    });
    const recording = await nezhaBaseline(join(path, "baseline/2024-05-06"));
    expect([...recording.windows.keys()]).toEqual(["baseline/2024-05-06"]);
    expect(places(recording)).toEqual([
      [-149.5, -120],
      [0, 59.5],
    ]);
  });
});
