import { sql } from "@naru/clickhouse";
import { afterAll, beforeAll, expect, test } from "vitest";
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
import { getException, listExceptions } from "../api.ts";
import { apm } from "../index.ts";

const thrown = (
  ago: number,
  type: string,
  message: string,
  { service = "pay", of = 1, place = "pay" } = {},
) => ({
  start_time: at(-ago),
  service,
  name: "POST /payments",
  trace_id: bytes(id(5, 32)),
  span_id: bytes(id(6, 16)),
  resource_id: of,
  event_times: sql`[${BigInt(now - ago) * 1_000_000n}]`,
  event_names: sql`['exception']`,
  event_attributes: sql`[${
    attributes({
      "exception.type": type,
      "exception.message": message,
      "exception.stacktrace": `${type}: ${message}\n    at ${place} (/srv/pay.js:1:2)\n    at run (/srv/run.js:3:4)`,
    }).attributes
  }]`,
});

let fixture: Fixture;
beforeAll(async () => {
  fixture = await openFixture(apm);
  await fixture.insert("resources", [
    resource(1, { "service.name": "pay", "service.version": "1.0", "k8s.pod.name": "pay-0" }),
    resource(2, { "service.name": "pay", "service.version": "1.1" }),
  ]);
  await fixture.insert("spans", [
    thrown(3600_000, "TimeoutError", "order 1 is late"),
    thrown(300_000, "TimeoutError", "order 2 is late"),
    thrown(200_000, "TimeoutError", "order 3 is late", { of: 2 }),
    thrown(100_000, "TypeError", "x is not a function", { place: "refund" }),
    thrown(100_000, "TypeError", "x is not a function", { service: "cart" }),
  ]);
});
afterAll(() => fixture.close());

test("those of one cause are one, with when they were seen first and last and in which versions", async () => {
  const { exceptions } = await fixture.call(listExceptions, {});
  expect(
    exceptions.map(({ service, type, count, isNew }) => `${service} ${type} ${count} ${isNew}`).toSorted(),
  ).toEqual(["cart TypeError 1 true", "pay TimeoutError 2 false", "pay TypeError 1 true"]);
  expect(exceptions[0]).toMatchObject({
    type: "TimeoutError",
    message: "order 3 is late",
    place: "at pay (/srv/pay.js:1:2)",
    firstSeen: now - 3600_000,
    lastSeen: now - 200_000,
    versions: [
      { version: "1.0", count: 1 },
      { version: "1.1", count: 1 },
    ],
  });
  expect(exceptions[0]?.trend.reduce((a, b) => a + b)).toBe(2);
});

test.each([
  [{ service: "cart" }, ["TypeError"]],
  [{ search: "LATE" }, ["TimeoutError"]],
  [{ search: "typeerr" }, ["TypeError", "TypeError"]],
  [{ search: "none" }, []],
])("found by %o", async (input, expected) => {
  const { exceptions } = await fixture.call(listExceptions, input);
  expect(exceptions.map(({ type }) => type)).toEqual(expected);
});

test("one cause is told with its latest occurrences", async () => {
  const { exceptions } = await fixture.call(listExceptions, { search: "late" });
  const found = await fixture.call(getException, { fingerprint: exceptions[0]?.fingerprint ?? "" });
  expect(found.exception).toMatchObject({ count: 2 });
  expect(
    found.occurrences.map(({ message, version, pod, operation, traceId }) => [
      message,
      version,
      pod,
      operation,
      traceId,
    ]),
  ).toEqual([
    ["order 3 is late", "1.1", "", "POST /payments", id(5, 32)],
    ["order 2 is late", "1.0", "pay-0", "POST /payments", id(5, 32)],
  ]);
  expect(await fixture.call(getException, { fingerprint: "7" })).toMatchObject({
    exception: null,
    occurrences: [],
  });
});
