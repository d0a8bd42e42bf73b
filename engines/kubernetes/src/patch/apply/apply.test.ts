import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { KubeObject } from "../../object.ts";
import { builtinType } from "../../schema/definitions.ts";
import type { Type } from "../../schema/type.ts";
import { ApiError } from "../../status.ts";
import { apply } from "./apply.ts";
import type { ApplyRequest } from "./apply.ts";
import { updateManagers } from "./update-managers.ts";

const any: Type = { kind: "any" };
const deployment = builtinType("apps", "v1", "Deployment") ?? any;

const monday = "2026-01-05T00:00:00Z";
const tuesday = "2026-01-06T00:00:00Z";

const metadata = { name: "web", namespace: "shop" };
const web = (rest: object): object => ({ apiVersion: "apps/v1", kind: "Deployment", metadata, ...rest });
const inPod = (spec: object): object => web({ spec: { template: { spec } } });
const containers = (count: number, image: string): object =>
  inPod({ containers: Array.from({ length: count }, (_, index) => ({ name: `c${index}`, image })) });
const named = (labels: object): object => web({ metadata: { ...metadata, labels } });

/** One write of one manager; "!" forces. */
type Write = readonly [by: string, how: "apply" | "apply!" | "update", what: object];

function write(live: KubeObject | undefined, [manager, how, what]: Write, now: string): KubeObject {
  const request = { manager, type: deployment, apiVersion: "apps/v1", now };
  if (how === "update") return updateManagers({ ...request, before: live, after: what as KubeObject });
  return apply({ ...request, live, applied: what, force: how === "apply!" }).object;
}

function afterAll(writes: readonly Write[]): KubeObject {
  const live = writes.reduce<KubeObject | undefined>((live, next) => write(live, next, monday), undefined);
  return live ?? expect.unreachable();
}

function withoutManagers(object: KubeObject): object {
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}

function owners(object: KubeObject): Record<string, unknown> {
  const entries = object.metadata.managedFields ?? [];
  return Object.fromEntries(
    entries.map(({ manager, operation, fieldsV1 }) => [`${manager} ${operation}`, fieldsV1]),
  );
}

type Story = readonly [name: string, writes: readonly Write[], object: object];

function stories(table: readonly Story[]): void {
  test.each(table)("%s", (_, writes, object) => {
    expect(JSON.stringify(withoutManagers(afterAll(writes)))).toBe(JSON.stringify(object));
  });
}

describe("fields", () => {
  stories([
    [
      "what is applied first is created",
      [["ann", "apply", web({ spec: { replicas: 2 } })]],
      web({ spec: { replicas: 2 } }),
    ],
    [
      "managers of different fields do not meet",
      [
        ["ann", "apply", web({ spec: { replicas: 2 } })],
        ["bob", "apply", web({ spec: { paused: true } })],
      ],
      web({ spec: { replicas: 2, paused: true } }),
    ],
    [
      "what is left out goes",
      [
        ["ann", "apply", web({ spec: { replicas: 2, paused: true } })],
        ["ann", "apply", web({ spec: { replicas: 2 } })],
      ],
      web({ spec: { replicas: 2 } }),
    ],
    [
      "what is left out stays when another manager applies it too",
      [
        ["ann", "apply", web({ spec: { replicas: 2 } })],
        ["bob", "apply", web({ spec: { replicas: 2 } })],
        ["ann", "apply", web({})],
      ],
      web({ spec: { replicas: 2 } }),
    ],
    [
      "what the last of two managers leaves out goes",
      [
        ["ann", "apply", web({ spec: { replicas: 2 } })],
        ["bob", "apply", web({ spec: { replicas: 2 } })],
        ["ann", "apply", web({})],
        ["bob", "apply", web({})],
      ],
      web({}),
    ],
    [
      "what another has taken over by force stays when it is left out",
      [
        ["ann", "apply", web({ spec: { replicas: 2 } })],
        ["bob", "apply!", web({ spec: { replicas: 5 } })],
        ["ann", "apply", web({})],
      ],
      web({ spec: { replicas: 5 } }),
    ],
    [
      "what an updater has changed stays when it is left out",
      [
        ["ann", "apply", web({ spec: { replicas: 2 } })],
        ["hpa", "update", web({ spec: { replicas: 7 } })],
        ["ann", "apply", web({})],
      ],
      web({ spec: { replicas: 7 } }),
    ],
    [
      "a label goes, one of somebody else stays",
      [
        ["ann", "apply", named({ app: "web" })],
        ["bob", "apply", named({ team: "shop" })],
        ["ann", "apply", named({})],
      ],
      named({ team: "shop" }),
    ],
    [
      "labels go with the last of them",
      [
        ["ann", "apply", named({ app: "web" })],
        ["ann", "apply", web({})],
      ],
      web({}),
    ],
    [
      "null removes what the manager set",
      [
        ["ann", "apply", web({ spec: { replicas: 2, paused: true } })],
        ["ann", "apply", web({ spec: { replicas: 2, paused: null } })],
      ],
      web({ spec: { replicas: 2 } }),
    ],
    [
      "a probe goes with the defaults that nobody set",
      [
        ["ann", "apply", inPod({ containers: [{ name: "web", livenessProbe: { periodSeconds: 5 } }] })],
        ["ann", "apply", inPod({ containers: [{ name: "web" }] })],
      ],
      inPod({ containers: [{ name: "web" }] }),
    ],
  ]);
});

describe("lists", () => {
  stories([
    [
      "a container of somebody else stays where it is",
      [
        ["ann", "apply", inPod({ containers: [{ name: "web", image: "web:1" }] })],
        ["mesh", "apply", inPod({ containers: [{ name: "proxy", image: "proxy:1" }] })],
        ["ann", "apply", inPod({ containers: [{ name: "web", image: "web:2" }] })],
      ],
      inPod({
        containers: [
          { name: "web", image: "web:2" },
          { name: "proxy", image: "proxy:1" },
        ],
      }),
    ],
    [
      "a container that is left out goes, with all its fields",
      [
        ["ann", "apply", inPod({ containers: [{ name: "web" }, { name: "log", image: "log:1" }] })],
        ["ann", "apply", inPod({ containers: [{ name: "web" }] })],
      ],
      inPod({ containers: [{ name: "web" }] }),
    ],
    [
      "a container that is left out stays with what another set in it",
      [
        ["ann", "apply", inPod({ containers: [{ name: "web", image: "web:1", tty: true }] })],
        ["bob", "apply", inPod({ containers: [{ name: "web", stdin: true }] })],
        ["ann", "apply", inPod({ containers: [] })],
      ],
      inPod({ containers: [{ name: "web", stdin: true }] }),
    ],
    [
      "a port that does not say its protocol is the one of TCP",
      [
        [
          "ann",
          "apply",
          inPod({ containers: [{ name: "web", ports: [{ containerPort: 80, protocol: "TCP" }] }] }),
        ],
        [
          "bob",
          "apply",
          inPod({ containers: [{ name: "web", ports: [{ containerPort: 80, name: "http" }] }] }),
        ],
        [
          "cat",
          "apply",
          inPod({ containers: [{ name: "web", ports: [{ containerPort: 80, protocol: "UDP" }] }] }),
        ],
      ],
      inPod({
        containers: [
          {
            name: "web",
            ports: [
              { containerPort: 80, protocol: "TCP", name: "http" },
              { containerPort: 80, protocol: "UDP" },
            ],
          },
        ],
      }),
    ],
    [
      "items come in the order in which they are applied, new ones after those of others",
      [
        ["mesh", "update", inPod({ containers: [{ name: "a" }, { name: "proxy" }, { name: "b" }] })],
        ["ann", "apply", inPod({ containers: [{ name: "b" }, { name: "new" }, { name: "a" }] })],
      ],
      inPod({ containers: [{ name: "proxy" }, { name: "b" }, { name: "new" }, { name: "a" }] }),
    ],
    [
      "finalizers are a set",
      [
        ["ann", "apply", web({ metadata: { ...metadata, finalizers: ["a", "b"] } })],
        ["bob", "apply", web({ metadata: { ...metadata, finalizers: ["c"] } })],
        ["ann", "apply", web({ metadata: { ...metadata, finalizers: ["b"] } })],
      ],
      web({ metadata: { ...metadata, finalizers: ["b", "c"] } }),
    ],
    [
      "tolerations are replaced",
      [
        ["ann", "apply", inPod({ tolerations: [{ key: "a" }, { key: "b" }] })],
        ["ann", "apply", inPod({ tolerations: [{ key: "c" }] })],
      ],
      inPod({ tolerations: [{ key: "c" }] }),
    ],
  ]);
});

describe("conflicts", () => {
  test.each([
    [
      "one field of an updater",
      [["kubectl", "update", web({ spec: { replicas: 2 } })]],
      ["ann", "apply", web({ spec: { replicas: 3 } })],
      'Apply failed with 1 conflict: conflict with "kubectl" using apps/v1: .spec.replicas',
      [
        {
          reason: "FieldManagerConflict",
          message: 'conflict with "kubectl" using apps/v1',
          field: ".spec.replicas",
        },
      ],
    ],
    [
      "fields of two appliers",
      [
        ["cat", "apply", web({ spec: { replicas: 2 } })],
        ["bob", "apply", inPod({ containers: [{ name: "web", image: "web:1" }] })],
      ],
      [
        "ann",
        "apply",
        web({ spec: { replicas: 3, template: { spec: { containers: [{ name: "web", image: "web:2" }] } } } }),
      ],
      'Apply failed with 2 conflicts: conflicts with "bob":\n- .spec.template.spec.containers[name="web"].image\nconflicts with "cat":\n- .spec.replicas',
      [
        {
          reason: "FieldManagerConflict",
          message: 'conflict with "bob"',
          field: '.spec.template.spec.containers[name="web"].image',
        },
        { reason: "FieldManagerConflict", message: 'conflict with "cat"', field: ".spec.replicas" },
      ],
    ],
    [
      "a field that is to go by null",
      [["cat", "apply", web({ spec: { replicas: 2 } })]],
      ["ann", "apply", web({ spec: { replicas: null } })],
      'Apply failed with 1 conflict: conflict with "cat": .spec.replicas',
      [{ reason: "FieldManagerConflict", message: 'conflict with "cat"', field: ".spec.replicas" }],
    ],
  ] satisfies [string, Write[], Write, string, object[]][])("%s", (_, writes, last, message, causes) => {
    const live = afterAll(writes);
    const error = failure(() => write(live, last, tuesday));
    expect([error.reason, error.message, error.details.causes]).toEqual(["Conflict", message, causes]);
  });

  test("a subresource is named", () => {
    const before = afterAll([["ann", "apply", web({ spec: { replicas: 1 } })]]);
    const after = { ...before, spec: { replicas: 2 } };
    const request = { type: deployment, apiVersion: "apps/v1", now: monday };
    const live = updateManagers({ ...request, before, after, manager: "hpa", subresource: "scale" });
    const error = failure(() => write(live, ["ann", "apply", web({ spec: { replicas: 1 } })], tuesday));
    expect(error.message).toBe(
      'Apply failed with 1 conflict: conflict with "hpa" with subresource "scale" using apps/v1: .spec.replicas',
    );
  });

  test("equal values are shared", () => {
    const live = afterAll([
      ["ann", "apply", web({ spec: { replicas: 2 } })],
      ["bob", "apply", web({ spec: { replicas: 2 } })],
    ]);
    const replicas = { "f:spec": { "f:replicas": {} } };
    expect(owners(live)).toEqual({ "ann Apply": replicas, "bob Apply": replicas });
  });

  test("force takes over, and says from whom", () => {
    const live = afterAll([["ann", "apply", web({ spec: { replicas: 2, paused: true } })]]);
    const request = { type: deployment, apiVersion: "apps/v1", now: tuesday, manager: "bob", force: true };
    const { object, conflicts } = apply({ ...request, live, applied: web({ spec: { replicas: 3 } }) });
    expect(owners(object)).toEqual({
      "ann Apply": { "f:spec": { "f:paused": {} } },
      "bob Apply": { "f:spec": { "f:replicas": {} } },
    });
    expect(conflicts.map(({ field }) => field)).toEqual([".spec.replicas"]);
  });

  test("what was there before anybody was watched is somebody's", () => {
    const live = { ...web({ spec: { replicas: 2 } }) } as KubeObject;
    const error = failure(() => write(live, ["ann", "apply", web({ spec: { replicas: 3 } })], monday));
    expect(error.message).toContain('conflict with "before-first-apply" using apps/v1: .spec.replicas');
  });
});

describe("managed fields", () => {
  test("a Deployment's are those of its configuration, without what names it", () => {
    const live = afterAll([
      [
        "ann",
        "apply",
        web({
          spec: {
            replicas: 1,
            template: { spec: { containers: [{ name: "web", ports: [{ containerPort: 80 }] }] } },
          },
        }),
      ],
    ]);
    expect(live.metadata.managedFields).toEqual([
      {
        manager: "ann",
        operation: "Apply",
        apiVersion: "apps/v1",
        time: monday,
        fieldsType: "FieldsV1",
        fieldsV1: {
          "f:spec": {
            "f:replicas": {},
            "f:template": {
              "f:spec": {
                "f:containers": {
                  'k:{"name":"web"}': {
                    ".": {},
                    "f:name": {},
                    "f:ports": {
                      'k:{"containerPort":80,"protocol":"TCP"}': { ".": {}, "f:containerPort": {} },
                    },
                  },
                },
              },
            },
          },
        },
      },
    ]);
  });

  test.each([
    ["nothing has changed", web({ spec: { replicas: 1 } }), monday],
    ["a value has changed", web({ spec: { replicas: 2 } }), tuesday],
    ["the set has changed", web({ spec: { replicas: 1, paused: true } }), tuesday],
  ])("when %s, the time of the manager tells", (_, next, time) => {
    const live = afterAll([["ann", "apply", web({ spec: { replicas: 1 } })]]);
    expect(
      write(live, ["ann", "apply", next], tuesday).metadata.managedFields?.map(({ time }) => time),
    ).toEqual([time]);
  });

  test("a manager of nothing has no entry", () => {
    expect(afterAll([["ann", "apply", web({})]]).metadata.managedFields).toBeUndefined();
  });

  test("entries nobody can read are as none", () => {
    const entries = [{ manager: "x", operation: "Own", fieldsV1: 1 }];
    const live = web({ metadata: { ...metadata, managedFields: entries } }) as KubeObject;
    expect(owners(write(live, ["ann", "apply", web({ spec: { replicas: 1 } })], monday))).toEqual({
      "ann Apply": { "f:spec": { "f:replicas": {} } },
    });
  });
});

test("the server's own fields stay the server's", () => {
  const live = afterAll([["ann", "apply", web({ spec: { replicas: 1 } })]]);
  const stored = {
    ...live,
    metadata: { ...live.metadata, uid: "u", resourceVersion: "7", creationTimestamp: monday },
  };
  const applied = web({
    metadata: { ...metadata, creationTimestamp: null, resourceVersion: "7", uid: "other" },
    spec: { replicas: 1 },
  });
  expect(write(stored, ["ann", "apply", applied], tuesday)).toBe(stored);
});

describe("what cannot be applied is a bad request", () => {
  test.each([
    ["an applied object has apiVersion, kind and metadata", []],
    ["an applied object has apiVersion, kind and metadata", { apiVersion: "apps/v1" }],
    [
      "Incorrect version specified in apply patch. Specified patch version: v1, expected: apps/v1",
      { apiVersion: "v1", metadata },
    ],
    ["metadata.managedFields must be nil", web({ metadata: { ...metadata, managedFields: [] } })],
    [".spec.replica: field not declared in schema", web({ spec: { replica: 1 } })],
    [
      "object is nested more than 1000 levels deep",
      JSON.parse(`{"apiVersion":"apps/v1","metadata":{},"spec":${"[".repeat(5000)}${"]".repeat(5000)}}`),
    ],
  ])("%s", (message, applied: unknown) => {
    const request = { live: undefined, manager: "ann", force: false, type: deployment, now: monday };
    const error = failure(() => apply({ ...request, apiVersion: "apps/v1", applied }));
    expect([error.reason, error.message]).toEqual(["BadRequest", message]);
  });
});

describe("for any Deployments", () => {
  const name = fc.constantFrom("a", "b", "c");
  const ports = fc.uniqueArray(fc.record({ containerPort: fc.integer({ min: 1, max: 3 }) }), {
    selector: (port) => port.containerPort,
  });
  const container = fc.record({ name, image: name, tty: fc.boolean(), ports }, { requiredKeys: ["name"] });
  const spec = fc.record(
    {
      replicas: fc.option(fc.nat(3)),
      strategy: fc.record({ type: name }, { requiredKeys: [] }),
      template: fc.record({
        spec: fc.record(
          {
            containers: fc.uniqueArray(container, { selector: ({ name }) => name }),
            tolerations: fc.array(fc.record({ key: name })),
          },
          { requiredKeys: [] },
        ),
      }),
    },
    { requiredKeys: [] },
  );
  const meta = fc.record(
    { labels: fc.dictionary(name, name), finalizers: fc.uniqueArray(name) },
    { requiredKeys: [] },
  );
  const configuration = fc
    .record({ spec, meta })
    .map(({ spec, meta }) => web({ spec, metadata: { ...metadata, ...meta } }));
  const writer = fc.tuple(fc.constantFrom("ann", "bob"), fc.constant("apply!" as const), configuration);

  test("a struct stays when all that is wanted of it is that a field be absent, whatever went from it", () => {
    const first = web({ spec: { template: { spec: {} } } });
    const second = ["ann", "apply!", web({ spec: { replicas: null } })] as const;
    const live = afterAll([["ann", "apply!", first], second]);
    expect(write(live, second, tuesday)).toBe(live);
  });

  test("a second apply of the same changes nothing at all", () => {
    fc.assert(
      fc.property(fc.array(writer, { maxLength: 4 }), writer, (writes, last) => {
        const live = afterAll([...writes, last]);
        expect(write(live, last, tuesday)).toBe(live);
      }),
    );
  });

  test("no input is changed", () => {
    fc.assert(
      fc.property(writer, writer, (first, second) => {
        const live = afterAll([first]);
        const before = JSON.stringify([live, second]);
        write(live, second, tuesday);
        expect(JSON.stringify([live, second])).toBe(before);
      }),
    );
  });

  test("whatever is sent over whatever is there, it is applied or refused", () => {
    const junk = fc.oneof(fc.jsonValue({ maxDepth: 2 }), spec);
    const pods = junk.map((containers) => ({ containers, tolerations: containers }));
    const anything = fc
      .record({
        labels: junk,
        finalizers: junk,
        spec: fc.oneof(
          junk,
          pods.map((spec) => ({ template: { spec } })),
        ),
      })
      .map(({ labels, finalizers, spec }) => web({ metadata: { ...metadata, labels, finalizers }, spec }));
    fc.assert(
      fc.property(anything, anything, (live, applied) => {
        expect(refusal(() => write(live as KubeObject, ["ann", "apply!", applied], monday))).toSatisfy(
          isExpected,
        );
      }),
    );
  });

  test("when all let go, nothing is left but the name", () => {
    fc.assert(
      fc.property(fc.array(writer, { minLength: 1, maxLength: 4 }), (writes) => {
        const live = afterAll([...writes, ["ann", "apply", web({})], ["bob", "apply", web({})]]);
        expect(live.metadata.managedFields).toBeUndefined();
        expect(Object.keys(live.metadata)).toEqual(["name", "namespace"]);
      }),
    );
  });
});

test(
  "a hundred thousand containers are applied over as many in seconds, not in hours",
  { timeout: 30_000 },
  () => {
    const request: Omit<ApplyRequest, "live" | "applied"> = {
      manager: "ann",
      force: false,
      type: deployment,
      apiVersion: "apps/v1",
      now: monday,
    };
    const live = apply({ ...request, live: undefined, applied: containers(100_000, "web:1") }).object;
    const { object } = apply({ ...request, live, applied: containers(100_000, "web:2") });
    expect(JSON.stringify(withoutManagers(object))).toBe(JSON.stringify(containers(100_000, "web:2")));
  },
);

function refusal(run: () => unknown): unknown {
  try {
    run();
    return undefined;
  } catch (error) {
    return error;
  }
}

function isExpected(error: unknown): boolean {
  return error === undefined || error instanceof ApiError;
}

function failure(run: () => unknown): ApiError {
  try {
    run();
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}
