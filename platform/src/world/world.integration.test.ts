import { Client, type KubeObject, kinds } from "@naru/kubernetes";
import { type Platform, span, type Span, spanId, startPlatform, trace, traceId } from "@naru/testkit";
import { type Kubernetes, startKubernetes } from "@naru/testkit/kubernetes";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { World } from "./world.ts";

let engine: Kubernetes;
let platform: Platform;
let client: Client;
beforeAll(async () => {
  engine = await startKubernetes();
  client = new Client({ kubeconfig: engine.kubeconfig });
  platform = await startPlatform({ settings: { NARU_CLUSTERS: `east=${engine.kubeconfig}` } });
});
afterAll(async () => {
  client.close();
  await platform.stop();
  await engine.stop();
});

test("a world has what runs, who calls whom, how it is doing and what changed", async () => {
  await client.create(kinds.deployments, "default", deployment);
  const pod = await expect
    .poll(async () => client.all<KubeObject>(kinds.pods, { labelSelector: "app=cart" }), { timeout: 20_000 })
    .toHaveLength(1)
    .then(async () => (await client.all<KubeObject>(kinds.pods, { labelSelector: "app=cart" }))[0]);
  await send("front", {}, { spanId: spanId(1), kind: 3 });
  await send(
    "cart",
    { "k8s.pod.uid": pod?.metadata.uid ?? "", "k8s.pod.name": pod?.metadata.name ?? "" },
    {
      spanId: spanId(2),
      parentSpanId: spanId(1),
      kind: 2,
    },
  );
  await expect
    .poll(async () => (await world()).edges, { timeout: 20_000 })
    .toMatchObject([{ caller: "front", callee: "cart", calls: 1, errors: 0 }]);
  await expect
    .poll(async () => (await world()).changes.map(({ type }) => type), { timeout: 20_000 })
    .toContain("created");
  // Rollups are there a moment after the spans that they count.
  await expect
    .poll(async () => (await world()).services.find(({ service }) => service === "cart"), { timeout: 20_000 })
    .toMatchObject({ requests: 1, workloads: [{ cluster: "east", kind: "Deployment", name: "cart" }] });
  const { workloads, clusters, stages } = await world();
  expect(workloads).toContainEqual(
    expect.objectContaining({ cluster: "east", kind: "Deployment", name: "cart" }),
  );
  expect(clusters).toMatchObject([{ cluster: "east", state: "live" }]);
  expect(stages.map(({ name, error }) => [name, error])).toEqual(
    ["workloads", "services", "relations", "edges", "changes"].map((name) => [name, null]),
  );
});

const world = () => platform.call<World>("/api/world?from=now-1h");

const deployment = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "cart" },
  spec: {
    replicas: 1,
    selector: { matchLabels: { app: "cart" } },
    template: {
      metadata: { labels: { app: "cart" } },
      spec: { containers: [{ name: "main", image: "cart:1" }] },
    },
  },
};

async function send(service: string, resource: Record<string, string>, of: Span): Promise<void> {
  const body = trace([span({ ...of, traceId: traceId(1) })], { service, resource });
  const answer = await fetch(`${platform.otlpHttp}/v1/traces`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(200);
}
