import { describe, expect, test } from "vitest";
import type { Container, Pod } from "../kubelet/pod.ts";
import type { KubeObject } from "../object.ts";
import { applyLimits, checkClaim, type LimitRange } from "./limit-range.ts";

const metadata = { name: "web", namespace: "shop", uid: "u", creationTimestamp: "" };
const rangeOf = (...limits: LimitRange["spec"]["limits"]): LimitRange => ({
  apiVersion: "v1",
  kind: "LimitRange",
  metadata,
  spec: { limits },
});
const podOf = (...resources: NonNullable<Container["resources"]>[]): Pod => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata,
  spec: {
    restartPolicy: "Always",
    containers: resources.map((each, index) => ({ name: `c${index}`, image: "x", resources: each })),
  },
});

test("what a container does not say is as the namespace has it", () => {
  const pod = podOf({}, { limits: { cpu: "2" } }, { requests: { memory: "1Mi" } });
  const range = rangeOf({
    type: "Container",
    default: { cpu: "500m", memory: "64Mi" },
    defaultRequest: { cpu: "100m", memory: "32Mi" },
  });
  applyLimits(pod, [range]);
  expect(pod.spec.containers.map(({ resources }) => resources)).toEqual([
    { limits: { cpu: "500m", memory: "64Mi" }, requests: { cpu: "100m", memory: "32Mi" } },
    { limits: { cpu: "2", memory: "64Mi" }, requests: { cpu: "2", memory: "32Mi" } },
    { limits: { cpu: "500m", memory: "64Mi" }, requests: { cpu: "100m", memory: "1Mi" } },
  ]);
});

describe("what is too much or too little is refused", () => {
  const container = (bounds: object) => rangeOf({ type: "Container", ...bounds });
  test.each([
    [
      container({ max: { memory: "1Gi" } }),
      { limits: { memory: "2Gi" } },
      "maximum memory usage per Container is 1Gi, but limit is 2Gi",
    ],
    [
      container({ max: { memory: "1Gi" } }),
      {},
      "maximum memory usage per Container is 1Gi.  No limit is specified",
    ],
    [
      container({ min: { cpu: "100m" } }),
      { requests: { cpu: "50m" } },
      "minimum cpu usage per Container is 100m, but request is 50m",
    ],
    [
      container({ maxLimitRequestRatio: { cpu: "2" } }),
      { limits: { cpu: "3" }, requests: { cpu: "1" } },
      "cpu max limit to request ratio per Container is 2, but provided ratio is 3.000000",
    ],
    [
      rangeOf({ type: "Pod", max: { cpu: "1" } }),
      { limits: { cpu: "1500m" } },
      "maximum cpu usage per Pod is 1, but limit is 1500m",
    ],
  ])("%#", (range, resources, why) => {
    expect(() => applyLimits(podOf(resources), [range])).toThrow(`pods "web" is forbidden: ${why}`);
  });
});

test("within its bounds a pod passes", () => {
  const range = rangeOf({ type: "Pod", max: { cpu: "1" }, min: { cpu: "200m" } });
  const half = { limits: { cpu: "500m" }, requests: { cpu: "100m" } };
  expect(() => applyLimits(podOf(half, half), [range])).not.toThrow();
});

test("a claim may not ask for more than its namespace lets it", () => {
  const claim: KubeObject = {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata,
    spec: { resources: { requests: { storage: "2Gi" } } },
  };
  const range = rangeOf({ type: "PersistentVolumeClaim", max: { storage: "1Gi" } });
  expect(() => checkClaim(claim, [range])).toThrow(
    "maximum storage usage per PersistentVolumeClaim is 1Gi, but request is 2Gi",
  );
});
