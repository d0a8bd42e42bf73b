import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { keyOf, pathOf, rangeOf } from "./key.ts";

const key = (resource: string, namespace: string, name: string) => ({ resource, namespace, name });

test.each([
  [key("pods", "default", "web"), "pods/default/web"],
  [key("nodes", "", "node-1"), "nodes//node-1"],
  [key("deployments.apps", "shop", "web"), "deployments.apps/shop/web"],
  [
    key("clusterroles.rbac.authorization.k8s.io", "", "system:node"),
    "clusterroles.rbac.authorization.k8s.io//system:node",
  ],
  [key("widgets.example.com", "팀-하나", "나루🚢"), "widgets.example.com/팀-하나/나루🚢"],
])("%j lives at %s", (at, path) => {
  expect(pathOf(at)).toBe(path);
  expect(keyOf(path)).toEqual(at);
});

test.each([
  ["a name that reaches into another path", key("pods", "default", "a/b")],
  ["a namespace that reaches into another path", key("pods", "default/x", "b")],
  ["no name", key("pods", "default", "")],
  ["no resource", key("", "default", "web")],
  ["a NUL", key("pods", "default", "a\0b")],
  ["half a surrogate pair", key("pods", "default", "\ud83d")],
  ["a name no URL should bring", key("pods", "default", "x".repeat(5000))],
])("%s is a bad request", (_, at) => {
  expect(() => pathOf(at)).toThrow(expect.objectContaining({ name: "ApiError", code: 400 }));
});

const within = (path: string, resource: string, namespace?: string) => {
  const { start, end } = rangeOf(resource, namespace);
  return path >= start && path < end;
};

describe("a range", () => {
  test.each([
    ["pods/default/web", "pods", undefined, true],
    ["pods/default/web", "pods", "default", true],
    ["pods/default-2/web", "pods", "default", false],
    ["pods/default-2/web", "pods", undefined, true],
    ["pods.metrics.k8s.io/default/web", "pods", undefined, false],
    ["podtemplates/default/web", "pods", undefined, false],
    ["nodes//node-1", "nodes", "", true],
    ["nodes//node-1", "nodes", undefined, true],
  ])("%s in %s of namespace %s: %s", (path, resource, namespace, expected) => {
    expect(within(path, resource, namespace)).toBe(expected);
  });

  test("holds every key of its namespace, and none of another", () => {
    const part = fc
      .string({ minLength: 1, maxLength: 20, unit: "grapheme" })
      .filter((text) => !/[/\0]/u.test(text));
    fc.assert(
      fc.property(part, part, part, (namespace, other, name) => {
        expect(within(pathOf(key("pods", namespace, name)), "pods", namespace)).toBe(true);
        expect(within(pathOf(key("pods", other, name)), "pods", namespace)).toBe(other === namespace);
      }),
    );
  });
});
