import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { examine } from "../examine.ts";
import { decode, encodePprof } from "../oracle/protobufjs.ts";
import { MalformedError } from "../reader.ts";
import { pprofToProfiles } from "./pprof.ts";

const startNanos = 1_795_339_800_000_000_000n;
const origin = { resource: { "service.name": "cart" }, startNanos, durationNanos: 10n };
const window = { oldest: 1, newest: 2_000_000_000 };

/** A heap profile of two sample types: ids that are no indexes, a frame inlined into another, labels of every kind. */
const strings = [
  "",
  "inuse_objects",
  "count",
  "inuse_space",
  "bytes",
  "main.inner",
  "/app/main.go",
  "main.outer",
  "/app/cart",
  "span_id",
  "00000000000000ab",
  "trace_id",
  "0".repeat(31) + "c",
  "size",
  "region",
  "eu",
];
const heap = {
  stringTable: strings,
  sampleType: [
    { type: 1, unit: 2 },
    { type: 3, unit: 4 },
  ],
  mapping: [{ id: 7, filename: 8 }],
  function: [
    { id: 40, name: 5, filename: 6, startLine: 3 },
    { id: 41, name: 7, filename: 6, startLine: 20 },
  ],
  location: [
    {
      id: 900,
      mappingId: 7,
      address: 4096,
      line: [
        { functionId: 40, line: 5 },
        { functionId: 41, line: 22 },
      ],
    },
    { id: 901, mappingId: 7, address: 8192, line: [{ functionId: 41, line: 30 }] },
  ],
  sample: [
    {
      locationId: [900, 901],
      value: [2, 2048],
      label: [
        { key: 9, str: 10 },
        { key: 11, str: 12 },
        { key: 13, num: 1024 },
        { key: 14, str: 15 },
      ],
    },
    { locationId: [901], value: [0, -5] },
  ],
  timeNanos: String(startNanos + 1n),
  durationNanos: "20",
};

interface Request {
  resourceProfiles: {
    resource: object;
    scopeProfiles: {
      profiles: { sampleType: object; samples?: object[]; timeUnixNano: string; durationNano: string }[];
    }[];
  }[];
  dictionary: Record<string, unknown[]>;
}
const converted = (profile: Record<string, unknown>, more: object = {}) =>
  decode("profiles", pprofToProfiles(encodePprof(profile), { ...origin, ...more })) as Request;

describe("a pprof profile", () => {
  const request = converted(heap);
  const profiles = request.resourceProfiles[0]?.scopeProfiles[0]?.profiles ?? [];

  test("becomes a profile for each of its sample types, of the service that it was pushed for", () => {
    expect(request.resourceProfiles[0]?.resource).toEqual({
      attributes: [{ key: "service.name", value: { stringValue: "cart" } }],
    });
    expect(profiles.map(({ sampleType }) => sampleType)).toEqual([
      { typeStrindex: 1, unitStrindex: 2 },
      { typeStrindex: 3, unitStrindex: 4 },
    ]);
  });

  test("keeps its time, and has that of the push without one", () => {
    expect(profiles[0]).toMatchObject({ timeUnixNano: String(startNanos + 1n), durationNano: "20" });
    const [timeless] =
      converted({ ...heap, timeNanos: 0, durationNanos: 0 }).resourceProfiles[0]?.scopeProfiles[0]
        ?.profiles ?? [];
    expect(timeless).toMatchObject({ timeUnixNano: String(startNanos), durationNano: "10" });
  });

  test("leaves a stack out where nothing was counted on it", () => {
    expect(profiles.map(({ samples = [] }) => samples)).toEqual([
      [{ stackIndex: 1, attributeIndices: [1, 2, 3, 4], linkIndex: 1, values: ["2"] }],
      [
        { stackIndex: 1, attributeIndices: [1, 2, 3, 4], linkIndex: 1, values: ["2048"] },
        { stackIndex: 2, values: ["-5"] },
      ],
    ]);
  });

  test("has its ids turned into indexes, with inlined lines kept together", () => {
    expect(request.dictionary).toMatchObject({
      stringTable: strings,
      mappingTable: [{}, { filenameStrindex: 8 }],
      functionTable: [
        {},
        { nameStrindex: 5, filenameStrindex: 6, startLine: "3" },
        { nameStrindex: 7, filenameStrindex: 6, startLine: "20" },
      ],
      locationTable: [
        {},
        {
          mappingIndex: 1,
          address: "4096",
          lines: [
            { functionIndex: 1, line: "5" },
            { functionIndex: 2, line: "22" },
          ],
        },
        { mappingIndex: 1, address: "8192", lines: [{ functionIndex: 2, line: "30" }] },
      ],
      stackTable: [{}, { locationIndices: [1, 2] }, { locationIndices: [2] }],
    });
  });

  test("has its labels as attributes, and those that name a span as a link", () => {
    expect(request.dictionary).toMatchObject({
      linkTable: [
        {},
        {
          traceId: Buffer.from(strings[12] ?? "", "hex").toString("base64"),
          spanId: Buffer.from(strings[10] ?? "", "hex").toString("base64"),
        },
      ],
      attributeTable: [
        {},
        { keyStrindex: 9, value: { stringValue: strings[10] } },
        { keyStrindex: 11, value: { stringValue: strings[12] } },
        { keyStrindex: 13, value: { intValue: "1024" } },
        { keyStrindex: 14, value: { stringValue: "eu" } },
      ],
    });
  });

  test("of a type that two kinds of profiles share takes the name that it is given", () => {
    const { dictionary, resourceProfiles } = converted(heap, {
      typeNames: new Map([["inuse_space", "heap"]]),
    });
    expect(dictionary["stringTable"]?.at(-1)).toBe("heap");
    expect(resourceProfiles[0]?.scopeProfiles[0]?.profiles[1]?.sampleType).toEqual({
      typeStrindex: strings.length,
      unitStrindex: 4,
    });
  });

  test.each([
    ["without a sample type", Buffer.alloc(0)],
    ["that is text", Buffer.from("main;work 12\nmain;idle 3\n")],
  ])("%s is refused", (_, body) => {
    expect(() => pprofToProfiles(body, origin)).toThrow(MalformedError);
  });
});

test("any bytes near a pprof profile become a request that can be read, or are refused", () => {
  const body = Buffer.from(encodePprof(heap));
  const change = fc.tuple(fc.nat(body.length - 1), fc.nat(3), fc.nat(255));
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 5 }), (changes) => {
      const changed = changes.reduce((bytes: Buffer, [at, how, value]) => {
        const where = Math.min(at, bytes.length);
        if (how === 0) return bytes.subarray(0, where);
        const after = how === 1 ? where : where + 1;
        return Buffer.concat([
          bytes.subarray(0, where),
          Buffer.from(how === 3 ? [] : [value]),
          bytes.subarray(after),
        ]);
      }, body);
      let request: Buffer;
      try {
        request = pprofToProfiles(changed, origin);
      } catch (error) {
        expect(error).toBeInstanceOf(MalformedError);
        return;
      }
      expect(examine("profiles", request, 1_795_339_800, window).items).toBeGreaterThan(0);
      decode("profiles", request);
      expect(request.length).toBeLessThan(40 * (changed.length + 100));
    }),
    { numRuns: 1500 },
  );
});
