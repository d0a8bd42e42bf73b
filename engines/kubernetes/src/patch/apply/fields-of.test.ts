import { describe, expect, test } from "vitest";
import { builtinType } from "../../schema/definitions.ts";
import type { Type } from "../../schema/type.ts";
import { ApiError } from "../../status.ts";
import { fieldsOf } from "./fields-of.ts";
import { pathsOf } from "./fields.ts";
import { pathText } from "./step.ts";

const any: Type = { kind: "any" };
const deployment = builtinType("apps", "v1", "Deployment") ?? any;
const service = builtinType("", "v1", "Service") ?? any;

const inPod = (spec: object): object => ({ spec: { template: { spec } } });
const pathsIn = (value: unknown, type: Type): string[] => [...pathsOf(fieldsOf(value, type))].map(pathText);

describe("an object sets", () => {
  test.each([
    ["its plain fields", { spec: { replicas: 1, paused: false } }, [".spec.paused", ".spec.replicas"]],
    [
      "each label",
      { metadata: { labels: { a: "1", b: "2" } } },
      [".metadata.labels.a", ".metadata.labels.b"],
    ],
    ["a selector as a whole", { spec: { selector: { matchLabels: { app: "web" } } } }, [".spec.selector"]],
    [
      "tolerations as a whole",
      { spec: { template: { spec: { tolerations: [{ key: "a" }] } } } },
      [".spec.template.spec.tolerations"],
    ],
    [
      "each finalizer",
      { metadata: { finalizers: ["a", "b"] } },
      ['.metadata.finalizers[="a"]', '.metadata.finalizers[="b"]'],
    ],
    [
      "containers by name, and ports of theirs by number and protocol",
      { spec: { template: { spec: { containers: [{ name: "web", ports: [{ containerPort: 80 }] }] } } } },
      [
        '.spec.template.spec.containers[name="web"]',
        '.spec.template.spec.containers[name="web"].name',
        '.spec.template.spec.containers[name="web"].ports[containerPort=80,protocol="TCP"]',
        '.spec.template.spec.containers[name="web"].ports[containerPort=80,protocol="TCP"].containerPort',
      ],
    ],
    ["an object that is empty", { spec: { strategy: {} } }, [".spec.strategy"]],
    ["a list that is empty", { metadata: { finalizers: [] } }, [".metadata.finalizers"]],
    ["what it sets to null", { spec: { replicas: null } }, [".spec.replicas"]],
  ])("%s", (_, value, expected) => {
    expect(pathsIn(value, deployment)).toEqual(expected);
  });

  test("ports of a Service by number and protocol", () => {
    expect(pathsIn({ spec: { ports: [{ port: 53, protocol: "UDP" }] } }, service)).toEqual([
      '.spec.ports[port=53,protocol="UDP"]',
      '.spec.ports[port=53,protocol="UDP"].port',
      '.spec.ports[port=53,protocol="UDP"].protocol',
    ]);
  });
});

describe("what is not of the type is a bad request that names the place", () => {
  test.each([
    [".spec.replica: field not declared in schema", { spec: { replica: 1 } }],
    [".spec: expected map, got list", { spec: [] }],
    [".spec.replicas: expected integer, got object", { spec: { replicas: {} } }],
    [".spec.selector: expected map, got string", { spec: { selector: "web" } }],
    [".spec.template.spec.tolerations: expected list, got object", inPod({ tolerations: {} })],
    [".spec.template.spec.containers: expected list, got object", inPod({ containers: { web: {} } })],
    [
      ".spec.template.spec.containers: expected a list of objects, found string in it",
      inPod({ containers: ["web"] }),
    ],
    [
      '.spec.template.spec.containers: the list has an item that omits key field "name" (and doesn\'t have default value)',
      inPod({ containers: [{ image: "web" }] }),
    ],
    [
      '.spec.template.spec.containers: duplicate entries for key [name="a"]',
      inPod({ containers: [{ name: "a" }, { name: "a" }] }),
    ],
    ['.metadata.finalizers: duplicate entries for key [="a"]', { metadata: { finalizers: ["a", "a"] } }],
    [".metadata.finalizers: expected a plain value in a set, got null", { metadata: { finalizers: [null] } }],
  ])("%s", (message, value) => {
    expect(() => fieldsOf(value, deployment)).toThrow(new ApiError("BadRequest", message));
  });
});
