import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { builtinType } from "../schema/definitions.ts";
import type { Type } from "../schema/type.ts";
import { ApiError } from "../status.ts";
import { strategicMerge } from "./strategic-merge.ts";

const kind = (group: string, version: string, name: string): Type => {
  const type = builtinType(group, version, name);
  if (type === undefined) throw new Error(`${name} is not known`);
  return type;
};
const deployment = kind("apps", "v1", "Deployment");
const service = kind("", "v1", "Service");
const serviceAccount = kind("", "v1", "ServiceAccount");
const pod = kind("", "v1", "Pod");

type Fact = readonly [name: string, original: object, patch: object, expected: object];

function facts(type: Type, table: readonly Fact[]): void {
  test.each(table)("%s", (_, original, patch, expected) => {
    const merged = strategicMerge(original, patch, type);
    expect(JSON.stringify(merged)).toBe(JSON.stringify(expected));
  });
}

const inPod = (spec: object): object => ({ spec: { template: { spec } } });
const finalizers = (...finalizers: string[]): object => ({ metadata: { finalizers } });
const containers = (count: number, image: string): object =>
  inPod({ containers: Array.from({ length: count }, (_, index) => ({ name: `web-${index}`, image })) });

describe("maps and fields", () => {
  facts(deployment, [
    ["a field is replaced", { spec: { replicas: 1 } }, { spec: { replicas: 2 } }, { spec: { replicas: 2 } }],
    [
      "null removes a field",
      { spec: { replicas: 1, paused: true } },
      { spec: { paused: null } },
      { spec: { replicas: 1 } },
    ],
    ["null removes nothing where nothing is", { spec: {} }, { spec: { paused: null } }, { spec: {} }],
    [
      "nulls of a field that is new are not kept",
      {},
      { spec: { replicas: 1, paused: null } },
      { spec: { replicas: 1 } },
    ],
    [
      "labels merge by name",
      { metadata: { labels: { a: "1", b: "2" } } },
      { metadata: { labels: { b: null, c: "3" } } },
      { metadata: { labels: { a: "1", c: "3" } } },
    ],
    [
      "$patch: replace puts a map in the place of another",
      { metadata: { labels: { a: "1" } } },
      { metadata: { labels: { $patch: "replace", b: "2" } } },
      { metadata: { labels: { b: "2" } } },
    ],
    [
      "$patch: delete empties a map",
      { metadata: { labels: { a: "1" } } },
      { metadata: { labels: { $patch: "delete" } } },
      { metadata: { labels: {} } },
    ],
    [
      "$patch: merge is what happens anyway",
      { metadata: { labels: { a: "1" } } },
      { metadata: { labels: { $patch: "merge", b: "2" } } },
      { metadata: { labels: { a: "1", b: "2" } } },
    ],
    [
      "a field of another kind is replaced",
      { metadata: { labels: "x" } },
      { metadata: { labels: { a: "1" } } },
      { metadata: { labels: { a: "1" } } },
    ],
    [
      "$retainKeys drops what it does not list",
      { spec: { strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1 } } } },
      { spec: { strategy: { $retainKeys: ["type"], type: "Recreate" } } },
      { spec: { strategy: { type: "Recreate" } } },
    ],
  ]);
});

describe("lists of objects that merge by a key", () => {
  facts(deployment, [
    [
      "a container is found by its name",
      inPod({
        containers: [
          { name: "web", image: "web:1", tty: true },
          { name: "log", image: "log:1" },
        ],
      }),
      inPod({ containers: [{ name: "web", image: "web:2" }] }),
      inPod({
        containers: [
          { name: "web", image: "web:2", tty: true },
          { name: "log", image: "log:1" },
        ],
      }),
    ],
    [
      "a container that is new goes first, as kubectl patch shows it",
      inPod({ containers: [{ name: "web" }] }),
      inPod({ containers: [{ name: "log" }] }),
      inPod({ containers: [{ name: "log" }, { name: "web" }] }),
    ],
    [
      "$patch: delete removes one by name",
      inPod({ containers: [{ name: "web" }, { name: "log" }] }),
      inPod({ containers: [{ $patch: "delete", name: "log" }] }),
      inPod({ containers: [{ name: "web" }] }),
    ],
    [
      "$patch: replace puts the list in the place of the other",
      inPod({ containers: [{ name: "web", image: "web:1" }, { name: "log" }] }),
      inPod({ containers: [{ name: "web" }, { $patch: "replace" }] }),
      inPod({ containers: [{ name: "web" }] }),
    ],
    [
      "$patch: replace in an item replaces the items",
      inPod({ containers: [{ name: "web", ports: [{ containerPort: 80 }] }] }),
      inPod({ containers: [{ name: "web", ports: [{ $patch: "replace" }, { containerPort: 8080 }] }] }),
      inPod({ containers: [{ name: "web", ports: [{ containerPort: 8080 }] }] }),
    ],
    [
      "environment variables merge within their container",
      inPod({
        containers: [
          {
            name: "web",
            env: [
              { name: "A", value: "1" },
              { name: "B", value: "2" },
            ],
          },
        ],
      }),
      inPod({
        containers: [
          {
            name: "web",
            env: [
              { name: "B", value: "3" },
              { name: "A", $patch: "delete" },
            ],
          },
        ],
      }),
      inPod({ containers: [{ name: "web", env: [{ name: "B", value: "3" }] }] }),
    ],
    [
      "$setElementOrder puts known and new in order",
      inPod({ containers: [{ name: "web" }, { name: "log" }] }),
      inPod({
        "$setElementOrder/containers": [{ name: "log" }, { name: "new" }, { name: "web" }],
        containers: [{ name: "new" }],
      }),
      inPod({ containers: [{ name: "log" }, { name: "new" }, { name: "web" }] }),
    ],
    [
      "$setElementOrder alone changes the order alone",
      inPod({ containers: [{ name: "web" }, { name: "log" }] }),
      inPod({ "$setElementOrder/containers": [{ name: "log" }, { name: "web" }] }),
      inPod({ containers: [{ name: "log" }, { name: "web" }] }),
    ],
    [
      "what $setElementOrder does not name stays where it was among the others",
      inPod({ containers: [{ name: "a" }, { name: "injected" }, { name: "b" }] }),
      inPod({
        "$setElementOrder/containers": [{ name: "a" }, { name: "b" }],
        containers: [{ name: "b", image: "b:2" }],
      }),
      inPod({ containers: [{ name: "a" }, { name: "injected" }, { name: "b", image: "b:2" }] }),
    ],
    [
      "a volume keeps its one source by $retainKeys",
      inPod({ volumes: [{ name: "data", emptyDir: {} }] }),
      inPod({ volumes: [{ name: "data", $retainKeys: ["name", "configMap"], configMap: { name: "web" } }] }),
      inPod({ volumes: [{ name: "data", configMap: { name: "web" } }] }),
    ],
    [
      "tolerations have no key and are replaced",
      inPod({ tolerations: [{ key: "a" }, { key: "b" }] }),
      inPod({ tolerations: [{ key: "c" }] }),
      inPod({ tolerations: [{ key: "c" }] }),
    ],
    [
      "a list that is new comes without its directives",
      {},
      inPod({ containers: [{ name: "a", $patch: "delete" }, { name: "b" }] }),
      inPod({ containers: [{ name: "b" }] }),
    ],
  ]);

  facts(service, [
    [
      "ports of a Service are found by their number",
      { spec: { ports: [{ port: 80, targetPort: 8080 }, { port: 443 }] } },
      { spec: { ports: [{ port: 80, targetPort: "http" }] } },
      { spec: { ports: [{ port: 80, targetPort: "http" }, { port: 443 }] } },
    ],
    [
      "of two ports with one number the first is merged with",
      {
        spec: {
          ports: [
            { port: 53, protocol: "TCP" },
            { port: 53, protocol: "UDP" },
          ],
        },
      },
      { spec: { ports: [{ port: 53, name: "dns" }] } },
      {
        spec: {
          ports: [
            { port: 53, protocol: "TCP", name: "dns" },
            { port: 53, protocol: "UDP" },
          ],
        },
      },
    ],
  ]);

  facts(serviceAccount, [
    [
      "secrets of a ServiceAccount are found by their name",
      { secrets: [{ name: "a" }] },
      { secrets: [{ name: "b" }] },
      { secrets: [{ name: "b" }, { name: "a" }] },
    ],
  ]);
});

describe("lists of plain values that merge", () => {
  facts(pod, [
    ["what is new goes first", finalizers("a", "b"), finalizers("c"), finalizers("c", "a", "b")],
    ["what is there already is there once", finalizers("a", "b"), finalizers("b"), finalizers("a", "b")],
    [
      "$deleteFromPrimitiveList removes",
      finalizers("a", "b"),
      { metadata: { "$deleteFromPrimitiveList/finalizers": ["a"] } },
      finalizers("b"),
    ],
    [
      "$deleteFromPrimitiveList removes nothing from nothing",
      { metadata: {} },
      { metadata: { "$deleteFromPrimitiveList/finalizers": ["a"] } },
      { metadata: {} },
    ],
    [
      "one goes, one comes, and all stand in order",
      finalizers("a", "b", "c"),
      {
        metadata: {
          "$deleteFromPrimitiveList/finalizers": ["a"],
          "$setElementOrder/finalizers": ["c", "d", "b"],
          finalizers: ["d"],
        },
      },
      finalizers("c", "d", "b"),
    ],
  ]);
});

describe("what cannot be merged is refused, and where is said", () => {
  test.each([
    ["BadRequest", "a patch is an object, got list", {}, []],
    ["BadRequest", '.spec: unknown $patch "drop"', {}, { spec: { $patch: "drop" } }],
    [
      "BadRequest",
      ".spec.strategy: $retainKeys must be a list",
      {},
      { spec: { strategy: { $retainKeys: "type" } } },
    ],
    [
      "BadRequest",
      ".spec.strategy: $retainKeys does not list type, which the patch sets",
      {},
      { spec: { strategy: { $retainKeys: [], type: "Recreate" } } },
    ],
    [
      "BadRequest",
      ".metadata.finalizers: $deleteFromPrimitiveList/finalizers must be a list, got string",
      {},
      { metadata: { "$deleteFromPrimitiveList/finalizers": "a" } },
    ],
    [
      "BadRequest",
      '.metadata.finalizers: the order in the patch doesn\'t match $setElementOrder at "b"',
      {},
      { metadata: { "$setElementOrder/finalizers": ["a"], finalizers: ["b"] } },
    ],
    [
      "Invalid",
      '.spec.template.spec.containers: {"image":"web:1"} does not contain declared merge key: name',
      {},
      inPod({ containers: [{ image: "web:1" }] }),
    ],
    [
      "Invalid",
      ".spec.template.spec.containers: expected a list of objects, found string in it",
      {},
      inPod({ containers: ["web"] }),
    ],
    [
      "Invalid",
      ".spec.template.spec.containers.name: expected a plain value, got object",
      {},
      inPod({ containers: [{ name: {} }] }),
    ],
    [
      "Invalid",
      ".metadata.finalizers: expected a plain value, got list",
      {},
      { metadata: { finalizers: [["a"]] } },
    ],
  ])("%s: %s", (reason, message, original, patch) => {
    try {
      strategicMerge(original, patch, deployment);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(ApiError);
      expect(error).toMatchObject({ reason, message });
    }
  });
});

describe("for any Deployment", () => {
  const name = fc.constantFrom("a", "b", "c", "d");
  const container = fc.record({ name, image: fc.string(), tty: fc.boolean() }, { requiredKeys: ["name"] });
  const object = fc.record({
    metadata: fc.record({ labels: fc.dictionary(name, fc.string()), finalizers: fc.uniqueArray(name) }),
    spec: fc.record({
      replicas: fc.nat(),
      template: fc.record({
        spec: fc.record({ containers: fc.uniqueArray(container, { selector: (item) => item.name }) }),
      }),
    }),
  });

  test("an empty patch changes nothing", () => {
    fc.assert(
      fc.property(object, (object) => {
        expect(strategicMerge(object, {}, deployment)).toEqual(object);
      }),
    );
  });

  test("a patch applied twice is a patch applied once, and no input is changed", () => {
    fc.assert(
      fc.property(object, object, (object, patch) => {
        const before = JSON.stringify([object, patch]);
        const once = strategicMerge(object, patch, deployment);
        expect(strategicMerge(once, patch, deployment)).toEqual(once);
        expect(JSON.stringify([object, patch])).toBe(before);
      }),
    );
  });
});

test("whatever the patch and the object are, they are merged or refused, and nothing is changed", () => {
  const key = fc.constantFrom(
    "$patch",
    "$retainKeys",
    "$setElementOrder/containers",
    "containers",
    "name",
    "env",
  );
  const value = fc.oneof(
    fc.constantFrom("delete", "replace", "merge", "containers", null),
    fc.jsonValue({ maxDepth: 1 }),
  );
  const object = fc.dictionary(key, fc.oneof(value, fc.array(fc.dictionary(key, value))));
  fc.assert(
    fc.property(object, object, (original, patch) => {
      const before = JSON.stringify([original, patch]);
      try {
        strategicMerge(inPod(original), inPod(patch), deployment);
      } catch (error) {
        expect(error).toBeInstanceOf(ApiError);
      }
      expect(JSON.stringify([original, patch])).toBe(before);
    }),
  );
});

test("a hundred thousand containers merge with as many in seconds, not in hours", { timeout: 30_000 }, () => {
  const [original, patch] = [containers(100_000, "web:1"), containers(100_000, "web:2")];
  const merged = strategicMerge(original, patch, deployment);
  expect(JSON.stringify(merged)).toBe(JSON.stringify(patch));
});

test("__proto__ is a key like any other", () => {
  const patch: unknown = JSON.parse('{"metadata":{"labels":{"__proto__":"x"}}}');
  const merged = strategicMerge({ metadata: { labels: { app: "web" } } }, patch, deployment);
  expect(JSON.stringify(merged)).toBe('{"metadata":{"labels":{"app":"web","__proto__":"x"}}}');
});
