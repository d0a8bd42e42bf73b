import {
  Double,
  exponentialHistogram,
  gauge,
  histogram,
  logRecord,
  logs,
  metrics,
  profiles,
  span,
  sum,
  summary,
  trace,
} from "@naru/testkit";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { jsonToProtobuf } from "./json.ts";
import { decode, encodeWith } from "./oracle/protobufjs.ts";
import { type Signal, signals } from "./signal.ts";

const traceId = "5b8efff798038103d269b633813fc60c";
const spanId = "eee19b7ec3c1b174";
const time = 1_795_339_800_123_456_789n;
const everything = {
  text: "글자 🚢",
  yes: true,
  no: false,
  least: -(2n ** 63n),
  most: 2n ** 63n - 1n,
  one: new Double(1),
  nan: new Double(Number.NaN),
  endless: new Double(Number.NEGATIVE_INFINITY),
  bytes: Buffer.from([0, 255, 10]),
  list: ["a", 1, [true, null]],
  map: { inner: { deeper: "x" } },
  nothing: null,
};
const origin = {
  service: "shop",
  resource: everything,
  resourceSchemaUrl: "https://example.org/1",
  scope: { name: "library", version: "1.2", attributes: { a: "b" }, schemaUrl: "https://example.org/2" },
};
const exemplars = [
  { time, asDouble: 0.5, traceId, spanId, attributes: everything },
  { time, asInt: -5n },
];
const distribution = {
  time,
  start: time,
  count: 2n ** 64n - 1n,
  sum: -1.5,
  min: -2,
  max: 3,
  attributes: everything,
};

const full: Readonly<Record<Signal, object>> = {
  traces: trace(
    [
      span({
        traceId,
        spanId,
        parentSpanId: spanId,
        name: "GET /",
        kind: 2,
        start: time,
        durationNano: 5n,
        attributes: everything,
        status: { code: 2, message: "no" },
        traceState: "a=b",
        flags: 0x101,
        droppedAttributesCount: 1,
        droppedEventsCount: 2,
        droppedLinksCount: 4_294_967_295,
        events: [{ time, name: "event", attributes: everything, droppedAttributesCount: 4 }],
        links: [
          { traceId, spanId, traceState: "c=d", flags: 1, attributes: everything, droppedAttributesCount: 5 },
        ],
      }),
      span({ traceId, spanId, start: 0n }),
    ],
    origin,
  ),
  logs: logs(
    [
      logRecord({
        time,
        observed: time + 1n,
        body: everything,
        severityNumber: 9,
        severityText: "INFO",
        eventName: "event",
        attributes: everything,
        droppedAttributesCount: 3,
        traceId,
        spanId,
        flags: 1,
      }),
      logRecord({ time: null }),
    ],
    origin,
  ),
  metrics: metrics(
    [
      gauge({ name: "g", unit: "s", description: "a gauge" }, [
        { time, asInt: -(2n ** 63n), exemplars, attributes: everything },
        { time, asDouble: Number.NaN, flags: 1 },
      ]),
      sum({ name: "s", temporality: 1, isMonotonic: true }, [{ time, start: time, asDouble: 1 }]),
      histogram({ name: "h" }, [
        { ...distribution, bounds: [0, 1.5], counts: [1n, 2n, 2n ** 63n], exemplars },
      ]),
      exponentialHistogram({ name: "e" }, [
        {
          ...distribution,
          scale: -10,
          zeroCount: 7n,
          zeroThreshold: 0.25,
          positive: { offset: -2_147_483_648, counts: [1n, 300n] },
          negative: { offset: 2_147_483_647, counts: [2n ** 64n - 1n] },
        },
      ]),
      summary({ name: "q" }, [{ ...distribution, quantiles: [{ quantile: 0.99, value: 1.5 }] }]),
    ],
    origin,
  ),
  profiles: profiles(
    [
      {
        time,
        durationNano: 2n ** 64n - 1n,
        samples: [
          {
            stack: [
              { function: "f", file: "f.ts", line: 3, startLine: 1, module: "lib.so" },
              { function: "g" },
            ],
            values: [-(2n ** 63n), 300n],
            at: [time, time + 1n],
            attributes: everything,
            link: { traceId, spanId },
          },
          { stack: [] },
        ],
      },
    ],
    origin,
  ),
};

/** OTLP/JSON as protobuf's own JSON has it: ids in base64. */
function withIdsInBase64(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withIdsInBase64);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) =>
      /^(trace|span|parentSpan)Id$/.test(name) && typeof inner === "string"
        ? [name, Buffer.from(inner, "hex").toString("base64")]
        : [name, withIdsInBase64(inner)],
    ),
  );
}

const theirs = (signal: Signal, request: object) =>
  decode(signal, encodeWith(signal, withIdsInBase64(request) as Record<string, unknown>));
const ours = (signal: Signal, request: object) =>
  decode(signal, jsonToProtobuf(signal, JSON.stringify(request)));

const spanOf = (one: object) => ({ resourceSpans: [{ scopeSpans: [{ spans: [one] }] }] });

const body = (bytesValue: string) => ({
  resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: { bytesValue } }] }] }],
});

describe("a request in JSON", () => {
  test.each(signals)("of %s means in Protocol Buffers what protobufjs makes of it", (signal) => {
    const request = JSON.parse(JSON.stringify(full[signal])) as object;
    expect(ours(signal, request)).toEqual(theirs(signal, request));
  });

  test.each(signals)("of %s may have names in snake_case", (signal) => {
    const snake = JSON.stringify(full[signal]).replaceAll(/"(\w+)":/g, (_, name: string) => {
      return `"${name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}":`;
    });
    expect(decode(signal, jsonToProtobuf(signal, snake))).toEqual(ours(signal, full[signal]));
  });

  test("of any attributes means what protobufjs makes of it", () => {
    const scalar = fc.oneof(
      fc.string({ unit: "binary" }).map((text) => ({ stringValue: text })),
      fc.boolean().map((given) => ({ boolValue: given })),
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((given) => ({ intValue: String(given) })),
      // JSON has no -0.
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((given) => ({ doubleValue: given + 0 })),
      fc.uint8Array().map((given) => ({ bytesValue: Buffer.from(given).toString("base64") })),
    );
    const { value } = fc.letrec<{ value: object }>((tie) => ({
      value: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        scalar,
        fc.array(tie("value")).map((values) => ({ arrayValue: { values } })),
        fc
          .array(fc.record({ key: fc.string(), value: tie("value") }))
          .map((values) => ({ kvlistValue: { values } })),
      ),
    }));
    fc.assert(
      fc.property(value, (body) => {
        const request = { resourceLogs: [{ scopeLogs: [{ logRecords: [{ body }] }] }] };
        expect(ours("logs", request)).toEqual(theirs("logs", request));
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ["numbers of 64 bits as numbers", { startTimeUnixNano: 5 }, { startTimeUnixNano: "5" }],
    ["numbers of 32 bits as text", { kind: "2" }, { kind: 2 }],
    ["null as nothing", { name: null, attributes: null }, {}],
    ["ids in capital letters", { traceId: traceId.toUpperCase() }, { traceId }],
    ["unknown fields of any depth as nothing", { future: [{ a: [[]] }], toString: 1, __proto__x: {} }, {}],
    ["an empty id", { parentSpanId: "" }, { parentSpanId: "" }],
  ])("takes %s", (_, given, meant) => {
    expect(ours("traces", spanOf(given))).toEqual(ours("traces", spanOf(meant)));
  });

  test("may give bytes in the alphabet of URLs", () => {
    expect(ours("logs", body("_-8"))).toEqual(ours("logs", body("/+8=")));
  });
});

describe("what can't be read is told with its place", () => {
  const at = "resourceSpans[0].scopeSpans[0].spans[0]";
  test.each([
    ["{", /^the body: expected JSON/],
    ["[]", "the body: expected an object"],
    ["null", "the body: expected an object"],
    ['{"resourceSpans": {}}', "resourceSpans: expected an array"],
    ['{"resourceSpans": [null]}', "resourceSpans[0]: expected an object"],
    [{ traceId: "xyz" }, `${at}.traceId: expected hexadecimal digits`],
    [{ traceId: "abc" }, `${at}.traceId: expected hexadecimal digits`],
    [{ traceId: 5 }, `${at}.traceId: expected hexadecimal digits`],
    [{ name: 5 }, `${at}.name: expected a string`],
    [{ kind: "SPAN_KIND_SERVER" }, `${at}.kind: expected an integer`],
    [{ kind: -1 }, `${at}.kind: expected an integer from 0 to 4294967295`],
    [{ kind: 2 ** 32 }, `${at}.kind: expected an integer from 0 to 4294967295`],
    [
      { startTimeUnixNano: -1 },
      `${at}.startTimeUnixNano: expected an integer from 0 to 18446744073709551615`,
    ],
    [{ startTimeUnixNano: "18446744073709551616" }, /^.*startTimeUnixNano: expected an integer from 0/],
    [{ startTimeUnixNano: "1".repeat(21) }, /startTimeUnixNano: expected an integer$/],
    [{ startTimeUnixNano: 1e300 }, /startTimeUnixNano: expected an integer from 0/],
    [{ startTimeUnixNano: 1.5 }, `${at}.startTimeUnixNano: expected an integer`],
    [{ startTimeUnixNano: "" }, `${at}.startTimeUnixNano: expected an integer`],
    [
      { attributes: [{ value: { boolValue: "true" } }] },
      `${at}.attributes[0].value.boolValue: expected true or false`,
    ],
    [
      { attributes: [{ value: { intValue: "9223372036854775808" } }] },
      /intValue: expected an integer from -9223372036854775808/,
    ],
    [
      { attributes: [{ value: { doubleValue: "much" } }] },
      `${at}.attributes[0].value.doubleValue: expected a number`,
    ],
    [
      { attributes: [{ value: { doubleValue: "" } }] },
      `${at}.attributes[0].value.doubleValue: expected a number`,
    ],
    [
      { attributes: [{ value: { bytesValue: "!" } }] },
      `${at}.attributes[0].value.bytesValue: expected base64 text`,
    ],
    [{ attributes: [{ value: "text" }] }, `${at}.attributes[0].value: expected an object`],
    [{ status: [] }, `${at}.status: expected an object`],
  ])("%j", (given, message) => {
    const text =
      typeof given === "string"
        ? given
        : JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [given] }] }] });
    expect(() => jsonToProtobuf("traces", text)).toThrow(message);
  });

  test("values nested a hundred thousand deep", () => {
    const depth = 100_000;
    const body = `${'{"arrayValue":{"values":['.repeat(depth)}${"]}}".repeat(depth)}`;
    const text = `{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":${body}}]}]}]}`;
    expect(() => jsonToProtobuf("logs", text)).toThrow("expected at most 64 levels");
  });
});
