import { describe, expect, test } from "vitest";
import type { ChangeRow, EventRow } from "#kubernetes/api.ts";
import { decisionsOf } from "./decisions.ts";

const cart = { cluster: "east", kind: "Deployment", namespace: "shop", name: "cart" } as const;
const second = 1_000;
const event = (time: number, reason: string, message: string, type = "Normal"): EventRow => ({
  cluster: "east",
  time,
  firstTime: time,
  type,
  reason,
  message,
  count: 3,
  source: "horizontal-pod-autoscaler",
  object: { kind: "HorizontalPodAutoscaler", namespace: "shop", name: "cart-hpa" },
});
const change = (time: number, of: Partial<ChangeRow>): ChangeRow => ({
  id: `change-${time}`,
  cluster: "east",
  time,
  type: "scaled",
  object: cart,
  workload: cart,
  summary: "",
  differences: [],
  reason: "",
  exitCode: null,
  actor: "kubectl-scale",
  isLate: false,
  ...of,
});
const replicas = (before: string, after: string) => [{ field: "replicas", before, after }];
const told = (given: { events?: EventRow[]; changes?: ChangeRow[] }) =>
  decisionsOf(cart, { events: [], changes: [], steps: [], ...given }).map(
    ({ kind, from, to, why, by }) => `${kind} ${from} → ${to} ${why} (${by})`,
  );

describe("a change of replicas", () => {
  const rescaled = event(100 * second, "SuccessfulRescale", "New size: 5; reason: cpu above target");
  test("that an autoscaler's event tells of is one decision, with where it came from and why", () => {
    const changes = [change(103 * second, { differences: replicas("3", "5"), actor: "hpa" })];
    expect(told({ events: [rescaled], changes })).toEqual(["autoscaled 3 → 5 cpu above target (cart-hpa)"]);
  });
  test("to another size is another decision", () => {
    const changes = [change(103 * second, { differences: replicas("5", "2") })];
    expect(told({ events: [rescaled], changes })).toEqual([
      "scaled 5 → 2  (kubectl-scale)",
      "autoscaled null → 5 cpu above target (cart-hpa)",
    ]);
  });
  test("to the same size long after is another decision", () => {
    const changes = [change(200 * second, { differences: replicas("3", "5") })];
    expect(told({ events: [rescaled], changes })).toHaveLength(2);
  });
  test("of a ReplicaSet below is none", () => {
    const object = { kind: "ReplicaSet", namespace: "shop", name: "cart-7d" };
    expect(told({ changes: [change(1, { object, differences: replicas("3", "5") })] })).toEqual([]);
  });
});

test("an autoscaler that can't measure says why", () => {
  const blind = event(1, "FailedGetResourceMetric", "no metrics known for pods", "Warning");
  expect(told({ events: [blind] })).toEqual([
    "blind null → null FailedGetResourceMetric: no metrics known for pods (cart-hpa)",
  ]);
});

const ofWorkload = (time: number, reason: string, message: string, type = "Normal") => ({
  ...event(time * second, reason, message, type),
  source: reason === "ScaledFromZero" ? "waker" : "naru",
  object: cart,
});

describe("a workload without pods while nobody needs them", () => {
  test("is told each time with why, once", () => {
    const events = [
      ofWorkload(100, "ScaledToZero", "New size: 0; reason: no request since noon, for longer than 10m"),
      ofWorkload(900, "ScaledFromZero", "New size: 2; reason: somebody came to service shop/cart at one"),
    ];
    const changes = [
      change(100 * second, { differences: replicas("2", "0"), actor: "naru" }),
      change(99 * second, { type: "acted", summary: "scaled to zero", actor: "naru" }),
      change(901 * second, { differences: replicas("0", "2"), actor: "kube-controller-manager" }),
    ];
    expect(told({ events, changes })).toEqual([
      "woken 0 → 2 somebody came to service shop/cart at one (waker)",
      "slept 2 → 0 no request since noon, for longer than 10m (naru)",
    ]);
  });
  test("says why it keeps them", () => {
    expect(
      told({ events: [ofWorkload(1, "ScaleToZeroHeld", "Nothing would bring them back.", "Warning")] }),
    ).toEqual(["held null → null Nothing would bring them back. (naru)"]);
  });
  test("has other events that are no decisions", () => {
    const events = [
      ofWorkload(1, "ScalingReplicaSet", "Scaled up"),
      ofWorkload(2, "FailedCreate", "quota", "Warning"),
    ];
    expect(told({ events })).toEqual([]);
  });
});

test("what an autoscaler was changed to, and a release, are told with who did it", () => {
  const hpa = { kind: "HorizontalPodAutoscaler", namespace: "shop", name: "cart-hpa" };
  const changes = [
    change(2, { object: hpa, type: "reconfigured", summary: "maxReplicas 5 → 9", actor: "kubectl-edit" }),
    change(1, { type: "revision", summary: "image cart:1 → cart:2", actor: "argocd" }),
  ];
  expect(told({ changes })).toEqual([
    "autoscaler null → null cart-hpa reconfigured: maxReplicas 5 → 9 (kubectl-edit)",
    "released null → null image cart:1 → cart:2 (argocd)",
  ]);
});

test("what a person did through Naru is told once, with their name", () => {
  const changes = [
    change(5 * second, { differences: replicas("2", "4"), actor: "naru" }),
    change(4 * second, { type: "acted", summary: "scaled to 4", actor: "mina" }),
    change(500 * second, { differences: replicas("4", "5"), actor: "naru" }),
  ];
  expect(told({ changes })).toEqual(["scaled 4 → 5  (naru)", "scaled 2 → 4  (mina)"]);
});
