import { expect, test } from "vitest";
import { ManualClock } from "../controllers/manual-clock.fixture.ts";
import { Health } from "./health.ts";
import type { Container, Probe } from "./pod.ts";

/** A container whose probes find what `good` says at the moment. */
function run(container: Partial<Container>) {
  const clock = new ManualClock();
  const seen = { good: false, asked: 0, failures: [] as string[], unhealthy: [] as string[] };
  const health = new Health({
    container: { name: "web", image: "x", ...container },
    clock,
    ask: async () => {
      seen.asked++;
      return { isGood: seen.good, output: "no" };
    },
    onChange: () => {},
    onFailure: (message) => seen.failures.push(message),
    onUnhealthy: (message) => seen.unhealthy.push(message),
  });
  health.begin();
  const seconds = async (count: number) => {
    for (let i = 0; i < count; i++) await clock.advance(1000);
  };
  return { clock, health, seen, seconds, state: () => [health.isStarted, health.isReady] };
}

const probe: Probe = {
  exec: { command: ["true"] },
  periodSeconds: 1,
  successThreshold: 1,
  failureThreshold: 3,
};

test("without probes a container has started and is ready at once", () =>
  expect(run({}).state()).toEqual([true, true]));

test("a readiness probe makes it ready, and not ready after as many failures as allowed", async () => {
  const { seen, seconds, state } = run({ readinessProbe: probe });
  expect(state()).toEqual([true, false]);
  seen.good = true;
  await seconds(1);
  expect(state()).toEqual([true, true]);
  seen.good = false;
  await seconds(2);
  expect(state()).toEqual([true, true]);
  await seconds(1);
  expect(state()).toEqual([true, false]);
  expect(seen.failures).toHaveLength(3);
  expect(seen.failures[0]).toBe("Readiness probe failed: no");
});

test("as many successes in a row are needed as the threshold says", async () => {
  const { seen, seconds, state } = run({ readinessProbe: { ...probe, successThreshold: 2 } });
  seen.good = true;
  await seconds(1);
  expect(state()).toEqual([true, false]);
  await seconds(1);
  expect(state()).toEqual([true, true]);
});

test("nothing else is asked before the startup probe is through", async () => {
  const { seen, seconds, state } = run({
    startupProbe: { ...probe, failureThreshold: 10 },
    livenessProbe: probe,
  });
  await seconds(5);
  expect([state(), seen.unhealthy]).toEqual([[false, false], []]);
  seen.good = true;
  await seconds(1);
  expect(state()).toEqual([true, true]);
});

test.each([
  ["startup", { startupProbe: probe }],
  ["liveness", { livenessProbe: probe }],
])("a %s probe that fails three times has the container started again", async (what, container) => {
  const { seen, seconds } = run(container);
  await seconds(2);
  expect(seen.unhealthy).toEqual([]);
  await seconds(1);
  expect(seen.unhealthy).toEqual([`Container web failed ${what} probe, will be restarted`]);
});

test("the first question waits for its delay", async () => {
  const { seen, seconds } = run({ livenessProbe: { ...probe, initialDelaySeconds: 5 } });
  await seconds(4);
  expect(seen.asked).toBe(0);
  await seconds(1);
  expect(seen.asked).toBe(1);
});

test("who is being stopped is asked no more", async () => {
  const { health, seen, seconds } = run({ livenessProbe: probe });
  await seconds(1);
  health.stopAsking();
  await seconds(5);
  expect(seen.asked).toBe(1);
});
