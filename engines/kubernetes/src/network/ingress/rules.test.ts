import { array, assert, constantFrom, property, uniqueArray } from "fast-check";
import { describe, expect, test } from "vitest";
import type { Ingress, IngressPath } from "./kinds.ts";
import { hostMatches, pathMatches, routeFor, routesOf } from "./rules.ts";

const to = (name: string) => ({ service: { name, port: { number: 80 } } });
const path = (pathType: string, path: string, name: string): IngressPath => ({
  path,
  pathType,
  backend: to(name),
});

function ingress(name: string, spec: Ingress["spec"], creationTimestamp = "2026-01-01T00:00:00Z"): Ingress {
  const metadata = { name, namespace: "shop", uid: name, creationTimestamp };
  return { apiVersion: "networking.k8s.io/v1", kind: "Ingress", metadata, spec };
}

const chosen = (all: readonly Ingress[], host: string, path: string) =>
  routeFor(routesOf(all), { host, path })?.backend.service?.name;

describe("a path", () => {
  // The table of https://kubernetes.io/docs/concepts/services-networking/ingress/#examples
  test.each([
    ["Prefix", "/", "/any/path", true],
    ["Exact", "/foo", "/foo", true],
    ["Exact", "/foo", "/bar", false],
    ["Exact", "/foo", "/foo/", false],
    ["Exact", "/foo/", "/foo", false],
    ["Prefix", "/foo", "/foo", true],
    ["Prefix", "/foo", "/foo/", true],
    ["Prefix", "/foo/", "/foo", true],
    ["Prefix", "/foo/", "/foo/", true],
    ["Prefix", "/aaa/bb", "/aaa/bbb", false],
    ["Prefix", "/aaa/bbb", "/aaa/bbb", true],
    ["Prefix", "/aaa/bbb/", "/aaa/bbb", true],
    ["Prefix", "/aaa/bbb", "/aaa/bbb/", true],
    ["Prefix", "/aaa/bbb", "/aaa/bbb/ccc", true],
    ["Prefix", "/aaa/bbb", "/aaa/bbbxyz", false],
    ["ImplementationSpecific", "/aaa", "/aaa/bbb", true],
    ["Exact", "/Foo", "/foo", false],
  ])("%s %s on %s: %s", (pathType, rule, asked, expected) => {
    const all = [ingress("one", { rules: [{ http: { paths: [path(pathType, rule, "it")] } }] })];
    expect(chosen(all, "shop.test", asked) === "it").toBe(expected);
  });
});

describe("a host", () => {
  test.each([
    ["", "anything", true],
    ["shop.test", "shop.test", true],
    ["shop.test", "www.shop.test", false],
    ["*.shop.test", "www.shop.test", true],
    ["*.shop.test", "shop.test", false],
    ["*.shop.test", "a.www.shop.test", false],
    ["*.shop.test", ".shop.test", false],
  ])("%s for %s: %s", (rule, host, expected) => expect(hostMatches(rule, host)).toBe(expected));
});

const paths = (...list: IngressPath[]) => ({ http: { paths: list } });
const everything = (name: string) => ({ rules: [paths(path("Prefix", "/", name))] });

describe("of several that match", () => {
  const all = [
    ingress("general", {
      defaultBackend: to("fallback"),
      rules: [paths(path("Prefix", "/api", "any-api"), path("Prefix", "/api/v2/deep", "any-deep"))],
    }),
    ingress("special", {
      rules: [
        {
          host: "Shop.test",
          ...paths(
            path("Prefix", "/api", "api"),
            path("Prefix", "/api/v2", "v2"),
            path("Exact", "/api", "exact"),
          ),
        },
        { host: "*.test", ...paths(path("Prefix", "/", "wild")) },
      ],
    }),
  ];
  test.each([
    ["shop.test", "/api/v2/deep", "v2", "the host comes before the length of the path"],
    ["shop.test", "/api/v1", "api", "the longest path"],
    ["shop.test", "/api", "exact", "the exact path"],
    ["shop.test", "/other", "wild", "the wildcard, when the host has no path for it"],
    ["shop.example", "/api/v2/deep", "any-deep", "the rule for any host"],
    ["shop.example", "/other", "fallback", "the default backend"],
  ])("%s%s goes to %s: %s", (host, asked, expected) => expect(chosen(all, host, asked)).toBe(expected));

  test("the older Ingress wins where they say the same", () => {
    const two = [
      ingress("a", everything("younger"), "2026-02-01T00:00:00Z"),
      ingress("b", everything("older")),
    ];
    expect(chosen(two, "shop.test", "/")).toBe("older");
  });
});

test("whatever the prefixes are, the longest of those that match is chosen", () => {
  const element = constantFrom("a", "b", "ab", "a.b");
  const anyPath = array(element, { maxLength: 4 }).map((elements) => `/${elements.join("/")}`);
  assert(
    property(uniqueArray(anyPath, { maxLength: 8 }), anyPath, (prefixes, asked) => {
      const list = prefixes.map((prefix) => path("Prefix", prefix, prefix));
      const matching = prefixes.filter((prefix) => pathMatches({ path: prefix, isExact: false }, asked));
      const longest = matching.toSorted((a, b) => b.length - a.length)[0];
      expect(chosen([ingress("one", { rules: [paths(...list)] })], "shop.test", asked)).toBe(longest);
    }),
  );
});
