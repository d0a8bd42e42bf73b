import { describe, expect, test } from "vitest";
import type { ChangeRow, EventRow, PodRow } from "#kubernetes/api.ts";
import { changeOf, fault, podOf, shop, window, workloadOf } from "../../fixture.ts";
import type { Scene } from "../../scene/scene.ts";
import { kubernetesTrouble } from "./kubernetes.ts";

const scene = (parts: Partial<Scene>): Scene => ({ ...shop({ rate: () => 0.001 }), ...parts });
const first = (parts: Partial<Scene>) =>
  kubernetesTrouble(scene(parts)).toSorted((a, b) => b.score - a.score)[0];

const event = (pod: PodRow, reason: string, message: string): EventRow => ({
  cluster: "local",
  time: window.to - 5000,
  firstTime: fault,
  type: "Warning",
  reason,
  message,
  count: 12,
  source: "kubelet",
  object: { kind: "Pod", namespace: pod.namespace, name: pod.name },
});

const unready = podOf("catalog", { state: "running" }, { health: "waiting", status: "Running" });
const ended = {
  reason: "Error",
  message: "Error: the environment variable CURRENCY_URL is missing",
  exitCode: 1,
  at: fault,
};

describe("pods that do not serve", () => {
  test.each<
    readonly [string, PodRow, readonly EventRow[], { readonly kind: string; readonly inside: string }]
  >([
    [
      "an image that is not there",
      podOf("payment", { image: "shop/payment:3.2.0", reason: "ImagePullBackOff" }),
      [],
      { kind: "image-pull", inside: "shop/payment:3.2.0" },
    ],
    [
      "a crash, with its last words",
      podOf("cart", {
        reason: "CrashLoopBackOff",
        message: "back-off 40s restarting failed container",
        lastEnd: ended,
      }),
      [],
      { kind: "crash-loop", inside: ended.message },
    ],
    [
      "a probe that never succeeds",
      unready,
      [event(unready, "Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 404")],
      { kind: "readiness-failing", inside: "readiness probe" },
    ],
    [
      "a key that a secret lacks",
      podOf("order", {
        reason: "CreateContainerConfigError",
        message: "couldn't find key url in Secret shop/db",
      }),
      [],
      { kind: "missing-config", inside: "couldn't find key url in Secret shop/db" },
    ],
    [
      "no node with room",
      podOf(
        "order",
        {},
        { status: "Unschedulable", message: "0/1 nodes are available: 1 Insufficient memory." },
      ),
      [],
      { kind: "pending", inside: "0/1 nodes are available: 1 Insufficient memory." },
    ],
  ])("%s", (_, pod, events, { kind, inside }) => {
    const found = first({ pods: [pod], events });
    expect(found).toMatchObject({ kind, service: pod.workload?.name });
    expect(found?.inside.map(({ name }) => name)).toContain(inside);
  });

  test("new pods that fail while the old ones serve weigh less than none that serve", () => {
    const pod = podOf("payment", { reason: "ImagePullBackOff" });
    const served = first({ pods: [pod], workloads: [workloadOf({ name: "payment", ready: 1 })] });
    const away = first({ pods: [pod], workloads: [workloadOf({ name: "payment", ready: 0 })] });
    expect(away?.score).toBeGreaterThan((served?.score ?? 0) * 2);
  });

  test("a pod that has only just started is no trouble yet", () => {
    const young = { ...unready, createdAt: window.to - 5000 };
    const events = [event(young, "Unhealthy", "Readiness probe failed: connection refused")];
    expect(first({ pods: [young], events })).toBeUndefined();
  });

  test("a pod that ceased to be ready is trouble from then on, however old it is", () => {
    const since = fault + 60_000;
    const old = { ...unready, createdAt: window.from - 3_600_000, readinessChangedAt: since };
    const events = [
      event(old, "Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503"),
    ];
    expect(first({ pods: [old], events })?.at).toBe(since);
  });

  test("how pods are now says nothing of a window long ago", () => {
    const pods = [podOf("payment", { reason: "ImagePullBackOff" })];
    expect(first({ pods, now: window.to + 3_600_000 })).toBeUndefined();
  });
});

const trouble = (pods: readonly PodRow[], events: readonly EventRow[], ready = 0) =>
  kubernetesTrouble(
    scene({
      pods,
      events,
      workloads: pods.map(({ workload }) => workloadOf({ name: workload!.name, ready })),
    }),
  );

describe("pods whose node is gone", () => {
  const since = fault + 40_000;
  const lost = (workload: string, row: Partial<PodRow> = {}) =>
    podOf(
      workload,
      { state: "running" },
      { health: "waiting", node: "node-2", readinessChangedAt: since, ...row },
    );
  const gone = (pod: PodRow, time = since) => ({
    ...event(pod, "NodeNotReady", "Node is not ready"),
    firstTime: time,
    time,
  });
  test("are told of once, with their node, since they ceased to be ready", () => {
    const pods = [lost("catalog"), lost("payment")];
    const found = trouble(
      pods,
      pods.map((pod) => gone(pod)),
    );
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      kind: "node-lost",
      service: "node-2",
      at: since,
      victims: ["catalog", "payment"],
      facts: [{ values: { node: "node-2", pods: 2, away: "catalog, payment" } }],
    });
  });

  test("weigh less where others of their workloads serve", () => {
    const pod = lost("catalog");
    const [away, served] = [0, 2].map((ready) => trouble([pod], [gone(pod)], ready)[0]);
    expect(served?.facts[0]?.values["away"]).toBe("");
    expect(served?.score).toBeLessThan(away?.score ?? 0);
  });

  test("are not those that ceased to be ready again since the node came back", () => {
    const pod = lost("catalog", { readinessChangedAt: since + 60_000 });
    const probe = event(pod, "Unhealthy", "Readiness probe failed: connection refused");
    expect(trouble([pod], [gone(pod), probe])).toMatchObject([{ kind: "readiness-failing" }]);
  });
});

const change = (row: Partial<ChangeRow>): ChangeRow => changeOf({ name: "catalog", time: fault, ...row });

describe("what happened to them", () => {
  test.each([
    ["killed for memory", change({ type: "restart", reason: "OOMKilled", exitCode: 137 }), "memory-leak"],
    [
      "scaled to nothing",
      change({ type: "scaled", differences: [{ field: "replicas", before: "1", after: "0" }] }),
      "dependency-down",
    ],
    [
      "a lost node",
      change({
        type: "node",
        object: { kind: "Node", namespace: "", name: "node-3" },
        differences: [
          { field: "conditions.Ready", before: "True KubeletReady", after: "Unknown NodeStatusUnknown" },
        ],
      }),
      "node-lost",
    ],
  ])("%s", (_, row, kind) => {
    expect(first({ changes: [row] })?.kind).toBe(kind);
  });
});

test("what went to sleep since nobody needed it is no trouble", () => {
  const row = change({ type: "scaled", differences: [{ field: "replicas", before: "2", after: "0" }] });
  const sleep = (time: number): EventRow => ({
    ...event(unready, "ScaledToZero", "New size: 0; reason: no request"),
    time,
    object: row.object,
  });
  expect(first({ changes: [row], events: [sleep(fault - 2000)] })).toBeUndefined();
  expect(first({ changes: [row], events: [sleep(fault - 120_000)] })?.kind).toBe("dependency-down");
});

const certificate = (hours: number) => ({
  cluster: "local",
  namespace: "shop",
  name: "shop-tls",
  endsAt: window.to + hours * 3_600_000,
});

describe("certificates", () => {
  test("one that ends within a week is told, one that has ended is an incident", () => {
    const [soon, over] = [20, -2].map((hours) => first({ certificates: [certificate(hours)] }));
    expect(soon).toMatchObject({ kind: "certificate-expiring", service: "shop-tls" });
    expect(over?.score).toBeGreaterThan((soon?.score ?? 0) * 2);
  });

  test("one that ends in a month is not", () => {
    expect(first({ certificates: [certificate(720)] })).toBeUndefined();
  });
});
