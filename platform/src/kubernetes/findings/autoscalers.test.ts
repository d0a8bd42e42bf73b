import { expect, test } from "vitest";
import { autoscalerFindings } from "./autoscalers.ts";
import { ago, deployment, type Given, now, objectsOf, told } from "./fixture.ts";

const condition = (type: string, status: string, reason: string, message = "") => ({
  type,
  status,
  reason,
  message,
  lastTransitionTime: ago(5),
});
const autoscaler = (...conditions: readonly object[]) => ({
  name: "cart",
  spec: { scaleTargetRef: { kind: "Deployment", name: "cart" }, maxReplicas: 4 },
  status: { conditions },
});
const deployments = [deployment("cart", { app: "cart" })];

test.each<[what: string, given: Given, expected: string[]]>([
  [
    "one that scales",
    { deployments, autoscalers: [autoscaler(condition("ScalingActive", "True", "ValidMetricFound"))] },
    [],
  ],
  [
    "a target that is not there",
    { deployments: [deployment("carts", {})], autoscalers: [autoscaler()] },
    [
      "scale-target-missing HorizontalPodAutoscaler cart: scaleTargetRef Deployment/cart, not Deployment/carts (Deployment cart, Deployment carts)",
    ],
  ],
  [
    "metrics that can't be read",
    {
      deployments,
      autoscalers: [autoscaler(condition("ScalingActive", "False", "FailedGetResourceMetric", "no metrics"))],
    },
    [
      'metrics-unreadable HorizontalPodAutoscaler cart: metrics "FailedGetResourceMetric: no metrics" (Deployment cart)',
    ],
  ],
  [
    "a workload that somebody scaled to nothing",
    { deployments, autoscalers: [autoscaler(condition("ScalingActive", "False", "ScalingDisabled"))] },
    [],
  ],
  [
    "one that can't scale",
    { deployments, autoscalers: [autoscaler(condition("AbleToScale", "False", "FailedUpdateScale"))] },
    ['cannot-scale HorizontalPodAutoscaler cart: "FailedUpdateScale" (Deployment cart)'],
  ],
  [
    "one that would start more",
    { deployments, autoscalers: [autoscaler(condition("ScalingLimited", "True", "TooManyReplicas"))] },
    ['at-maximum HorizontalPodAutoscaler cart: maxReplicas 4 "TooManyReplicas" (Deployment cart)'],
  ],
  [
    "one that would start fewer",
    { deployments, autoscalers: [autoscaler(condition("ScalingLimited", "True", "TooFewReplicas"))] },
    [],
  ],
  [
    "a kind that is not watched",
    {
      autoscalers: [{ name: "x", spec: { scaleTargetRef: { kind: "constructor", name: "cart" } } }],
    },
    [],
  ],
])("%s", (_, given, expected) => {
  expect(told(autoscalerFindings(objectsOf(given)))).toEqual(expected);
});

test("its condition says since when", () => {
  const given = { deployments, autoscalers: [autoscaler(condition("AbleToScale", "False", "x"))] };
  expect(autoscalerFindings(objectsOf(given))[0]?.since).toBe(now - 5 * 60_000);
});
