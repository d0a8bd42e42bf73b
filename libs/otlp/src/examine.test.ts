import { gauge, logRecord, logs, metrics, profiles, span, sum, trace } from "@naru/testkit";
import { describe, expect, test } from "vitest";
import { examine } from "./examine.ts";
import { encode } from "./json.ts";
import { requests } from "./messages.ts";
import type { Signal } from "./signal.ts";

const received = 1_795_339_800;
const window = { oldest: received - 86_400, newest: received + 86_400 };
const now = BigInt(received) * 1_000_000_000n;
const second = 1_000_000_000n;

const examined = (signal: Signal, request: object) =>
  examine(signal, encode(requests[signal], request), received, window);
const ofSpan = (given: object) => examined("traces", trace([{ ...span({ start: now }), ...given }]));
const ofRecord = (given: object) => examined("logs", logs([{ ...logRecord({ time: now }), ...given }]));
const ofMetric = (given: object) => examined("metrics", metrics([given]));

const accepted = { items: 1, rows: 1, rejected: 0, reasons: {} };
const rejected = (reason: string) => ({ items: 1, rows: 1, rejected: 1, reasons: { [reason]: 1 } });

describe("a span", () => {
  test.each([
    ["as it should be", {}, accepted],
    ["with a trace id of zeroes", { traceId: "0".repeat(32) }, rejected("trace_id")],
    ["with a trace id of 15 bytes", { traceId: "a".repeat(30) }, rejected("trace_id")],
    ["with a trace id of 17 bytes", { traceId: "a".repeat(34) }, rejected("trace_id")],
    ["without a trace id", { traceId: "" }, rejected("trace_id")],
    ["with a span id of zeroes", { spanId: "0".repeat(16) }, rejected("span_id")],
    ["with a span id of 7 bytes", { spanId: "a".repeat(14) }, rejected("span_id")],
    ["with a trace id of which only the last byte is not zero", { traceId: "1".padStart(32, "0") }, accepted],
    ["with a parent id of the wrong length", { parentSpanId: "ab" }, accepted],
    ["that starts in 1970", { startTimeUnixNano: "0" }, rejected("time")],
    ["from the edge of the window", { startTimeUnixNano: String(now - 86_400n * second) }, accepted],
    ["from before the window", { startTimeUnixNano: String(now - 86_401n * second) }, rejected("time")],
    ["a day ahead", { startTimeUnixNano: String(now + 86_400n * second) }, accepted],
    ["more than a day ahead", { startTimeUnixNano: String(now + 86_401n * second) }, rejected("time")],
    ["at the end of time", { startTimeUnixNano: String(2n ** 64n - 1n) }, rejected("time")],
    ["that ends before it starts", { endTimeUnixNano: "1" }, accepted],
    ["of a kind that is not known", { kind: 77 }, accepted],
  ])("%s", (_, given, found) => expect(ofSpan(given)).toEqual(found));
});

describe("a log record", () => {
  test.each([
    ["with a time", {}, accepted],
    ["without any time: it is taken as received now", { timeUnixNano: "0" }, accepted],
    [
      "with the time of its observation only",
      { timeUnixNano: "0", observedTimeUnixNano: String(now) },
      accepted,
    ],
    ["observed in 1970", { timeUnixNano: "0", observedTimeUnixNano: "1" }, rejected("time")],
    ["from long ago, observed now", { timeUnixNano: "1" }, rejected("time")],
    ["with ids of the wrong length", { traceId: "ab", spanId: "cd" }, accepted],
  ])("%s", (_, given, found) => expect(ofRecord(given)).toEqual(found));
});

describe("a metric", () => {
  const points = [{ time: now, asInt: 1n }, { time: 1n }, { time: now, flags: 1 }];
  test.each([
    [
      "counts its points, not itself",
      gauge({ name: "g" }, points),
      { items: 3, rows: 3, rejected: 1, reasons: { time: 1 } },
    ],
    ["without points has no items", sum({ name: "s" }, []), { items: 0, rows: 0, rejected: 0, reasons: {} }],
    ["without data is rejected", { name: "empty" }, rejected("metric_kind")],
  ])("%s", (_, given, found) => expect(ofMetric(given)).toEqual(found));

  test("of a kind that a later release may add is rejected", () => {
    const futureKind = Buffer.from([0x0a, 0x09, 0x12, 0x07, 0x12, 0x05, 0x6a, 0x03, 0x0a, 0x01, 0x00]);
    expect(examine("metrics", futureKind, received, window)).toEqual(rejected("metric_kind"));
  });
});

describe("a profile", () => {
  const samples = [{ stack: [{ function: "f" }], at: [now, now + 1n, now + 2n] }, { stack: [] }];
  const found = { items: 1, rows: 4, rejected: 0, reasons: {} };
  test.each([
    ["is one item, and a row for each instant and each sample without", { time: now, samples }, found],
    ["without a time is taken as received now", { time: 0n, samples }, found],
    ["from long ago is rejected", { time: 1n, samples }, { ...found, rejected: 1, reasons: { time: 1 } }],
    ["without samples has no rows", { time: now, samples: [] }, { ...found, rows: 0 }],
  ])("%s", (_, given, expected) => expect(examined("profiles", profiles([given]))).toEqual(expected));
});

describe("a request", () => {
  test("of no bytes has no items", () => {
    expect(examine("traces", Buffer.alloc(0), received, window)).toEqual({
      items: 0,
      rows: 0,
      rejected: 0,
      reasons: {},
    });
  });

  test("counts each reason", () => {
    const spans = [{}, { traceId: "" }, { traceId: "" }, { spanId: "" }].map((given) => ({
      ...span({ start: now }),
      ...given,
    }));
    const reasons = { trace_id: 2, span_id: 1 };
    expect(examined("traces", trace(spans))).toEqual({ items: 4, rows: 4, rejected: 3, reasons });
  });

  test("joined to another is both", () => {
    const one = encode(requests.traces, trace([span({ start: now })]));
    expect(examine("traces", Buffer.concat([one, one]), received, window).items).toBe(2);
  });

  test.each([
    ["a length that runs past the end", [0x0a, 0x05, 0x00]],
    ["a length without its end", [0x0a, 0x80]],
    ["a length of 4 GiB", [0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f]],
    ["a length of eleven bytes", [0x0a, ...Array.from({ length: 10 }, () => 0x80), 0x00]],
    ["field number 0", [0x00, 0x01]],
    ["a group's begin", [0x0b]],
    ["a group's end", [0x0c]],
    ["wire type 6", [0x0e]],
    ["wire type 7", [0x0f]],
    ["a fixed 64-bit field of seven bytes", [0x11, 0, 0, 0, 0, 0, 0, 0]],
    ["a fixed 32-bit field of three bytes", [0x15, 0, 0, 0]],
    ["a resource that runs past its parent", [0x0a, 0x04, 0x0a, 0x09, 0x00, 0x00]],
    ["an item that runs past its scope", [0x0a, 0x06, 0x12, 0x04, 0x12, 0x09, 0x00, 0x00]],
    ["an item with a broken field", [0x0a, 0x06, 0x12, 0x04, 0x12, 0x02, 0x39, 0x00]],
  ])("with %s can't be read", (_, bytes) => {
    expect(() => examine("traces", Buffer.from(bytes), received, window)).toThrow(
      expect.objectContaining({ name: "MalformedError" }),
    );
  });

  test("is judged whatever fields a later release may add", () => {
    const unknown = [0x98, 0x06, 0x01, 0x9d, 0x06, 0, 0, 0, 0, 0xa2, 0x06, 0x01, 0xff];
    const plain = encode(requests.traces, trace([span({ start: now })]));
    expect(examine("traces", Buffer.from([...unknown, ...plain, ...unknown]), received, window)).toEqual(
      accepted,
    );
  });
});
