import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkerOf } from "./check.ts";
import { columnOf } from "./columns.ts";
import { fillDefaults, prune, type Schema } from "./schema.ts";

const schema: Schema & object = {
  type: "object",
  properties: {
    spec: {
      type: "object",
      required: ["size"],
      properties: {
        size: { type: "integer", minimum: 1, maximum: 10 },
        class: { type: "string", enum: ["small", "large"], default: "small" },
        port: { "x-kubernetes-int-or-string": true },
        note: { type: "string", nullable: true },
        parts: {
          type: "array",
          items: {
            type: "object",
            properties: { name: { type: "string" }, count: { type: "integer", default: 1 } },
          },
        },
        limits: { type: "object", additionalProperties: { type: "string", pattern: "^[0-9]+$" } },
        free: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
      },
    },
  },
} as Schema;
const filled = (spec: unknown) => {
  const object = { spec: structuredClone(spec) };
  fillDefaults(object, schema);
  return object.spec;
};

describe("defaults fill what was left out", () => {
  const facts: [given: unknown, expected: unknown][] = [
    [{}, { class: "small" }],
    [{ class: "large" }, { class: "large" }],
    [{ class: null }, { class: "small" }],
    [
      { class: "large", parts: [{}, { count: 5 }] },
      { class: "large", parts: [{ count: 1 }, { count: 5 }] },
    ],
    ["no object", "no object"],
  ];
  test.each(facts)("%j becomes %j", (given, expected) => expect(filled(given)).toEqual(expected));
});

describe("what the schema does not know is taken out", () => {
  const facts: [given: object, left: object, taken: string[]][] = [
    [{ spec: { size: 1, sise: 2 } }, { spec: { size: 1 } }, ["spec.sise"]],
    [{ kind: "G", metadata: { x: 1 }, extra: 1 }, { kind: "G", metadata: {} }, ["metadata.x", "extra"]],
    [{ spec: { parts: [{ name: "a", x: 1 }] } }, { spec: { parts: [{ name: "a" }] } }, ["spec.parts[0].x"]],
    [{ spec: { free: { any: { thing: 1 } } } }, { spec: { free: { any: { thing: 1 } } } }, []],
    [{ spec: { limits: { cpu: "1" } } }, { spec: { limits: { cpu: "1" } } }, []],
  ];
  test.each(facts)("of %j", (given, left, taken) => {
    const object = structuredClone(given);
    expect(prune(object, schema)).toEqual(taken);
    expect(object).toEqual(left);
  });
  test("whatever was sent", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (spec) => {
        const object = { spec };
        prune(object, schema);
        fillDefaults(object, schema);
        expect(prune(object, schema)).toEqual([]);
      }),
    );
  });
});

describe("an object is refused with the field and the reason", () => {
  const facts: [spec: object, reason: string, field: string][] = [
    [{}, "FieldValueRequired", "spec.size"],
    [{ size: "1" }, "FieldValueTypeInvalid", "spec.size"],
    [{ size: 11 }, "FieldValueInvalid", "spec.size"],
    [{ size: 1, class: "huge" }, "FieldValueNotSupported", "spec.class"],
    [{ size: 1, port: true }, "FieldValueTypeInvalid", "spec.port"],
    [{ size: 1, parts: [{ name: 1 }] }, "FieldValueTypeInvalid", "spec.parts[0].name"],
    [{ size: 1, limits: { cpu: "x" } }, "FieldValueInvalid", "spec.limits.cpu"],
  ];
  test.each(facts)("%j: %s at %s", (spec, reason, field) => {
    expect(checkerOf(schema)({ spec })).toMatchObject([{ reason, field }]);
  });
  test.each([
    { size: 1, port: "http" },
    { size: 1, port: 80 },
    { size: 1, note: null },
  ])("but not %j", (spec) => {
    expect(checkerOf(schema)({ spec })).toEqual([]);
  });
});

describe("a printer column shows what stands at its path", () => {
  const object = {
    apiVersion: "v1",
    kind: "G",
    metadata: {
      name: "one",
      uid: "",
      creationTimestamp: "2026-01-01T00:00:00Z",
      labels: { "app.kubernetes.io/name": "x" },
    },
    spec: { size: 3, names: ["a", "b"] },
    status: {
      conditions: [
        { type: "Synced", status: "True" },
        { type: "Ready", status: "False" },
      ],
    },
  };
  const facts: [path: string, type: string, cell: unknown][] = [
    [".spec.size", "integer", 3],
    [".spec.absent", "string", null],
    ['.status.conditions[?(@.type=="Ready")].status', "string", "False"],
    [".spec.names[1]", "string", "b"],
    [".spec.names[*]", "string", "a,b"],
    [".metadata.labels.app\\.kubernetes\\.io/name", "string", "x"],
    [".metadata.creationTimestamp", "date", "5m"],
  ];
  const now = Date.parse("2026-01-01T00:05:00Z");
  test.each(facts)("%s", (jsonPath, type, cell) => {
    expect(columnOf({ name: "C", type, jsonPath }).cell(object, now)).toBe(cell);
  });
});
