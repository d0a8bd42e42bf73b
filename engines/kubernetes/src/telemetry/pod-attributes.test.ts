import { expect, test } from "vitest";
import type { Pod } from "../kubelet/pod.ts";
import { podAttributes } from "./pod-attributes.ts";

const metadata = { name: "cart-7f-x2", namespace: "shop", uid: "u1", creationTimestamp: "" };
const container = { name: "main", image: "registry.local:5000/shop/cart:1.4.1" };
const podOf = (labels: Record<string, string>, annotations: Record<string, string> = {}): Pod => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { ...metadata, labels, annotations },
  spec: { nodeName: "node-1", restartPolicy: "Always", containers: [container] },
});
const owner = (kind: string, name: string) => ({ kind, metadata: { ...metadata, name } });
const owners = [owner("ReplicaSet", "cart-7f"), owner("Deployment", "cart")];

test("a container's telemetry says pod, owners, node, image", () => {
  expect(podAttributes(podOf({}), container, owners, 2)).toEqual({
    "k8s.namespace.name": "shop",
    "k8s.pod.name": "cart-7f-x2",
    "k8s.pod.uid": "u1",
    "k8s.node.name": "node-1",
    "k8s.container.name": "main",
    "k8s.container.restart_count": 2,
    "k8s.replicaset.name": "cart-7f",
    "k8s.deployment.name": "cart",
    "container.image.name": "registry.local:5000/shop/cart",
    "service.name": "cart",
    "service.namespace": "shop",
    "service.version": "1.4.1",
    "service.instance.id": "shop.cart-7f-x2.main",
  });
});

test.each([
  ["its label", { "app.kubernetes.io/name": "basket" }, {}, owners, "basket"],
  [
    "an annotation before its label",
    { "app.kubernetes.io/name": "basket" },
    { "resource.opentelemetry.io/service.name": "korb" },
    owners,
    "korb",
  ],
  ["its highest owner", {}, {}, owners, "cart"],
  ["its container when nobody owns it", {}, {}, [], "main"],
])("a service is named by %s", (_, labels, annotations, by, name) => {
  expect(podAttributes(podOf(labels, annotations), container, by, 0)["service.name"]).toBe(name);
});
