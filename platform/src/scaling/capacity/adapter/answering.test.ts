import { expect, test } from "vitest";
import { answering } from "./answering.ts";
import type { Asked } from "./paths.ts";

const forecast = (resource: string): Asked => ({
  what: "custom",
  version: "v1beta2",
  namespace: "shop",
  resource,
  name: "cart",
  metric: "requests_per_second_forecast",
  selector: "",
  metricSelector: "",
});

/** What is expected of one workload, and of no other. */
const answer = answering({
  meter: { measure: async () => ({ each: new Map(), all: undefined, at: 0, windowSeconds: 15 }) },
  gauges: { names: async () => [], values: async () => [] },
  outlooks: { expected: async ({ kind, name }) => (kind === "Deployment" && name === "cart" ? 42.5 : null) },
  clock: { now: () => Date.parse("2026-11-21T09:30:00Z") },
  picture: { pods: () => [], selectedPods: () => [], podsBehind: () => undefined },
});

test("what a workload is expected to get soon is one number of it", async () => {
  expect(await answer("east", forecast("deployments.apps"))).toMatchObject({
    code: 200,
    body: {
      kind: "MetricValueList",
      items: [
        {
          describedObject: { apiVersion: "apps/v1", kind: "Deployment", namespace: "shop", name: "cart" },
          metric: { name: "requests_per_second_forecast" },
          timestamp: "2026-11-21T09:30:00Z",
          value: "42500m",
        },
      ],
    },
  });
});

test.each([
  ["of which nothing is known", "statefulsets.apps", /no requests of cart are known/],
  ["that is no workload", "pods", /is there of deployments.apps, statefulsets.apps, daemonsets.apps/],
  ["that is no workload either", "services", /as a metric of type Object/],
])("nothing is foretold of one %s", async (_, resource, reason) => {
  const { code, body } = await answer("east", forecast(resource));
  expect(code).toBe(404);
  expect(JSON.stringify(body)).toMatch(reason);
});

test("it is listed with what can be measured", async () => {
  const { body } = await answer("east", { what: "custom-resources", version: "v1beta2" });
  expect(JSON.stringify(body)).toContain("deployments.apps/requests_per_second_forecast");
  expect(JSON.stringify(body)).not.toContain("pods/requests_per_second_forecast");
});
