import { expect, test } from "vitest";
import { builtinResources } from "../resources/builtin.ts";
import { aggregatedMetrics } from "./aggregated-metrics.ts";

function asking(served: readonly string[], items: readonly object[]) {
  const paths: string[] = [];
  const metrics = aggregatedMetrics(
    { resources: () => [...builtinResources] },
    {
      document: (group, version, path) => {
        if (!served.includes(`${group}/${version}`)) return undefined;
        paths.push(`${version}${path}`);
        return Promise.resolve({ items });
      },
    },
  );
  return { metrics, paths };
}

const custom = "custom.metrics.k8s.io";

test("pods are measured by name, in thousandths", async () => {
  const items = [
    { describedObject: { name: "web-1" }, value: "2500m" },
    { describedObject: { name: "web-2" }, value: "4" },
  ];
  const { metrics, paths } = asking([`${custom}/v1beta2`, `${custom}/v1beta1`], items);
  const selector = { matchLabels: { verb: "GET" } };
  expect(await metrics.pods("shop", "app=web", { name: "requests_per_second", selector })).toEqual(
    new Map([
      ["web-1", 2500],
      ["web-2", 4000],
    ]),
  );
  expect(paths).toEqual([
    "v1beta2/namespaces/shop/pods/*/requests_per_second?labelSelector=app%3Dweb&metricLabelSelector=verb%3DGET",
  ]);
});

test("an object is named with its group, and asked of an older version where there is no other", async () => {
  const { metrics, paths } = asking([`${custom}/v1beta1`], [{ value: "3" }]);
  const web = { apiVersion: "apps/v1", kind: "Deployment", name: "web" };
  expect(await metrics.object("shop", web, { name: "requests_in_flight" })).toBe(3000);
  expect(paths).toEqual(["v1beta1/namespaces/shop/deployments.apps/web/requests_in_flight"]);
});

test("what comes from outside may be several values", async () => {
  const { metrics, paths } = asking(
    ["external.metrics.k8s.io/v1beta1"],
    [{ value: "7" }, { value: "1500m" }],
  );
  const selector = { matchLabels: { application: "web" } };
  expect(await metrics.external("shop", { name: "naru_sessions", selector })).toEqual([7000, 1500]);
  expect(paths).toEqual(["v1beta1/namespaces/shop/naru_sessions?labelSelector=application%3Dweb"]);
});

test("what nobody serves, or knows, is an error and no zero", async () => {
  const nobody = asking([], []).metrics;
  await expect(nobody.pods("shop", "", { name: "x" })).rejects.toThrow(/nobody serves custom.metrics.k8s.io/);
  const silent = asking([`${custom}/v1beta2`, "external.metrics.k8s.io/v1beta1"], []).metrics;
  const web = { kind: "Deployment", name: "web" };
  await expect(silent.object("shop", web, { name: "x" })).rejects.toThrow("x of Deployment web is not known");
  await expect(silent.external("shop", { name: "x" })).rejects.toThrow("no values of x are known");
});
