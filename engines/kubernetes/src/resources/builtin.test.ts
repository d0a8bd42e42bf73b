import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { KubeObject } from "../object.ts";
import { builtinResources } from "./builtin.ts";
import { apiVersionOf } from "./registry.ts";
import { checkStructure, pruneUnknown } from "./structure.ts";
import { known, specimen } from "./specimen.ts";

test("every kind has a path of its own", () => {
  const paths = builtinResources.map((one) => `${apiVersionOf(one)}/${one.plural}`);
  expect(new Set(paths).size).toBe(paths.length);
});

test("short names are nobody else's, but for another form of the same objects", () => {
  const stored = builtinResources.filter(({ view }) => view === undefined);
  const names = stored.flatMap(({ shortNames }) => shortNames);
  expect(new Set(names).size).toBe(names.length);
});

test("a client decides no status", () => {
  const resource = known("apps/v1 Deployment");
  const object = specimen(resource, { status: { replicas: 9 } });
  resource.prepare?.(object, undefined);
  expect(object["status"]).toEqual({});
  const before = specimen(resource, { status: { replicas: 2 } });
  resource.prepare?.(object, before);
  expect(object["status"]).toEqual({ replicas: 2 });
});

test("a namespace is done with only by being finalized", () => {
  const resource = known("v1 Namespace");
  const namespace = specimen(resource, { spec: { finalizers: [] } });
  resource.prepare?.(namespace, undefined);
  expect(namespace["spec"]).toEqual({ finalizers: ["kubernetes"] });
  const again = specimen(resource);
  resource.prepare?.(again, namespace);
  expect(again["spec"]).toEqual({ finalizers: ["kubernetes"] });
});

describe("whatever JSON arrives", () => {
  const names =
    "apiVersion kind metadata spec status data stringData template jobTemplate selector " +
    "matchLabels matchExpressions containers initContainers volumes ports port name labels " +
    "rules subjects roleRef limits requests resources strategy rollingUpdate metrics " +
    "containerStatuses state terminated conditions versions schema openAPIV3Schema " +
    "__proto__";
  const key = fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...names.split(" ")) },
    { weight: 1, arbitrary: fc.string() },
  );
  const json = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 7, depthSize: "medium" },
      fc.constantFrom<unknown>(null, true, 0, -1, 1.5, "", "1Gi", "a", "None", "RollingUpdate", "Container"),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(key, tie("value"), { maxKeys: 6 }),
    ),
  })).value;
  const object = fc.dictionary(key, json, { maxKeys: 8 }).map((made) => made as unknown as KubeObject);

  test.each(
    builtinResources.map((resource) => [`${apiVersionOf(resource)} ${resource.kind}`, resource] as const),
  )("%s is filled, checked and told without an error", (_, resource) => {
    fc.assert(
      fc.property(object, object, (after, before) => {
        checkStructure(after, resource.type);
        pruneUnknown(after, resource.type);
        resource.prepare?.(after, undefined);
        resource.setDefaults?.(after);
        resource.validate?.(after, undefined);
        resource.prepare?.(after, before);
        resource.validate?.(after, before);
        for (const { cell } of resource.columns) cell(after, 0);
      }),
      { numRuns: 60 },
    );
  });
});
