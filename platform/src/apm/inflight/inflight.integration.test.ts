import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  at,
  attributes,
  bytes,
  type Fixture,
  id,
  now,
  openFixture,
  resource,
} from "#telemetry/query/fixture.ts";
import { inFlight } from "../api.ts";
import { apm } from "../index.ts";

let fixture: Fixture;
beforeAll(async () => {
  fixture = await openFixture(apm);
  await fixture.insert("resources", [resource(7, { "service.name": "cart", "k8s.pod.name": "cart-0" })]);
  await fixture.insert("pending_spans", told);
  await fixture.insert("resources", [resource(8, { "service.name": "store", "k8s.pod.name": "store-0" })]);
  await fixture.insert("metric_series", [
    series(1),
    series(2),
    series(3, { service: "cart", resource_id: 7 }),
  ]);
  await fixture.insert("metric_numbers", counts);
  await fixture.insert("profile_samples", [
    { ...sampled, time: at(-8000), stack_id: 1 },
    { ...sampled, time: at(-2000), stack_id: 2 },
  ]);
  await fixture.insert("profile_stacks", [stack(1, [11]), stack(2, [11, 12, 13])]);
  await fixture.insert("profile_frames", [
    frame(11, "main", 1),
    frame(12, "handle", 7),
    frame(13, "render", 42),
  ]);
  await fixture.insert("spans", [
    {
      trace_id: bytes(id(5, 32)),
      span_id: bytes(id(50, 16)),
      start_time: at(-70_000),
      duration: 1e9,
      service: "cart",
    },
  ]);
});
afterAll(() => fixture.close());

/** What an agent says of a span, so many milliseconds ago. */
const said = (
  ago: number,
  span: number,
  began: number,
  { kind = "SERVER", parent = 0, event = "span.pending", trace = 1 } = {},
) => ({
  time: at(-ago),
  service: "cart",
  event_name: event,
  trace_id: bytes(id(trace, 32)),
  span_id: bytes(id(span, 16)),
  resource_id: 7,
  ...attributes({
    "span.name": `span ${span}`,
    "span.kind": kind,
    "span.start_time_unix_nano": String(BigInt(now - began) * 1_000_000n),
    ...(parent > 0 && { "span.parent_id": id(parent, 16) }),
    "http.route": "/cart",
  }),
});
const told = [
  said(6000, 1, 9000),
  said(1000, 1, 9000),
  said(1000, 2, 8000, { kind: "CLIENT", parent: 1 }),
  said(500, 3, 600, { trace: 2 }),
  // Over again.
  said(3000, 4, 4000, { trace: 3 }),
  said(2000, 4, 4000, { trace: 3, event: "span.ended" }),
  // Its process has been silent for a minute.
  said(60_000, 6, 65_000, { trace: 4 }),
  // That it ended was not told, but the span itself came.
  said(60_000, 50, 70_000, { trace: 5 }),
];

const metric = "http.server.active_requests";
const day = "2026-11-21";
const series = (series_id: number, more = {}) => ({
  day,
  metric,
  series_id,
  kind: 2,
  temporality: 2,
  service: "store",
  resource_id: 8,
  ...more,
});
/** By method: the last of each counts. What came too long ago does not. */
const counts = [
  { metric, series_id: 1, time: at(-80_000), value: 9 },
  { metric, series_id: 1, time: at(-20_000), value: 3 },
  { metric, series_id: 2, time: at(-20_000), value: 2 },
  { metric, series_id: 2, time: at(-600_000), value: 70 },
  { metric, series_id: 3, time: at(-20_000), value: 4 },
];

const sampled = {
  service: "cart",
  type: "wall",
  unit: "nanoseconds",
  value: 1,
  trace_id: bytes(id(1, 32)),
  span_id: bytes(id(2, 16)),
};
const stack = (stack_id: number, frames: readonly number[]) => ({ day, service: "cart", stack_id, frames });
const frame = (frame_id: number, name: string, line: number) => ({
  day,
  service: "cart",
  frame_id,
  function: name,
  file: "receipt.ts",
  line,
});

describe("transactions in flight", () => {
  test("are those that were told of and are not over, the oldest first, with where they are", async () => {
    const { transactions } = await fixture.call(inFlight, {});
    expect(
      transactions.map(({ spanId, ageMs, pod, path }) => [spanId, ageMs, pod, path.map(({ name }) => name)]),
    ).toEqual([
      [id(1, 16), 9000, "cart-0", ["span 1", "span 2"]],
      [id(3, 16), 600, "cart-0", ["span 3"]],
    ]);
    expect(transactions[0]).toMatchObject({
      name: "span 1",
      kind: "server",
      attributes: { "http.route": "/cart" },
    });
  });

  test("are metered by age", async () => {
    const { meters } = await fixture.call(inFlight, { service: "cart" });
    expect(meters).toEqual([{ service: "cart", pod: "cart-0", ages: [1, 0, 0, 1] }]);
  });

  test("whose process fell silent are abandoned, not for ever in flight; a span that came after all is neither", async () => {
    const { abandoned } = await fixture.call(inFlight, {});
    expect(abandoned.map(({ spanId, ageMs }) => [spanId, ageMs])).toEqual([[id(6, 16), 5000]]);
  });

  test("are known of services that tell of them", async () => {
    expect((await fixture.call(inFlight, { service: "none" })).transactions).toEqual([]);
    expect((await fixture.call(inFlight, {})).reporting).toEqual(["cart"]);
  });

  test("of programs that tell of none are as many as they count, by their last word", async () => {
    expect((await fixture.call(inFlight, {})).counted).toEqual([
      { service: "store", pod: "store-0", requests: 5, time: now - 20_000 },
    ]);
    expect((await fixture.call(inFlight, { service: "cart" })).counted).toEqual([]);
  });

  test("that take long are shown where they are in their code, when a profile has it", async () => {
    const { transactions } = await fixture.call(inFlight, {});
    expect(
      transactions.map(({ spanId, stack }) => [spanId, stack.map((frame) => frame.function).join(" ‹ ")]),
    ).toEqual([
      [id(1, 16), "render ‹ handle ‹ main"],
      [id(3, 16), ""],
    ]);
    expect(transactions[0]?.stack[0]).toMatchObject({ file: "receipt.ts", line: 42 });
  });
});
