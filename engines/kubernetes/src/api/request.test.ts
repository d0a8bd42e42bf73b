import { expect, test } from "vitest";
import { readPath } from "./request.ts";

const facts: [path: string, expected: string | undefined][] = [
  ["/api/v1/pods", "|v1|pods|-|-|-"],
  ["/api/v1/namespaces/shop/pods/web/log", "|v1|pods|shop|web|log"],
  ["/apis/apps/v1/namespaces/shop/deployments/web/scale", "apps|v1|deployments|shop|web|scale"],
  ["/apis/apps/v1/deployments", "apps|v1|deployments|-|-|-"],
  ["/api/v1/namespaces", "|v1|namespaces|-|-|-"],
  ["/api/v1/namespaces/shop", "|v1|namespaces|-|shop|-"],
  ["/api/v1/namespaces/shop/status", "|v1|namespaces|-|shop|status"],
  ["/api/v1/namespaces/shop/finalize", "|v1|namespaces|-|shop|finalize"],
  ["/api/v1/namespaces/shop/pods/", "|v1|pods|shop|-|-"],
  [
    "/apis/rbac.authorization.k8s.io/v1/clusterroles/system%3Anode",
    "rbac.authorization.k8s.io|v1|clusterroles|-|system:node|-",
  ],
  ["/apis/apps/v1", "apps|v1|-|-|-|-"],
  ["/metrics", undefined],
  ["/apis", undefined],
];
test.each(facts)("%s", (path, expected) => {
  const read = readPath(path);
  const { group, version, plural, namespace, name, subresource } = read ?? {};
  const told = [group, version, plural, namespace, name || undefined, subresource]
    .map((part) => part ?? "-")
    .join("|");
  expect(read && told).toBe(expected);
});
