import { describe, expect, test } from "vitest";
import { diagnose } from "../diagnose.ts";
import { fault, shop, window } from "../fixture.ts";
import type { Series } from "../scene/series.ts";
import { signalsOf } from "../signals/signals.ts";
import { resources } from "./resources.ts";

const times = Array.from({ length: 60 }, (_, i) => window.from + i * 10_000);
const series = (
  row: Partial<Series> & Pick<Series, "matter" | "metric" | "pod">,
  valueAt: (at: number, i: number) => number,
): Series => ({
  service: "",
  node: "",
  attributes: {},
  unit: "By",
  times,
  values: times.map(valueAt),
  ...row,
});
const mib = 2 ** 20;

const looped = (pod: string, after: number) =>
  series(
    { matter: "event-loop", metric: "nodejs.eventloop.delay.p99", pod, service: "catalog", unit: "s" },
    (at) => (at < fault ? 0.02 : after),
  );
const told = (...pods: readonly Series[]) => {
  const scene = { ...shop(), series: pods };
  return resources(scene, signalsOf(scene));
};

const kindsOf = (...pods: readonly Series[]) => told(...pods).map(({ kind }) => kind);

describe("resources", () => {
  test("a pod that takes the processor from everybody is the cause, though it serves nobody", () => {
    const scene = shop({
      change: (request) => {
        request.frontMs *= 8;
        request.catalogMs *= 8;
        request.queryMs *= 8;
        request.cartMs *= 8;
        request.wayMs *= 8;
      },
    });
    const hog = series(
      { matter: "cpu", metric: "container_cpu_usage_seconds_total", pod: "reports-7d9f8b6c5-x2x4z" },
      (at) => (at < fault ? 0.01 : 3.5),
    );
    const found = diagnose({ ...scene, series: [hog] });
    expect(found.causes[0]).toMatchObject({ service: "reports", kind: "cpu-contention" });
  });

  test("an event loop that is slow in all new pods is the service's, though no pod was there before and after", () => {
    const delays = ["catalog-old", "catalog-new"].map((pod, index) => {
      const own = times.filter((time) => time >= fault === (index === 1));
      const value = index === 0 ? 0.02 : 0.4;
      return series(
        { matter: "event-loop", metric: "nodejs.eventloop.delay.p99", pod, service: "catalog", times: own },
        () => value,
      );
    });
    const scene = {
      ...shop(),
      series: delays.map((each) => ({ ...each, values: each.values.slice(0, each.times.length) })),
    };
    expect(resources(scene, signalsOf(scene))).toMatchObject([
      { service: "catalog", kind: "event-loop-blocked", subject: "catalog" },
    ]);
  });

  test("an event loop that is slow in one pod of several is that pod's", () => {
    expect(told(looped("catalog-0", 0.6), looped("catalog-1", 0.02))).toMatchObject([
      {
        kind: "bad-pod",
        inside: [
          { kind: "pod", name: "catalog-0" },
          { kind: "resource", name: "event loop" },
        ],
      },
    ]);
  });

  test("one that is slow in all of them, or in the only one, is the service's", () => {
    expect(kindsOf(looped("catalog-0", 0.6), looped("catalog-1", 0.5))).toEqual([
      "event-loop-blocked",
      "event-loop-blocked",
    ]);
    expect(kindsOf(looped("catalog-0", 0.6))).toEqual(["event-loop-blocked"]);
  });

  test("memory that grows steadily is told before it is full, with when", () => {
    const pod = "catalog-0";
    const grows = series(
      { matter: "memory", metric: "container_memory_working_set_bytes", pod },
      (_, i) => (150 + i * 1.5) * mib,
    );
    const limit = series(
      { matter: "memory", metric: "kube_pod_container_resource_limits", pod },
      () => 300 * mib,
    );
    const found = diagnose({ ...shop(), series: [grows, limit] });
    expect(found.causes[0]).toMatchObject({ service: "catalog", kind: "memory-leak" });
    expect(found.causes[0]?.why[0]?.en).toMatch(/full in about 6.* min/);
  });

  test("memory that fills again after a kill is told again", () => {
    const pod = "catalog-0";
    const grows = series(
      { matter: "memory", metric: "container_memory_working_set_bytes", pod },
      (_, i) => (120 + (i % 40) * 4) * mib,
    );
    const limit = series(
      { matter: "memory", metric: "kube_pod_container_resource_limits", pod },
      () => 300 * mib,
    );
    const found = diagnose({ ...shop(), series: [grows, limit] });
    expect(found.causes[0]).toMatchObject({ service: "catalog", kind: "memory-leak" });
    expect(found.causes[0]?.headline.en).toContain("memory will be full");
  });

  test.each([
    ["memory that goes up and down", (_at: number, i: number) => (200 + (i % 9) * 5) * mib],
    ["memory far below its limit", (_at: number, i: number) => (50 + i * 0.2) * mib],
    ["memory that has settled", (_at: number, i: number) => Math.min(200, 150 + i * 5) * mib],
  ])("%s is no trouble", (_, valueAt) => {
    const pod = "catalog-0";
    const used = series({ matter: "memory", metric: "container_memory_working_set_bytes", pod }, valueAt);
    const limit = series(
      { matter: "memory", metric: "kube_pod_container_resource_limits", pod },
      () => 300 * mib,
    );
    expect(diagnose({ ...shop(), series: [used, limit] }).verdict).toBe("healthy");
  });
});
