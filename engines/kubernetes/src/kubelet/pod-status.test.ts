import { describe, expect, test } from "vitest";
import type { ContainerStatus, Pod } from "./pod.ts";
import { podStatus, type Seen } from "./pod-status.ts";

const now = Date.parse("2026-11-22T06:00:00Z");
const metadata = { name: "web", namespace: "shop", uid: "u", creationTimestamp: "" };
const podOf = (
  restartPolicy: Pod["spec"]["restartPolicy"] = "Always",
  more: Partial<Pod["spec"]> = {},
): Pod => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata,
  spec: {
    restartPolicy,
    containers: [
      { name: "a", image: "x" },
      { name: "b", image: "x" },
    ],
    ...more,
  },
});

const status = (
  name: string,
  state: ContainerStatus["state"],
  more: Partial<ContainerStatus> = {},
): ContainerStatus => ({
  name,
  state,
  lastState: {},
  ready: false,
  restartCount: 0,
  image: "x",
  imageID: "",
  ...more,
});
const running = (name: string, ready = true) =>
  status(name, { running: { startedAt: "" } }, { ready, started: true });
const ended = (name: string, exitCode: number) => status(name, { terminated: { exitCode, reason: "" } });
const waiting = (name: string, lastExit?: number) =>
  status(
    name,
    { waiting: { reason: "" } },
    lastExit === undefined ? {} : { lastState: { terminated: { exitCode: lastExit, reason: "" } } },
  );
const seen = (main: readonly ContainerStatus[], more: Partial<Seen> = {}): Seen => ({
  init: [],
  main,
  ephemeral: [],
  hostIP: "127.17.0.1",
  podIP: "127.17.0.10",
  isInitialized: true,
  isEnding: false,
  verdict: undefined,
  ...more,
});

describe("a pod's phase", () => {
  test.each([
    ["one waits for its first start", "Always", [running("a"), waiting("b")], "Pending"],
    ["all run", "Always", [running("a"), running("b")], "Running"],
    ["one waits to be started again", "Always", [running("a"), waiting("b", 1)], "Running"],
    ["all ended well and are started again", "Always", [ended("a", 0), ended("b", 0)], "Running"],
    ["all ended well", "OnFailure", [ended("a", 0), ended("b", 0)], "Succeeded"],
    ["one failed and is started again", "OnFailure", [ended("a", 0), ended("b", 1)], "Running"],
    ["one failed for good", "Never", [ended("a", 0), ended("b", 1)], "Failed"],
    ["one failed for good and the other runs", "Never", [running("a"), ended("b", 1)], "Running"],
  ] as const)("when %s (%s)", (_, policy, main, phase) => {
    expect(podStatus(podOf(policy), seen(main), now).phase).toBe(phase);
  });

  test("is Pending until it is initialized, and Failed when that failed for good", () => {
    const init = { initContainers: [{ name: "i", image: "x" }] };
    const before = seen([waiting("a"), waiting("b")], { isInitialized: false, init: [ended("i", 1)] });
    expect(podStatus(podOf("Always", init), before, now).phase).toBe("Pending");
    expect(podStatus(podOf("Never", init), before, now).phase).toBe("Failed");
  });

  test("stays Running while a sidecar ends", () => {
    const spec = { initContainers: [{ name: "s", image: "x", restartPolicy: "Always" as const }] };
    const main = [ended("a", 0), ended("b", 0)];
    expect(podStatus(podOf("Never", spec), seen(main, { init: [running("s")] }), now).phase).toBe("Running");
    expect(podStatus(podOf("Never", spec), seen(main, { init: [ended("s", 0)] }), now).phase).toBe(
      "Succeeded",
    );
  });

  test("is final once a pod that is deleted has ended, whatever its policy", () => {
    expect(podStatus(podOf(), seen([ended("a", 0), ended("b", 143)], { isEnding: true }), now).phase).toBe(
      "Failed",
    );
  });
});

const conditions = (pod: Pod, what: Seen) =>
  Object.fromEntries(
    (podStatus(pod, what, now).conditions ?? []).map(({ type, status, reason }) => [
      type,
      reason ? `${status} ${reason}` : status,
    ]),
  );

describe("a pod's conditions", () => {
  test.each([
    ["all are ready", seen([running("a"), running("b")]), "True", "True"],
    [
      "one is not",
      seen([running("a"), running("b", false)]),
      "False ContainersNotReady",
      "False ContainersNotReady",
    ],
    ["it is over", seen([ended("a", 0), ended("b", 0)]), "False PodCompleted", "False PodCompleted"],
  ])("when %s", (_, what, ready, containersReady) => {
    expect(conditions(podOf("Never"), what)).toMatchObject({
      Ready: ready,
      ContainersReady: containersReady,
      Initialized: expect.stringMatching(/^True/) as string,
    });
  });

  test("a readiness gate keeps it from being ready until somebody opens it", () => {
    const pod = podOf("Always", { readinessGates: [{ conditionType: "lb" }] });
    const what = seen([running("a"), running("b")]);
    expect(conditions(pod, what)).toMatchObject({
      ContainersReady: "True",
      Ready: "False ReadinessGatesNotReady",
    });
    pod.status = { conditions: [{ type: "lb", status: "True" }] };
    expect(conditions(pod, what)).toMatchObject({ Ready: "True", lb: "True" });
  });

  test("keep the time of their last change", () => {
    const pod = podOf();
    pod.status = {
      conditions: [{ type: "Ready", status: "True", lastTransitionTime: "2026-01-01T00:00:00Z" }],
    };
    const timeOf = (what: Seen) =>
      podStatus(pod, what, now).conditions?.find(({ type }) => type === "Ready")?.lastTransitionTime;
    expect(timeOf(seen([running("a"), running("b")]))).toBe("2026-01-01T00:00:00Z");
    expect(timeOf(seen([running("a"), running("b", false)]))).toBe("2026-11-22T06:00:00Z");
  });
});

test("a verdict on the whole pod counts whatever its containers do", () => {
  const verdict = { phase: "Failed", reason: "DeadlineExceeded", message: "too long" } as const;
  expect(podStatus(podOf(), seen([running("a"), running("b")], { verdict }), now)).toMatchObject(verdict);
});
