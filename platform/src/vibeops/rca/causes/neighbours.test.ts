import { describe, expect, test } from "vitest";
import { diagnose } from "../diagnose.ts";
import { begin, fault, shop, type ShopOptions, window } from "../fixture.ts";
import type { Series } from "../scene/series.ts";

/** All that the shop does takes three times as long; nobody asks for more. */
const slower: ShopOptions["change"] = (request) => {
  request.frontMs *= 3;
  request.wayMs *= 3;
  request.catalogMs *= 3;
  request.queryMs *= 3;
  request.cartMs *= 3;
};

const step = 10_000;
const times = Array.from({ length: (window.to - begin) / step }, (_, i) => begin + i * step);
const cpu: Series = {
  metric: "container.cpu.usage",
  matter: "cpu",
  service: "",
  pod: "reports-0",
  node: "node-1",
  attributes: {},
  unit: "{cpu}",
  times,
  values: times.map((at) => (at < fault ? 0.1 : 1.6)),
};
const pressure = (before: number, after: number): Series => ({
  ...cpu,
  metric: "node_pressure_cpu_waiting_seconds_total",
  matter: "cpu-pressure",
  pod: "",
  unit: "s",
  values: times.map((at) => (at < fault ? before : after)),
});
const first = (...series: readonly Series[]) => diagnose({ ...shop({ change: slower }), series }).causes[0];

describe("when all services become slower at once", () => {
  test("a pod that began to take the processor and serves nobody is named", () => {
    expect(first(cpu, pressure(0.1, 0.9))).toMatchObject({
      kind: "cpu-contention",
      service: "reports",
      inside: [
        { kind: "resource", name: "cpu" },
        { kind: "pod", name: "reports-0" },
      ],
    });
  });

  test("a database that is asked by all of them is not, though it takes more", () => {
    expect(first({ ...cpu, pod: "database-0" })?.service).not.toBe("database");
  });

  test("the node is, where somebody waits for a processor and no pod takes it", () => {
    const found = first(pressure(0.12, 0.9));
    expect(found).toMatchObject({ kind: "cpu-contention", service: "node-1" });
    expect(found?.evidence[1]?.words.en).toBe(
      "On node node-1 somebody waits for a processor 90% of the time; it was 12%. No pod takes so much more: look at the machine itself, and at what else its host runs.",
    );
  });

  test.each([
    ["was so before", pressure(0.9, 0.9)],
    ["is small", pressure(0.05, 0.35)],
    ["is of no node", { ...pressure(0.1, 0.9), node: "" }],
  ])("it is not, where the wait for a processor %s", (_, series) => {
    expect(first(series)?.service).not.toBe("node-1");
  });
});
