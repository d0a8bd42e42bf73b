import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mergePatch } from "./merge-patch.ts";

describe("the examples of RFC 7386 hold", () => {
  test.each([
    [{ a: "b" }, { a: "c" }, { a: "c" }],
    [{ a: "b" }, { b: "c" }, { a: "b", b: "c" }],
    [{ a: "b" }, { a: null }, {}],
    [{ a: "b", b: "c" }, { a: null }, { b: "c" }],
    [{ a: ["b"] }, { a: "c" }, { a: "c" }],
    [{ a: "c" }, { a: ["b"] }, { a: ["b"] }],
    [{ a: { b: "c" } }, { a: { b: "d", c: null } }, { a: { b: "d" } }],
    [{ a: [{ b: "c" }] }, { a: [1] }, { a: [1] }],
    [
      ["a", "b"],
      ["c", "d"],
      ["c", "d"],
    ],
    [{ a: "b" }, ["c"], ["c"]],
    [{ a: "foo" }, null, null],
    [{ a: "foo" }, "bar", "bar"],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: "b", c: null }, { a: "b" }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])("%j patched with %j is %j", (target, patch, expected) => {
    expect(mergePatch(target, patch)).toEqual(expected);
  });
});

test("containers of a Deployment are replaced as a whole, its labels one by one", () => {
  const deployment = {
    metadata: { labels: { app: "web", tier: "front" } },
    spec: { replicas: 2, template: { spec: { containers: [{ name: "web" }, { name: "sidecar" }] } } },
  };
  const patch = {
    metadata: { labels: { tier: null, team: "shop" } },
    spec: { template: { spec: { containers: [{ name: "web", image: "web:2" }] } } },
  };
  expect(mergePatch(deployment, patch)).toEqual({
    metadata: { labels: { app: "web", team: "shop" } },
    spec: { replicas: 2, template: { spec: { containers: [{ name: "web", image: "web:2" }] } } },
  });
});

test("__proto__ is a key like any other", () => {
  const merged = mergePatch({}, JSON.parse('{"__proto__":{"admin":true},"labels":{"__proto__":null}}'));
  expect(JSON.stringify(merged)).toBe('{"__proto__":{"admin":true},"labels":{}}');
  expect(({} as { admin?: boolean }).admin).toBeUndefined();
});

test("a patch that is nested too deep is a bad request", () => {
  const deep: unknown = JSON.parse('{"a":'.repeat(5000) + "1" + "}".repeat(5000));
  expect(() => mergePatch({}, deep)).toThrow("patch is nested more than 1000 levels deep");
});

describe("for any documents", () => {
  const json = fc.jsonValue();

  test("a patch applied twice is a patch applied once", () => {
    fc.assert(
      fc.property(json, json, (target, patch) => {
        const once = mergePatch(target, patch);
        expect(mergePatch(once, patch)).toEqual(once);
      }),
    );
  });

  test("neither input is changed", () => {
    fc.assert(
      fc.property(json, json, (target, patch) => {
        const before = JSON.stringify([target, patch]);
        mergePatch(target, patch);
        expect(JSON.stringify([target, patch])).toBe(before);
      }),
    );
  });
});
