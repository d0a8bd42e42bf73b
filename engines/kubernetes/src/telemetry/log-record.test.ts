import { expect, test } from "vitest";
import { logRecord } from "./log-record.ts";

const recordOf = (text: string, stream: "stdout" | "stderr" = "stdout") =>
  logRecord({
    time: Buffer.from("2026-11-22T06:00:00.123456789Z"),
    stream,
    isPartial: false,
    text: Buffer.from(text),
  });
const attribute = (key: string, stringValue: string) => ({ key, value: { stringValue } });

test("a plain line is a body with the time at which it was printed", () => {
  expect(recordOf("listening on 8080", "stderr")).toEqual({
    timeUnixNano: "1795327200123456789",
    observedTimeUnixNano: "1795327200123456789",
    body: { stringValue: "listening on 8080" },
    attributes: [attribute("log.iostream", "stderr")],
  });
});

test("a line of a log library gives its level, message, trace and fields", () => {
  const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
  const spanId = "00f067aa0ba902b7";
  const line = {
    level: "warn",
    time: 1,
    msg: "slow",
    trace_id: traceId,
    span_id: spanId,
    trace_flags: "01",
    ms: 1200,
    user: { id: 7 },
  };
  expect(recordOf(JSON.stringify(line))).toMatchObject({
    severityNumber: 13,
    severityText: "warn",
    body: { stringValue: "slow" },
    attributes: [attribute("log.iostream", "stdout"), attribute("ms", "1200"), attribute("user", '{"id":7}')],
    traceId,
    spanId,
  });
});

test.each([
  ["trace", 1],
  ["DEBUG", 5],
  ["30", 9],
  ["Warning", 13],
  ["err", 17],
  ["panic", 21],
  ["loud", undefined],
])("level %s is severity %s", (level, number) => {
  expect(recordOf(JSON.stringify({ level, message: "m" })).severityNumber).toBe(number);
});

test.each(["{", "{]", "[1]", "null", '"text"', '{"a":', "\u0000\ufffd"])("%j stays as it is", (text) => {
  expect(recordOf(text).body.stringValue).toBe(text);
});

test("a trace id that is none is left out", () => {
  expect(recordOf('{"msg":"m","trace_id":"00000000000000000000000000000000"}').traceId).toBeUndefined();
  expect(recordOf('{"msg":"m","trace_id":"xyz"}').traceId).toBeUndefined();
});
