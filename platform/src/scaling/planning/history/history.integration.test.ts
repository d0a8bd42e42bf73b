import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Fixture, now } from "#telemetry/query/fixture.ts";
import * as api from "../../api.ts";
import { byCpu, cart, pictureOf } from "../../fixture.ts";
import { Filler, openPlanning } from "../fixture.ts";

const minute = 60_000;
let fixture: Fixture;
beforeAll(async () => {
  fixture = await openPlanning(pictureOf(byCpu));
  await fill(new Filler(fixture));
}, 60_000);
afterAll(() => fixture.close());

/** For an hour: two replicas, then three; one pod that is gone, two that are there; half a core each, counted every 15 s. */
async function fill(filler: Filler): Promise<void> {
  const [start, middle] = [now - 60 * minute, now - 30 * minute];
  const of = { cluster: "east", namespace: "shop" };
  const each = (everyMs: number, from = start, to = now) =>
    Array.from({ length: (to - from) / everyMs }, (_, i) => from + i * everyMs);
  const replicas = each(minute).map((at) => [at, at < middle ? 2 : 3] as const);
  await filler.series("kube_deployment_spec_replicas", { ...of, deployment: "cart" }, replicas);
  await filler.series("kube_deployment_spec_replicas", { ...of, deployment: "other" }, [[start, 50]]);
  await filler.series(
    "kube_deployment_status_replicas_ready",
    { ...of, deployment: "cart" },
    replicas.map(([at, count]) => [at, at < middle + 2 * minute ? 2 : count]),
  );
  await filler.series(
    "kube_replicaset_owner",
    { ...of, replicaset: "cart-1", owner_kind: "Deployment", owner_name: "cart" },
    [[start, 1]],
  );
  for (const [name, from] of [
    ["cart-1-a", start],
    ["cart-1-b", start],
    ["cart-1-c", middle],
  ] as const) {
    const own = { ...of, pod: name };
    await filler.series("kube_pod_owner", { ...own, owner_kind: "ReplicaSet", owner_name: "cart-1" }, [
      [from, 1],
    ]);
    const times = each(15_000, from);
    const container = { ...own, container: "main" };
    await filler.series(
      "container_cpu_usage_seconds_total",
      container,
      times.map((at) => [at, (0.5 * (at - from)) / 1000]),
    );
    await filler.series(
      "container_memory_working_set_bytes",
      container,
      times.map((at) => [at, 2 ** 28]),
    );
  }
  await filler.series(
    "container_cpu_usage_seconds_total",
    { ...of, pod: "other-1-a", container: "main" },
    each(15_000).map((at) => [at, at]),
  );
  await filler.requests(
    "cart",
    each(minute).map((at) => [at, 600]),
  );
}

const asked = () => fixture.call(api.getCapacity, { ...cart, from: "now-1h", to: "now" });

describe("a workload's hour", () => {
  test("has its replicas, wanted and ready, of it alone", async () => {
    const { replicas, times, stepSeconds } = await asked();
    expect([times.length, stepSeconds]).toEqual([60, 60]);
    expect(replicas.desired).toEqual([...Array(30).fill(2), ...Array(30).fill(3)]);
    expect(replicas.ready).toEqual([...Array(32).fill(2), ...Array(28).fill(3)]);
  });

  test("has its load and response by the service's spans", async () => {
    const { services, rate, p95Nano, errorRatio } = await asked();
    expect(services).toEqual(["cart"]);
    expect(new Set(rate)).toEqual(new Set([10]));
    expect(new Set(errorRatio)).toEqual(new Set([0]));
    for (const nanos of p95Nano) expect((nanos ?? 0) / 20_000_000).toBeCloseTo(1, 1);
  });

  test("has the cores of all its pods, also of one that is gone", async () => {
    const { cpu } = await asked();
    expect(cpu[10]).toBeCloseTo(1, 6);
    expect(cpu[45]).toBeCloseTo(1.5, 6);
  });

  test("has its autoscaler", async () => {
    const { autoscaler } = await asked();
    expect(autoscaler).toMatchObject({ min: 2, max: 10, metrics: [{ name: "cpu", target: 50 }] });
  });
});

test("the list has what the pods that are there use and request", async () => {
  const { workloads } = await fixture.call(api.listCapacity, { from: "now-1h", to: "now" });
  expect(workloads).toEqual([
    {
      ...cart,
      ready: 2,
      desired: 2,
      autoscaler: { min: 2, max: 10, isBlind: false },
      cpuUsed: expect.closeTo(1, 6),
      cpuRequested: 1,
      memoryUsed: 2 ** 29,
      memoryRequested: 2 ** 30,
    },
  ]);
});

test("a workload that is not there is said so", async () => {
  const asked = fixture.call(api.getCapacity, { ...cart, name: "basket" });
  await expect(asked).rejects.toMatchObject({ code: "NOT_FOUND" });
});
