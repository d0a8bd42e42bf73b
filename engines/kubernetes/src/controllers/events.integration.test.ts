import { expect, test } from "vitest";
import { named, openCluster } from "./cluster.fixture.ts";
import { recorder } from "./events.ts";
import { configMaps, eventKind } from "./kinds.ts";
import { ManualClock } from "./manual-clock.fixture.ts";

test("the same said again is counted, something else is told apart", async () => {
  const { client } = await openCluster();
  const clock = new ManualClock(Date.parse("2026-01-01T00:00:00Z"));
  const record = recorder(client, clock, "test-controller");
  const about = await client.create(configMaps, "default", named("ConfigMap", "settings"));
  await record(about, "Warning", "FailedCreate", "quota");
  await clock.advance(60_000);
  await record(about, "Warning", "FailedCreate", "quota");
  await record(about, "Normal", "SuccessfulCreate", "quota");
  const told = client
    .list(eventKind)
    .map(({ count, reason, lastTimestamp }) => ({ count, reason, lastTimestamp }));
  expect(told.toSorted((a, b) => (b.count ?? 0) - (a.count ?? 0))).toEqual([
    { count: 2, reason: "FailedCreate", lastTimestamp: "2026-01-01T00:01:00Z" },
    { count: 1, reason: "SuccessfulCreate", lastTimestamp: "2026-01-01T00:01:00Z" },
  ]);
  expect(client.list(eventKind)[0]).toMatchObject({
    involvedObject: { kind: "ConfigMap", name: "settings", namespace: "default" },
    source: { component: "test-controller" },
  });
});

test("an event that cannot be stored stops nobody", async () => {
  const { client } = await openCluster();
  const about = await client.create(configMaps, "default", named("ConfigMap", "settings"));
  about.metadata.namespace = "gone";
  await expect(
    recorder(client, new ManualClock(), "test-controller")(about, "Normal", "A", "b"),
  ).resolves.toBeUndefined();
});
