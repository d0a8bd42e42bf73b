import { logRecord, logs } from "@naru/testkit";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Fixture, now, openFixture } from "./fixture.ts";

let fixture: Fixture;
beforeAll(async () => {
  fixture = await openFixture();
});
beforeEach(() => fixture.empty());
afterAll(() => fixture.close());

const stored = async (...records: object[]) => {
  await fixture.store("logs", logs(records));
  return fixture.rows(
    `SELECT * EXCEPT (time, observed_time, trace_id, span_id, resource_id, scope_id),
            toUnixTimestamp64Nano(time) AS time, toUnixTimestamp64Nano(observed_time) AS observed,
            lower(hex(trace_id)) AS trace_id, lower(hex(span_id)) AS span_id FROM logs ORDER BY seq`,
  );
};

test("every field of a record is read back", async () => {
  const given = logRecord({
    time: now + 123_456_789n,
    observed: now + 5n,
    body: "a line\nof two",
    severityNumber: 17,
    severityText: "ERROR",
    eventName: "order.failed",
    attributes: { "order.id": 7 },
    droppedAttributesCount: 3,
    traceId: "5b8efff798038103d269b633813fc60c",
    spanId: "eee19b7ec3c1b174",
    flags: 1,
  });
  expect(await stored(given)).toEqual([
    {
      time: String(now + 123_456_789n),
      seq: "1000",
      observed: String(now + 5n),
      service: "shop",
      severity_number: 17,
      severity_text: "ERROR",
      body: "a line\nof two",
      body_type: "s",
      event_name: "order.failed",
      trace_id: "5b8efff798038103d269b633813fc60c",
      span_id: "eee19b7ec3c1b174",
      flags: 1,
      attributes: { "order.id": "7" },
      attribute_types: "i",
      dropped_attributes: 3,
    },
  ]);
});

describe("the times of a record", () => {
  const seen = now + 7n;
  test.each([
    ["as given", { time: now - 1n, observed: seen }, { time: now - 1n, observed: seen }],
    ["observed when received, if it is not said", { time: now - 1n }, { time: now - 1n, observed: now }],
    [
      "that of its observation, if there is no other",
      { time: null, observed: seen },
      { time: seen, observed: seen },
    ],
    ["that of its receipt, if there is none at all", { time: null }, { time: now, observed: now }],
  ])("are %s", async (_, given, { time, observed }) => {
    expect(await stored(logRecord(given))).toMatchObject([
      { time: String(time), observed: String(observed) },
    ]);
  });
});

describe("a body", () => {
  test.each([
    ["that is text", "hello", "hello", "s"],
    ["that is a map", { message: "m", n: [1, 1.5, null] }, '{"message":"m","n":[1,1.5,null]}', "m"],
    ["that is a list", ["a", 2], '["a",2]', "a"],
    ["that is a number", 42, "42", "i"],
    ["that is bytes", Buffer.from("ab"), "YWI=", "y"],
    ["that is empty text", "", "", "s"],
    ["that is an empty value", null, "", "e"],
  ])("%s", async (_, body, text, type) => {
    expect(await stored(logRecord({ time: now, body }))).toMatchObject([{ body: text, body_type: type }]);
  });

  test("that is not there", async () => {
    expect(await stored(logRecord({ time: now }))).toMatchObject([{ body: "", body_type: "e" }]);
  });
});

const record = (body: string) => logRecord({ time: now, body });

test("records keep their order in sequence numbers, also over requests", async () => {
  await fixture.store("logs", logs([record("a"), record("b")]), logs([record("c")]));
  expect(await fixture.rows("SELECT seq, body FROM logs ORDER BY seq")).toEqual([
    { seq: "1000", body: "a" },
    { seq: "1001", body: "b" },
    { seq: "1002", body: "c" },
  ]);
});

test("ids of the wrong length are none, and an unknown severity is none", async () => {
  const [row] = await stored(logRecord({ time: now, traceId: "abcd", spanId: "ef", severityNumber: 25 }));
  expect(row).toMatchObject({ trace_id: "0".repeat(32), span_id: "0".repeat(16), severity_number: 0 });
});

const said = (eventName: string) => logRecord({ time: now, eventName, spanId: "eee19b7ec3c1b174" });

test("what is said of spans that are not over yet is kept apart from the logs", async () => {
  const names = ["span.pending", "span.ended", "span.pendin", "span.pending.", ""];
  const { items } = await fixture.store("logs", logs(names.map(said)));
  const kept = (table: string) => fixture.rows(`SELECT event_name FROM ${table} ORDER BY seq`);
  expect(items).toBe(5);
  expect(await kept("pending_spans")).toEqual([{ event_name: "span.pending" }, { event_name: "span.ended" }]);
  expect(await kept("logs")).toEqual(names.slice(2).map((event_name) => ({ event_name })));
});
