import { expect, test } from "vitest";
import { eventually, named, openCluster } from "./cluster.fixture.ts";
import { startControllers } from "./controller.ts";
import { eventExpiryController, expiresInMs } from "./event-expiry.ts";
import { recorder } from "./events.ts";
import { configMaps, eventKind } from "./kinds.ts";
import { ManualClock, settled } from "./manual-clock.fixture.ts";

const minute = 60_000;

test("an event goes an hour after it was last told", async () => {
  const cluster = await openCluster();
  const { client } = cluster;
  const clock = new ManualClock(Date.parse("2026-01-01T00:00:00Z"));
  const about = await client.create(configMaps, "default", named("ConfigMap", "settings"));
  const record = recorder(client, clock, "test-controller");
  await record(about, "Normal", "Told", "once");
  const running = startControllers(cluster, [eventExpiryController(client, clock)], { clock });
  await settled();
  await clock.advance(59 * minute);
  await record(about, "Normal", "Told", "once");
  await clock.advance(minute);
  expect(client.list(eventKind)).toHaveLength(1);
  await clock.advance(59 * minute);
  await eventually(() => expect(client.list(eventKind)).toEqual([]));
  await running.stop();
});

test("an event that does not say when it was last told counts from when it came", async () => {
  const { client } = await openCluster();
  const event = await client.create(eventKind, "default", {
    ...named("Event", "bare"),
    involvedObject: { kind: "Namespace", name: "default", namespace: "default" },
  });
  const made = Date.parse(event.metadata.creationTimestamp);
  expect(expiresInMs(event, made + 20 * minute)).toBe(40 * minute);
});
