import type { ClusterClient } from "./kubernetes-client.ts";

export const pods = "/api/v1/namespaces/default/pods";
const fakeNodes = 50;
const ready = { type: "Ready", status: "True", reason: "Pretended", message: "no kubelet plays it" };

/** Pods on nodes that no kubelet plays: stored, listed and watched like any others.
 *  @returns the seconds that creating them took */
export async function fillPods(client: ClusterClient, count: number): Promise<number> {
  for (let i = 0; i < fakeNodes; i++) {
    await client.send("POST", "/api/v1/nodes", {
      metadata: { name: `fake-${i}` },
      spec: { unschedulable: true },
    });
    await client.send("PATCH", `/api/v1/nodes/fake-${i}/status`, { status: { conditions: [ready] } });
  }
  const started = performance.now();
  await inParallel(count, (i) => client.send("POST", pods, podOf(i)));
  return (performance.now() - started) / 1000;
}

function podOf(i: number): object {
  const tolerations = [{ operator: "Exists" }];
  const containers = [{ name: "main", image: "busybox", resources: { requests: { cpu: "10m" } } }];
  return {
    metadata: { name: `stored-${i}`, labels: { app: `app-${i % 100}` } },
    spec: { nodeName: `fake-${i % fakeNodes}`, tolerations, containers },
  };
}

export async function inParallel(
  count: number,
  work: (i: number) => Promise<unknown>,
  lanes = 16,
): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
