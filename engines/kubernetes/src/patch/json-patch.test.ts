import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ApiError } from "../status.ts";
import { jsonPatch } from "./json-patch.ts";

describe("operations do what RFC 6902 says", () => {
  test.each([
    ["adds a field", { a: 1 }, [{ op: "add", path: "/b", value: 2 }], { a: 1, b: 2 }],
    ["adds over a field", { a: 1 }, [{ op: "add", path: "/a", value: 2 }], { a: 2 }],
    ["adds before an item", [1, 3], [{ op: "add", path: "/1", value: 2 }], [1, 2, 3]],
    ["adds at the end of a list", [1], [{ op: "add", path: "/-", value: 2 }], [1, 2]],
    ["adds after the last item", [1], [{ op: "add", path: "/1", value: 2 }], [1, 2]],
    ["replaces the document", { a: 1 }, [{ op: "add", path: "", value: [] }], []],
    ["removes a field", { a: 1, b: 2 }, [{ op: "remove", path: "/a" }], { b: 2 }],
    ["removes an item", [1, 2, 3], [{ op: "remove", path: "/1" }], [1, 3]],
    ["replaces an item", [1, 2], [{ op: "replace", path: "/0", value: 9 }], [9, 2]],
    ["moves a field", { a: { b: 1 } }, [{ op: "move", from: "/a/b", path: "/c" }], { a: {}, c: 1 }],
    ["moves an item", [1, 2, 3], [{ op: "move", from: "/0", path: "/2" }], [2, 3, 1]],
    ["copies a field", { a: [1] }, [{ op: "copy", from: "/a", path: "/b" }], { a: [1], b: [1] }],
    [
      "tests and goes on",
      { a: { x: 1, y: 2 } },
      [{ op: "test", path: "/a", value: { y: 2, x: 1 } }],
      { a: { x: 1, y: 2 } },
    ],
    ["tests that there is nothing", { a: 1 }, [{ op: "test", path: "/b", value: null }], { a: 1 }],
    [
      "unescapes / and ~",
      { "a/b": 1, "m~n": 2 },
      [
        { op: "remove", path: "/a~1b" },
        { op: "remove", path: "/m~0n" },
      ],
      {},
    ],
    ["reads ~01 as ~1", { "~1": 1 }, [{ op: "remove", path: "/~01" }], {}],
    ["knows the empty key", { "": 1 }, [{ op: "replace", path: "/", value: 2 }], { "": 2 }],
  ])("%s", (_, document, operations, expected) => {
    expect(jsonPatch(document, operations)).toEqual(expected);
  });
});

describe("what cannot be done is refused", () => {
  test.each([
    [
      "Invalid",
      { a: 1 },
      [{ op: "test", path: "/a", value: 2 }],
      'operation 0: "/a": the value is not the one tested for',
    ],
    ["Invalid", {}, [{ op: "test", path: "/a", value: 1 }], 'operation 0: "/a": there is nothing there'],
    ["Invalid", {}, [{ op: "remove", path: "/a" }], 'operation 0: "/a": there is nothing there'],
    ["Invalid", {}, [{ op: "replace", path: "/a", value: 1 }], 'operation 0: "/a": there is nothing there'],
    ["Invalid", {}, [{ op: "add", path: "/a/b", value: 1 }], 'operation 0: "/a": there is nothing there'],
    [
      "Invalid",
      { a: 1 },
      [{ op: "add", path: "/a/b", value: 1 }],
      'operation 0: "/a/b": number holds no fields',
    ],
    [
      "Invalid",
      [1],
      [{ op: "add", path: "/2", value: 1 }],
      'operation 0: "/2": "2" is not an index of the list',
    ],
    ["Invalid", [1], [{ op: "remove", path: "/-" }], 'operation 0: "/-": "-" is not an index of the list'],
    ["Invalid", [1], [{ op: "remove", path: "/00" }], 'operation 0: "/00": "00" is not an index of the list'],
    [
      "Invalid",
      [1],
      [{ op: "test", path: "/-1", value: 1 }],
      'operation 0: "/-1": "-1" is not an index of the list',
    ],
    [
      "Invalid",
      { a: {} },
      [{ op: "move", from: "/a", path: "/a/b" }],
      'operation 0: "/a/b": a value cannot be moved into itself',
    ],
    [
      "Invalid",
      { a: 1 },
      [{ op: "remove", path: "" }],
      'operation 0: "": the whole object cannot be removed',
    ],
    ["BadRequest", {}, { op: "add" }, "a JSON patch is a list of operations, got object"],
    ["BadRequest", {}, [7], "operation 0: expected an object"],
    ["BadRequest", {}, [{ op: "fix", path: "/a" }], 'operation 0: unknown op "fix"'],
    ["BadRequest", {}, [{ op: "add", path: "/a" }], "operation 0: value is missing"],
    ["BadRequest", {}, [{ op: "copy", path: "/a" }], "operation 0: from is missing"],
    ["BadRequest", {}, [{ op: "remove", path: "a" }], 'operation 0: path "a" is not a JSON pointer'],
    ["BadRequest", {}, [{ op: "remove", path: "/~2" }], 'operation 0: path "/~2" is not a JSON pointer'],
  ])("%s: %j with %j", (reason, document, operations, message) => {
    const error = failure(() => jsonPatch(document, operations));
    expect([error.reason, error.message]).toEqual([reason, message]);
  });

  test("more than ten thousand operations are too many", () => {
    const operations = Array.from({ length: 10_001 }, () => ({ op: "test", path: "", value: {} }));
    expect(failure(() => jsonPatch({}, operations)).reason).toBe("RequestEntityTooLarge");
  });

  test("copies that double the document time and again come to an end", () => {
    const operations = Array.from({ length: 100 }, (_, index) => ({
      op: "copy",
      from: "",
      path: `/${index}`,
    }));
    expect(failure(() => jsonPatch({}, operations)).message).toContain("the patch copies more than it may");
  });

  test("moves that nest without end come to an end", () => {
    const operations = Array.from({ length: 3000 }, () => [
      { op: "add", path: "/b", value: {} },
      { op: "move", from: "/a", path: "/b/a" },
      { op: "move", from: "/b", path: "/a" },
    ]).flat();
    expect(failure(() => jsonPatch({ a: {} }, operations)).reason).toBe("BadRequest");
  });
});

test("one of a Deployment's operations fails: nothing has changed", () => {
  const deployment = { spec: { replicas: 2, template: { spec: { containers: [{ name: "web" }] } } } };
  const operations = [
    { op: "replace", path: "/spec/replicas", value: 3 },
    { op: "add", path: "/spec/template/spec/containers/0/image", value: "web:2" },
    { op: "test", path: "/spec/replicas", value: 2 },
  ];
  expect(failure(() => jsonPatch(deployment, operations)).reason).toBe("Invalid");
  expect(deployment).toEqual({
    spec: { replicas: 2, template: { spec: { containers: [{ name: "web" }] } } },
  });
});

test("__proto__ is a key like any other", () => {
  const patched = jsonPatch({}, [
    { op: "add", path: "/__proto__", value: {} },
    { op: "add", path: "/__proto__/admin", value: true },
  ]);
  expect(JSON.stringify(patched)).toBe('{"__proto__":{"admin":true}}');
  expect(({} as { admin?: boolean }).admin).toBeUndefined();
  expect(failure(() => jsonPatch({}, [{ op: "add", path: "/__proto__/admin", value: true }])).reason).toBe(
    "Invalid",
  );
  expect(failure(() => jsonPatch({}, [{ op: "remove", path: "/constructor" }])).reason).toBe("Invalid");
});

test("what was added once is not the same value twice", () => {
  const value = { labels: {} };
  const operations = [
    { op: "add", path: "/a", value },
    { op: "copy", from: "/a", path: "/b" },
    { op: "add", path: "/a/labels/app", value: "web" },
  ];
  expect(jsonPatch({}, operations)).toEqual({ a: { labels: { app: "web" } }, b: { labels: {} } });
  expect(value).toEqual({ labels: {} });
});

test("any patch of any document leaves both as they were and fails with an ApiError only", () => {
  const pointer = fc.array(fc.constantFrom("", "a", "b", "0", "1", "-", "__proto__"), { maxLength: 3 });
  const path = pointer.map((steps) => steps.map((step) => `/${step}`).join(""));
  const operation = fc.record({
    op: fc.constantFrom("add", "remove", "replace", "move", "copy", "test"),
    path,
    from: path,
    value: fc.jsonValue({ maxDepth: 2 }),
  });
  const key = fc.constantFrom("a", "b", "");
  const document = fc.dictionary(key, fc.oneof(fc.array(fc.jsonValue()), fc.dictionary(key, fc.jsonValue())));
  fc.assert(
    fc.property(document, fc.array(operation), (document, operations) => {
      const before = JSON.stringify([document, operations]);
      try {
        jsonPatch(document, operations);
      } catch (error) {
        expect(error).toBeInstanceOf(ApiError);
      }
      expect(JSON.stringify([document, operations])).toBe(before);
    }),
  );
});

function failure(run: () => unknown): ApiError {
  try {
    run();
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}
