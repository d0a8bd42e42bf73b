import { afterAll, beforeAll, expect, test } from "vitest";
import { at, attributes, bytes, type Fixture, id, now, openFixture } from "#telemetry/query/fixture.ts";
import { inFlightHistory } from "../../api.ts";
import { apm } from "../../index.ts";

let fixture: Fixture;
beforeAll(async () => {
  fixture = await openFixture(apm);
  await fixture.insert("spans", [
    // A second and a half, over the border of two steps.
    span(1, -60_750, 1500),
    // Ten seconds.
    span(2, -50_000, 10_000),
    // It began before the window.
    span(3, -125_000, 7000),
    span(4, -30_000, 200, { service: "store" }),
    span(5, -50_000, 9000, { inner: 1 }),
    // Told of while it was open, and stored now.
    span(6, -20_000, 2000),
  ]);
  await fixture.insert("pending_spans", [
    told(6, -19_000, -20_000),
    // Its process fell silent after four seconds.
    told(7, -38_000, -40_000),
    told(7, -36_000, -40_000),
    // Still open.
    told(8, -500, -2500),
    told(9, -500, -2500, "CLIENT"),
  ]);
});
afterAll(() => fixture.close());

const span = (number: number, start: number, ms: number, more = {}) => ({
  trace_id: bytes(id(number, 32)),
  span_id: bytes(id(number, 16)),
  start_time: at(start),
  duration: ms * 1e6,
  inner: 0,
  service: "cart",
  ...more,
});
const told = (number: number, time: number, start: number, kind = "SERVER") => ({
  time: at(time),
  service: "cart",
  event_name: "span.pending",
  trace_id: bytes(id(number, 32)),
  span_id: bytes(id(number, 16)),
  ...attributes({
    "span.kind": kind,
    "span.parent_id": kind === "SERVER" ? "" : id(1, 16),
    "span.start_time_unix_nano": String(BigInt(now + start) * 1_000_000n),
  }),
});

/** Of each step that has any, seconds after `now` at which it begins, and how many at once by age. */
async function counted(service = "") {
  const { times, ages, stepSeconds } = await fixture.call(inFlightHistory, { from: "now-2m", service });
  expect(stepSeconds).toBe(5);
  return times.flatMap((time, step) => {
    const own = ages.map((line) => Number((line[step] ?? 0).toFixed(3)));
    return own.some((value) => value > 0) ? [[(time - now) / 1000, ...own]] : [];
  });
}

test("how many were under way is told by when they began and ended, an average over each step, by age", async () => {
  expect(await counted("cart")).toEqual([
    [-120, 0, 0, 0.4, 0],
    [-65, 0.15, 0, 0, 0],
    [-60, 0.05, 0.1, 0, 0],
    [-50, 0.2, 0.4, 0.4, 0],
    [-45, 0, 0, 0.6, 0.4],
    [-40, 0.2, 0.4, 0.2, 0],
    [-20, 0.2, 0.2, 0, 0],
    [-5, 0.2, 0.3, 0, 0],
  ]);
});

test("programs that tell of no open span count as well", async () => {
  expect(await counted("store")).toEqual([[-30, 0.04, 0, 0, 0]]);
});
