import { setTimeout as wait } from "node:timers/promises";
import { eventually } from "@naru/testkit";
import { expect, test } from "vitest";
import { nodes, startProgram } from "../testing/program.ts";
import { type ReceivedRecord, type Receiver, startReceiver } from "../testing/receiver.ts";

const slowOnes = (receiver: Receiver) =>
  receiver.records.filter(
    ({ eventName, attributes }) => eventName === "span.pending" && attributes["url.path"] === "/slow/1500",
  );

test.each(nodes)("under %s a request is announced while it runs, and its end is told", async (node) => {
  await using receiver = await startReceiver();
  await using tested = await startProgram("express.cjs", {
    preload: "--require",
    endpoint: receiver.endpoint,
    node,
  });
  const quick = fetch(`${tested.url}/quick`);
  const slow = fetch(`${tested.url}/slow/1500`);
  await quick;

  const pending = await eventually(() => first(slowOnes(receiver)));
  expect(pending.arrived - startOf(pending)).toBeLessThan(1400);
  expect(pending).toMatchObject({
    attributes: {
      "span.name": expect.stringMatching(/^GET/),
      "span.kind": "SERVER",
      "http.request.method": "GET",
    },
    resource: { "service.name": "tested" },
  });
  await slow;
  const span = await eventually(() =>
    first(receiver.spans.filter(({ spanId }) => spanId === pending.spanId)),
  );
  expect(span).toMatchObject({ traceId: pending.traceId, name: "GET /slow/:ms" });
  const ended = await eventually(() =>
    first(receiver.records.filter(({ eventName }) => eventName === "span.ended")),
  );
  expect(ended).toMatchObject({ traceId: pending.traceId, spanId: pending.spanId });
  expect(slowOnes(receiver)).toHaveLength(1);
  // The one that was over before a tick is never spoken of.
  expect(receiver.records.filter(({ attributes }) => attributes["url.path"] === "/quick")).toEqual([]);
});

test("a program killed in the middle of a request leaves a pending span without end", async () => {
  await using receiver = await startReceiver();
  await using tested = await startProgram("express.mjs", {
    preload: "--import",
    endpoint: receiver.endpoint,
  });
  const slow = fetch(`${tested.url}/slow/1500`).catch(() => undefined);
  const pending = await eventually(() => first(slowOnes(receiver)));
  await tested.end("SIGKILL");
  await slow;
  await wait(500);
  const ofSpan = receiver.records.filter(({ spanId }) => spanId === pending.spanId);
  expect(ofSpan.map(({ eventName }) => eventName)).toEqual(["span.pending"]);
  expect(receiver.spans).toEqual([]);
});

test("nothing is announced when it is turned off", async () => {
  await using receiver = await startReceiver();
  await using tested = await startProgram("express.cjs", {
    preload: "--require",
    endpoint: receiver.endpoint,
    env: { NARU_PENDING_SPANS_INTERVAL: "0" },
  });
  await fetch(`${tested.url}/slow/500`);
  await eventually(() => first(receiver.spans));
  expect(receiver.records).toEqual([]);
});

const startOf = ({ attributes }: ReceivedRecord) => Number(attributes["span.start_time_unix_nano"]) / 1e6;

function first<T>(list: readonly T[]): T {
  const [only] = list;
  if (only === undefined) throw new Error("nothing has arrived");
  return only;
}
