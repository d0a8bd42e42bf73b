import * as fc from "fast-check";
import { expect, test } from "vitest";
import { askedOf } from "./paths.ts";

const asked = (path: string) => askedOf(new URL(path, "https://naru"));
const custom = "/apis/custom.metrics.k8s.io/v1beta2";
const external = "/apis/external.metrics.k8s.io/v1beta1";

test.each<[string, ReturnType<typeof asked>]>([
  [custom, { what: "custom-resources", version: "v1beta2" }],
  ["/apis/custom.metrics.k8s.io/v1beta1", { what: "custom-resources", version: "v1beta1" }],
  [external, { what: "external-resources" }],
  [
    `${custom}/namespaces/shop/pods/*/requests_per_second?labelSelector=app%3Dweb`,
    {
      what: "custom",
      version: "v1beta2",
      namespace: "shop",
      resource: "pods",
      name: "*",
      metric: "requests_per_second",
      selector: "app=web",
      metricSelector: "",
    },
  ],
  [
    `${custom}/namespaces/shop/deployments.apps/web/request_duration_p95_seconds`,
    {
      what: "custom",
      version: "v1beta2",
      namespace: "shop",
      resource: "deployments.apps",
      name: "web",
      metric: "request_duration_p95_seconds",
      selector: "",
      metricSelector: "",
    },
  ],
  [
    `${external}/namespaces/shop/naru_sessions?labelSelector=application%3Dweb`,
    { what: "external", namespace: "shop", metric: "naru_sessions", selector: "application=web" },
  ],
  [`${custom}/namespaces/shop`, undefined],
  [`${custom}/namespaces/shop/pods/web`, undefined],
  [`${custom}/namespaces/shop/pods/web/a/b`, undefined],
  ["/apis/custom.metrics.k8s.io/v2", undefined],
  ["/apis/metrics.k8s.io/v1beta1/pods", undefined],
  ["/", undefined],
])("%s", (path, expected) => {
  expect(asked(path)).toEqual(expected);
});

test("no path does harm", () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (parts) => {
      const url = new URL("https://naru");
      url.pathname = ["apis", "custom.metrics.k8s.io", "v1beta2", ...parts].join("/");
      askedOf(url);
    }),
  );
});
