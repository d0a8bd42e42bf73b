import { expect, it } from "vitest";
import type { KindRow } from "../../api.ts";
import { groupsOf, kindNamed } from "./kinds.ts";

const kind = (apiVersion: string, name: string, verbs = ["list"]): KindRow => ({
  apiVersion,
  kind: name,
  plural: `${name.toLowerCase()}s`,
  namespaced: true,
  verbs,
  shortNames: name === "ConfigMap" ? ["cm"] : [],
  categories: [],
  subresources: [],
});

const kinds = [
  kind("v1", "Secret"),
  kind("v1", "ConfigMap"),
  kind("v1", "Binding", ["create"]),
  kind("autoscaling/v2", "HorizontalPodAutoscaler"),
  kind("autoscaling/v1", "HorizontalPodAutoscaler"),
  kind("harbour.example/v1", "Pier"),
];

const told = (find: string) =>
  groupsOf(kinds, find).map(({ group, kinds: of }) => [group, of.map((each) => each.kind)]);

it("custom resources come first, then core; what cannot be listed is left out, each kind stands once", () => {
  expect(told("")).toEqual([
    ["harbour.example", ["Pier"]],
    ["", ["ConfigMap", "Secret"]],
    ["autoscaling", ["HorizontalPodAutoscaler"]],
  ]);
});

it.each([
  ["cm", [["", ["ConfigMap"]]]],
  ["PIERS", [["harbour.example", ["Pier"]]]],
  ["harbour", [["harbour.example", ["Pier"]]]],
  ["ship", []],
])("%s is found by kind, plural, short name or group", (find, found) => expect(told(find)).toEqual(found));

it("without a version the first that is served is meant", () => {
  expect(kindNamed(kinds, "HorizontalPodAutoscaler", "")?.apiVersion).toBe("autoscaling/v2");
  expect(kindNamed(kinds, "Pier", "v1")).toBeUndefined();
});
