import { expect, test } from "vitest";
import { node } from "../scheduler/node.fixture.ts";
import { eventually, named, oneContainer, openCluster, run, startKubelet } from "./cluster.fixture.ts";
import { systemClock } from "./clock.ts";
import { namespaces, pods } from "./kinds.ts";
import { leases, type Node, nodes } from "./node-kind.ts";
import { nodeLifecycleController } from "./node-lifecycle.ts";
import { conditionIn, isReady } from "./pod-state.ts";

const renewal = () => ({ renewTime: new Date().toISOString() });

const toleration = (seconds: number) => ({
  key: "node.kubernetes.io/unreachable",
  operator: "Exists",
  effect: "NoExecute",
  tolerationSeconds: seconds,
});

async function withNode() {
  const cluster = await openCluster();
  const { client } = cluster;
  await client.create(namespaces, "", named("Namespace", "kube-node-lease"));
  const made = await client.create<Node>(nodes, "", named("Node", "node-1"));
  await client.change(nodes, made, (copy) => void (copy.status = node("n").status ?? {}), "status");
  await client.create(
    leases,
    "kube-node-lease",
    named("Lease", "node-1", { spec: renewal() }, "coordination.k8s.io/v1"),
  );
  const makePod = (name: string, tolerations: object[]) =>
    client.create(pods, "default", named("Pod", name, { spec: { ...oneContainer("a:1"), tolerations } }));
  await makePod("patient", [toleration(300)]);
  await makePod("hasty", [toleration(0)]);
  const kubelet = startKubelet(cluster);
  const pod = (name: string) => client.get(pods, "default", name);
  await eventually(() =>
    expect([pod("patient"), pod("hasty")].every((one) => one && isReady(one))).toBe(true),
  );
  kubelet.stop();
  const { errors } = run(cluster, nodeLifecycleController(client, systemClock, { nodeGraceMs: 1_500 }));
  const taints = () =>
    client.get(nodes, "", "node-1")?.spec?.taints?.map(({ key, effect }) => `${key.split("/")[1]}:${effect}`);
  return { client, errors, pod, taints };
}

test("a silent node is unknown and tainted, its pods are not ready and leave when they must; it may come back", async () => {
  const { client, errors, pod, taints } = await withNode();
  await eventually(() => expect(taints()).toEqual(["unreachable:NoSchedule", "unreachable:NoExecute"]));
  const ready = () => conditionIn(client.get(nodes, "", "node-1")?.status?.conditions, "Ready");
  expect(ready()).toMatchObject({ status: "Unknown", reason: "NodeStatusUnknown" });
  await eventually(() => expect(pod("hasty")?.metadata.deletionTimestamp).toBeDefined());
  await eventually(() => expect(isReady(pod("patient") ?? missing())).toBe(false));
  expect(pod("patient")?.metadata.deletionTimestamp).toBeUndefined();
  const lease = client.get(leases, "kube-node-lease", "node-1");
  if (lease) await client.change(leases, lease, (copy) => void (copy.spec = renewal()));
  const back = client.get(nodes, "", "node-1");
  if (back) await client.change(nodes, back, (copy) => void (copy.status = node("n").status ?? {}), "status");
  await eventually(() => expect(taints() ?? []).toEqual([]));
  expect(errors).toEqual([]);
});

test("pods of a node that is gone go", async () => {
  const { client } = await withNode();
  const found = client.get(nodes, "", "node-1");
  if (found) await client.remove(nodes, found);
  await eventually(() => expect(client.list(pods)).toEqual([]));
});

const missing = (): never => {
  throw new Error("the pod is gone");
};
