import { describe, expect, test } from "vitest";
import type { KubeObject, ManagedFields } from "../../object.ts";
import { builtinType } from "../../schema/definitions.ts";
import type { Type } from "../../schema/type.ts";
import { apply } from "./apply.ts";
import { updateManagers } from "./update-managers.ts";
import type { UpdateRequest } from "./update-managers.ts";

const any: Type = { kind: "any" };
const service = builtinType("", "v1", "Service") ?? any;
const monday = "2026-01-05T00:00:00Z";
const tuesday = "2026-01-06T00:00:00Z";

const web = (spec: object, meta: object = {}): KubeObject =>
  ({ apiVersion: "v1", kind: "Service", metadata: { name: "web", ...meta }, spec }) as unknown as KubeObject;

function update(
  before: KubeObject | undefined,
  after: KubeObject,
  rest: Partial<UpdateRequest> = {},
): KubeObject {
  const request = { type: service, apiVersion: "v1", now: monday, manager: "kubectl" };
  return updateManagers({ ...request, before, after, ...rest });
}

const applied = (spec: object): KubeObject =>
  apply({
    live: undefined,
    applied: web(spec),
    manager: "ann",
    force: false,
    type: service,
    apiVersion: "v1",
    now: monday,
  }).object;

const entries = (object: KubeObject): readonly unknown[] =>
  (object.metadata.managedFields ?? []).map(({ manager, time, fieldsV1 }) => [manager, time, fieldsV1]);

describe("a create", () => {
  test("makes all that is set its manager's, but not what names the object", () => {
    const created = web(
      { ports: [{ port: 80, protocol: "TCP" }], selector: { app: "web" } },
      { uid: "u", resourceVersion: "1", creationTimestamp: monday, generation: 1, labels: { app: "web" } },
    );
    expect(update(undefined, created).metadata.managedFields).toEqual([
      {
        manager: "kubectl",
        operation: "Update",
        apiVersion: "v1",
        time: monday,
        fieldsType: "FieldsV1",
        fieldsV1: {
          "f:metadata": { "f:labels": { ".": {}, "f:app": {} } },
          "f:spec": {
            "f:ports": {
              ".": {},
              'k:{"port":80,"protocol":"TCP"}': { ".": {}, "f:port": {}, "f:protocol": {} },
            },
            "f:selector": {},
          },
        },
      },
    ]);
  });
});

describe("an update", () => {
  const created = update(undefined, web({ type: "ClusterIP", sessionAffinity: "None" }));

  test("makes what it changes its manager's alone", () => {
    const after = { ...created, spec: { type: "NodePort", sessionAffinity: "None" } };
    expect(entries(update(created, after, { manager: "bob", now: tuesday }))).toEqual([
      ["kubectl", monday, { "f:spec": { "f:sessionAffinity": {} } }],
      ["bob", tuesday, { "f:spec": { "f:type": {} } }],
    ]);
  });

  test("takes from those who apply, too", () => {
    const before = applied({ type: "ClusterIP", sessionAffinity: "None" });
    const after = { ...before, spec: { type: "NodePort", sessionAffinity: "None" } };
    expect(entries(update(before, after, { now: tuesday }))).toEqual([
      ["ann", monday, { "f:spec": { "f:sessionAffinity": {} } }],
      ["kubectl", tuesday, { "f:spec": { "f:type": {} } }],
    ]);
  });

  test("leaves nobody what it removes", () => {
    const after = { ...created, spec: { type: "ClusterIP" } };
    expect(entries(update(created, after, { manager: "bob" }))).toEqual([
      ["kubectl", monday, { "f:spec": { "f:type": {} } }],
    ]);
  });

  test("that takes all from a manager takes its entry", () => {
    const after = { ...created, spec: { type: "NodePort", sessionAffinity: "ClientIP" } };
    expect(entries(update(created, after, { manager: "bob" })).length).toBe(1);
  });

  test("of one manager adds to its entry", () => {
    const after = { ...created, spec: { type: "NodePort", sessionAffinity: "None" } };
    expect(entries(update(created, after, { now: tuesday }))).toEqual([
      ["kubectl", tuesday, { "f:spec": { "f:sessionAffinity": {}, "f:type": {} } }],
    ]);
  });

  test("of a subresource has an entry of its own", () => {
    const after = { ...created, status: { loadBalancer: { ingress: [{ ip: "10.0.0.1" }] } } };
    const updated = update(created, after, { subresource: "status" });
    expect(updated.metadata.managedFields?.map(({ subresource }) => subresource)).toEqual([
      undefined,
      "status",
    ]);
  });

  test("that changes nothing, or only what is the server's, changes no entry", () => {
    const after = { ...created, metadata: { ...created.metadata, resourceVersion: "9" } };
    expect(entries(update(created, after, { manager: "bob", now: tuesday }))).toEqual(entries(created));
  });
});

describe("managed fields that a client sends", () => {
  const created = update(undefined, web({ type: "ClusterIP" }));
  const sent = (managedFields: unknown): KubeObject =>
    web({ type: "ClusterIP" }, managedFields === undefined ? {} : { managedFields });
  const mine = {
    manager: "me",
    operation: "Update",
    apiVersion: "v1",
    fieldsType: "FieldsV1",
    fieldsV1: { "f:spec": {} },
  };

  test.each([
    ["none: those that are stored stay", undefined, ["kubectl"]],
    ["none that can be read: those that are stored stay", [{ manager: "x" }], ["kubectl"]],
    ["an empty list resets them", [], []],
    ["a list of one empty entry resets them", [{}], []],
    ["others: they replace those that are stored", [mine], ["me"]],
  ])("%s", (_, managedFields, managers) => {
    const updated = update(created, sent(managedFields), { manager: "bob" });
    expect((updated.metadata.managedFields ?? []).map(({ manager }) => manager)).toEqual(managers);
  });

  test("with a subresource count for nothing", () => {
    expect(entries(update(created, sent([]), { subresource: "status" }))).toEqual(entries(created));
  });
});

test("an object that nobody was watched on stays so", () => {
  expect(entries(update(web({ type: "ClusterIP" }), web({ type: "NodePort" })))).toEqual([]);
});

test("more than ten updaters: the oldest are laid together", () => {
  const live = Array.from({ length: 14 }, (_, index) => index).reduce<KubeObject | undefined>(
    (before, index) => {
      const labels = { ...before?.metadata.labels, [`l${index}`]: "x" };
      const now = `2026-01-05T00:00:${String(index).padStart(2, "0")}Z`;
      return update(before, web({}, { labels }), { manager: `m${index}`, now });
    },
    undefined,
  );
  const managed: readonly ManagedFields[] = live?.metadata.managedFields ?? [];
  expect(managed.map(({ manager }) => manager)).toEqual([
    "ancient-changes",
    "m5",
    "m6",
    "m7",
    "m8",
    "m9",
    "m10",
    "m11",
    "m12",
    "m13",
  ]);
  expect(Object.keys(managed[0]?.fieldsV1["f:metadata"]?.["f:labels"] ?? {})).toEqual([
    ".",
    "f:l0",
    "f:l1",
    "f:l2",
    "f:l3",
    "f:l4",
  ]);
});
