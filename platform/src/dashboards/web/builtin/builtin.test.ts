import { parse } from "@naru/promql";
import { describe, expect, it } from "vitest";
import { interpolated } from "../model/interpolate.ts";
import { readDashboard } from "../model/read.ts";
import { builtIns, serviceDashboard } from "./builtin.ts";
import { jsonOf } from "./chart.ts";
import { runtimes, runtimesIn } from "./runtimes.ts";

const has = (metric: string) => metric === "v8js.memory.heap.used";
const all = [...builtIns, serviceDashboard(runtimes)];
const panelsOf = (builtIn: (typeof all)[number]) =>
  readDashboard(jsonOf(builtIn, "en")).sections.flatMap(({ panels }) => panels);

describe.each(all.map((each) => [each.uid, each] as const))("%s", (_, builtIn) => {
  it("is PromQL throughout", () => {
    const every = { values: [], isPattern: true, all: ".*" };
    const choices = new Map(
      ["job", "instance", "cluster", "namespace", "service"].map((name) => [name, every]),
    );
    for (const { expr } of panelsOf(builtIn).flatMap(({ targets }) => targets)) {
      const written = interpolated(expr, choices).replaceAll("$__rate_interval", "4m");
      expect(() => parse(written), written).not.toThrow();
      expect(written).not.toContain("$");
    }
  });
  it("is shown as a whole, in both languages", () => {
    for (const language of ["en", "ko"] as const) {
      const { unmapped, title } = readDashboard(jsonOf(builtIn, language));
      expect(unmapped).toEqual([]);
      expect(title).not.toBe("");
    }
  });
  it("has its panels beside each other, none over another", () => {
    const cells = panelsOf(builtIn).flatMap(({ place: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, i) => `${x + (i % w)} ${y + Math.floor(i / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
  });
});

describe("a service's runtimes are seen by its metrics", () => {
  it.each([
    [["nodejs.eventloop.utilization", "http.server.request.duration"], ["node"]],
    [["jvm.memory.used"], ["jvm"]],
    [["jvm_threads_live_threads"], ["jvm"]],
    [["process.runtime.jvm.memory.usage"], ["jvm"]],
    [["cpython.gc.collections"], ["python"]],
    [["process.runtime.cpython.memory"], ["python"]],
    [["go.goroutine.count"], ["go"]],
    [["dotnet.gc.collections"], ["dotnet"]],
    [["http.server.request.duration", "process.cpu.time", "google.api"], []],
  ])("%j", (metrics, ids) => expect(runtimesIn(metrics).map(({ id }) => id)).toEqual(ids));

  it("panels without data of theirs are left out, and headings without panels", () => {
    const { sections } = readDashboard(jsonOf(serviceDashboard(runtimes), "en", has));
    expect(sections.map(({ title, panels }) => [title, panels.length])).toEqual([["Node.js", 2]]);
  });
});
