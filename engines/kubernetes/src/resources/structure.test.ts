import { describe, expect, test } from "vitest";
import { pod } from "./core/pod.ts";
import { secret } from "./core/config.ts";
import { checkStructure, pruneUnknown } from "./structure.ts";

const told = (object: object) =>
  checkStructure(object, pod.type).map(({ field, message, reason }) => `${reason} ${field}: ${message}`);

describe("a value of another type is refused", () => {
  test.each([
    [
      { spec: { containers: "web" } },
      'spec.containers: Invalid value: "string": spec.containers in body must be of type array: "string"',
    ],
    [
      { spec: { containers: [{ name: 1 }] } },
      'spec.containers[0].name: Invalid value: "number": spec.containers[0].name in body must be of type string: "number"',
    ],
    [
      { metadata: { labels: { a: true } } },
      'metadata.labels[a]: Invalid value: "boolean": metadata.labels[a] in body must be of type string: "boolean"',
    ],
    [
      { spec: { terminationGracePeriodSeconds: 1.5 } },
      'spec.terminationGracePeriodSeconds: Invalid value: "number": spec.terminationGracePeriodSeconds in body must be of type integer: "number"',
    ],
    [
      { spec: { containers: [{ resources: { limits: { cpu: "much" } } }] } },
      'spec.containers[0].resources.limits[cpu]: Invalid value: "much": spec.containers[0].resources.limits[cpu] in body must be of type quantity: "much"',
    ],
    [
      { metadata: { creationTimestamp: "yesterday" } },
      'metadata.creationTimestamp: Invalid value: "yesterday": metadata.creationTimestamp in body must be of type date-time: "yesterday"',
    ],
    [{ spec: [] }, 'spec: Invalid value: "list": spec in body must be of type object: "list"'],
  ])("%j", (object, cause) => {
    expect(told(object)).toEqual([`FieldValueTypeInvalid ${cause}`]);
  });
});

test.each([
  [{ spec: null, metadata: { creationTimestamp: null } }],
  [
    {
      spec: {
        containers: [{ resources: { limits: { cpu: 1 } }, livenessProbe: { httpGet: { port: "web" } } }],
      },
    },
  ],
  [{ metadata: { creationTimestamp: "2026-01-01T00:00:00.123456Z" } }],
])("%j is what its type says", (object) => {
  expect(told(object)).toEqual([]);
});

const wrongBytes = (data: object) => checkStructure({ data }, secret.type).length;

test("bytes are base64", () => {
  expect([
    wrongBytes({ a: "YQ==" }),
    wrongBytes({ a: "" }),
    wrongBytes({ a: "a" }),
    wrongBytes({ a: "ä===" }),
  ]).toEqual([0, 0, 1, 1]);
});

test("fields that a type does not have are named by their paths", () => {
  const object = {
    spec: { containers: [{ name: "web", imag: "nginx" }], nodeSelector: { any: "thing" }, foo: 1 },
    extra: {},
  };
  expect(pruneUnknown(object, pod.type)).toEqual(["spec.containers[0].imag", "spec.foo", "extra"]);
});

test("what would exhaust the stack is refused", () => {
  let nested: unknown = "x";
  for (let depth = 0; depth < 5000; depth++) nested = [nested];
  const object = { metadata: { managedFields: [{ fieldsV1: nested }] } };
  expect(told(object)).toEqual([expect.stringContaining("nested more than 1000 levels deep")]);
});
