import { expect, test } from "vitest";
import { customValues, externalValues, quantity } from "./answers.ts";

test.each([
  [0, "0"],
  [3, "3"],
  [0.25, "250m"],
  [12.3456, "12346m"],
  [1e6, "1000000"],
])("%d is the quantity %s", (value, expected) => {
  expect(quantity(value)).toBe(expected);
});

const measured = { at: Date.parse("2026-11-21T09:30:00.250Z"), windowSeconds: 15 };
const web = { apiVersion: "v1", kind: "Pod", namespace: "shop", name: "web-1" };

test("a value is written as its version has it", () => {
  const values = [{ object: web, metric: "requests_per_second", value: 12.5 }];
  expect(customValues("v1beta2", values, measured)).toMatchObject({
    kind: "MetricValueList",
    apiVersion: "custom.metrics.k8s.io/v1beta2",
    items: [
      {
        describedObject: web,
        metric: { name: "requests_per_second" },
        timestamp: "2026-11-21T09:30:00Z",
        windowSeconds: 15,
        value: "12500m",
      },
    ],
  });
  expect(customValues("v1beta1", values, measured)).toMatchObject({
    apiVersion: "custom.metrics.k8s.io/v1beta1",
    items: [{ metricName: "requests_per_second", window: 15, value: "12500m" }],
  });
});

test("an external value has its labels", () => {
  const values = [{ metric: "naru_sessions", labels: { application: "web" }, value: 7, at: measured.at }];
  expect(externalValues(values)).toMatchObject({
    kind: "ExternalMetricValueList",
    items: [
      {
        metricName: "naru_sessions",
        metricLabels: { application: "web" },
        value: "7",
        timestamp: "2026-11-21T09:30:00Z",
      },
    ],
  });
});
