import { afterAll, beforeAll, expect, test } from "vitest";
import type { OperationInput } from "#kernel/operation.ts";
import { type Fixture, now } from "#telemetry/query/fixture.ts";
import * as api from "../../api.ts";
import { byCpu, cart, pictureOf } from "../../fixture.ts";
import { Filler, openPlanning } from "../fixture.ts";

const minute = 60_000;
const of = { cluster: "east", namespace: "shop" };
let fixture: Fixture;
beforeAll(async () => {
  fixture = await openPlanning(pictureOf(byCpu));
  await fill(new Filler(fixture));
}, 60_000);
afterAll(() => fixture.close());

const isBusy = (at: number) => at >= now - 60 * minute;

/** Four pods for two hours; the two that are there use a quarter of a core each, and three quarters in the second hour. */
async function fill(filler: Filler): Promise<void> {
  const times = Array.from({ length: 121 }, (_, i) => now - (121 - i) * minute);
  for (const metric of ["kube_deployment_spec_replicas", "kube_deployment_status_replicas_ready"]) {
    await filler.series(
      metric,
      { ...of, deployment: "cart" },
      times.map((at) => [at, 4]),
    );
  }
  for (const pod of ["cart-1-a", "cart-1-b"]) {
    let seconds = 0;
    const grown = times.map((at) => [at, (seconds += 60 * (isBusy(at) ? 0.75 : 0.25))] as const);
    await filler.series("container_cpu_usage_seconds_total", { ...of, pod, container: "main" }, grown);
  }
  await filler.requests(
    "cart",
    times.slice(1).map((at) => [at, isBusy(at) ? 600 : 120]),
  );
}

const replayed = async (more: Partial<OperationInput<typeof api.replayLoad>> = {}) => {
  const { replay, measures } = await fixture.call(api.replayLoad, { ...cart, from: "now-2h", ...more });
  if (replay === null) throw new Error("there is nothing to replay");
  return { ...replay, measures };
};

test("by its own autoscaler's settings, half of half a core a pod", async () => {
  const { settings, load, would, was, measures } = await replayed();
  expect(measures).toEqual(["cpu", "requests"]);
  expect(settings).toMatchObject({ measure: "cpu", target: 50, min: 2, max: 10, downSeconds: 300 });
  expect([load[10], load[100]].map((cores) => Number(cores?.toFixed(6)))).toEqual([0.5, 1.5]);
  expect([would.desired[50], would.desired.at(-1)]).toEqual([2, 6]);
  expect(was.outcome?.podHours).toBeCloseTo(8, 6);
  // Two for an hour and six for an hour; two more for the five minutes after which fewer are trusted, and two fewer in the
  // minute in which no more is measured of two pods than two can take.
  expect(would.outcome.podHours).toBeCloseTo(8 + (2 * 5 - 2) / 60, 6);
});

test("hours of which it is not known how it was are neither saved nor wasted", async () => {
  const { would, was } = await replayed({ from: "now-6h" });
  expect(was.outcome?.podHours).toBeCloseTo(2 * 4, 0);
  expect(would.outcome.podHours).toBeCloseTo(2 * 4, 0);
  expect(would.desired).toHaveLength(6 * 60);
});

test("with other settings, other pods", async () => {
  const { would } = await replayed({ max: 3, podCapacity: 0.25, startSeconds: 0 });
  expect(would.outcome.most).toBe(3);
  expect(would.outcome.shortMinutes).toBe(60);
});

test("by requests, at two a second and pod", async () => {
  const { settings, would } = await replayed({ measure: "requests", target: 2 });
  expect(settings.podCapacity).toBeCloseTo(2.5, 6);
  expect(would.desired.at(-1)).toBe(5);
});

test("more than two days at once are refused", async () => {
  await expect(replayed({ from: "now-3d" })).rejects.toMatchObject({ code: "INVALID_INPUT" });
});
