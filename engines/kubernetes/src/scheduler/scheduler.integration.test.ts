import { expect, test } from "vitest";
import { ApiError } from "../status.ts";
import { eventually, named, openCluster, run, type TestCluster } from "../controllers/cluster.fixture.ts";
import { systemClock } from "../controllers/clock.ts";
import { eventKind, type Pod, pods, priorityClasses } from "../controllers/kinds.ts";
import { type Node, nodes } from "../controllers/node-kind.ts";
import { conditionIn } from "../controllers/pod-state.ts";
import { node } from "./node.fixture.ts";
import { schedulerController } from "./scheduler.ts";

async function makeNode({ client }: TestCluster, name: string, allocatable?: Record<string, string>) {
  const { status, spec, metadata } = node(name, allocatable ? { allocatable } : {});
  const labels = metadata.labels ?? {};
  const made = await client.create<Node>(nodes, "", named("Node", name, { metadata: { labels }, spec }));
  return client.change(nodes, made, (copy) => void (copy.status = status ?? {}), "status");
}

const makePod = ({ client }: TestCluster, name: string, spec: object = {}, cpu = "100m") =>
  client.create<Pod>(
    pods,
    "default",
    named("Pod", name, {
      spec: { containers: [{ name: "main", image: "a:1", resources: { requests: { cpu } } }], ...spec },
    }),
  );

async function withNodes(...names: string[]) {
  const cluster = await openCluster();
  for (const name of names) await makeNode(cluster, name);
  const { errors } = run(cluster, schedulerController(cluster.client, systemClock));
  const pod = (name: string) => cluster.client.get(pods, "default", name);
  const scheduled = (name: string) => conditionIn(pod(name)?.status?.conditions, "PodScheduled");
  const told = (reason: string) =>
    cluster.client.list(eventKind).filter((event) => event["reason"] === reason);
  return { cluster, errors, pod, scheduled, told };
}

test("a pod gets a node, its condition says so, and so does an event", async () => {
  const { cluster, errors, pod, scheduled, told } = await withNodes("n1");
  await makePod(cluster, "web");
  await eventually(() => expect(pod("web")?.spec.nodeName).toBe("n1"));
  expect(scheduled("web")).toMatchObject({ status: "True" });
  await eventually(() =>
    expect(told("Scheduled").map((event) => event["message"])).toEqual([
      "Successfully assigned default/web to n1",
    ]),
  );
  expect(errors).toEqual([]);
});

test("a pod that fits nowhere says why, and is placed when a node comes", async () => {
  const { cluster, pod, scheduled, told } = await withNodes("n1");
  await makePod(cluster, "big", {}, "6");
  const why =
    "0/1 nodes are available: 1 Insufficient cpu. preemption: 0/1 nodes are available: " +
    "1 Preemption is not helpful for scheduling.";
  await eventually(() =>
    expect(scheduled("big")).toMatchObject({ status: "False", reason: "Unschedulable", message: why }),
  );
  await eventually(() => expect(told("FailedScheduling")).toHaveLength(1));
  await makeNode(cluster, "n2", { cpu: "8", memory: "8Gi", pods: "10" });
  await eventually(() => expect(pod("big")?.spec.nodeName).toBe("n2"));
});

test("a gated pod waits until its gates are gone, one of another scheduler is left alone", async () => {
  const { cluster, pod, scheduled } = await withNodes("n1");
  await makePod(cluster, "gated", { schedulingGates: [{ name: "example.com/quota" }] });
  await makePod(cluster, "other", { schedulerName: "mine" });
  await eventually(() => expect(scheduled("gated")).toMatchObject({ reason: "SchedulingGated" }));
  const gated = pod("gated");
  if (gated)
    await cluster.client.change(
      pods,
      gated,
      (copy) => void (copy.spec = { ...copy.spec, schedulingGates: [] }),
    );
  await eventually(() => expect(pod("gated")?.spec.nodeName).toBe("n1"));
  expect(pod("other")?.spec.nodeName).toBeUndefined();
});

const high = {
  apiVersion: "scheduling.k8s.io/v1",
  kind: "PriorityClass",
  metadata: { name: "high" },
  value: 1000,
  preemptionPolicy: "PreemptLowerPriority",
};

test("an important pod takes the place of one that is less so", async () => {
  const { cluster, errors, pod, told } = await withNodes("n1");
  await cluster.client.create(priorityClasses, "", high);
  await makePod(cluster, "low", {}, "3");
  await eventually(() => expect(pod("low")?.spec.nodeName).toBe("n1"));
  await makePod(cluster, "vip", { priorityClassName: "high" }, "3");
  await eventually(() => expect(pod("low")?.metadata.deletionTimestamp).toBeDefined());
  expect(pod("vip")?.status?.nominatedNodeName).toBe("n1");
  expect(conditionIn(pod("low")?.status?.conditions, "DisruptionTarget")?.reason).toBe(
    "PreemptionByScheduler",
  );
  await eventually(() => expect(told("Preempted")).toHaveLength(1));
  const low = pod("low");
  if (low) await cluster.client.remove(pods, low, { graceSeconds: 0 });
  await eventually(() => expect(pod("vip")?.spec.nodeName).toBe("n1"));
  expect(errors).toEqual([]);
});

test("a pod that makes room is told why, though its kubelet writes its status meanwhile", async () => {
  const { cluster, pod } = await withNodes("n1");
  const low = await makePod(cluster, "low", {}, "3");
  await eventually(() => expect(pod("low")?.spec.nodeName).toBe("n1"));
  let writes = 0;
  const kubelet = (async () => {
    while (pod("low")?.metadata.deletionTimestamp === undefined) {
      const podIP = `10.0.0.${writes++ % 250}`;
      await cluster.client.amend(pods, low, (now) => void (now.status = { ...now.status, podIP }), "status");
    }
  })();
  await cluster.client.create(priorityClasses, "", high);
  await makePod(cluster, "vip", { priorityClassName: "high" }, "3");
  await kubelet;
  expect(conditionIn(pod("low")?.status?.conditions, "DisruptionTarget")?.reason).toBe(
    "PreemptionByScheduler",
  );
});

test("a thousand pods are spread over three nodes in a few seconds", async () => {
  const cluster = await openCluster();
  const room = { cpu: "1000", memory: "1Ti", pods: "400" };
  for (const name of ["n1", "n2", "n3"]) await makeNode(cluster, name, room);
  await Promise.all(Array.from({ length: 1000 }, (_, index) => makePod(cluster, `pod-${index}`)));
  const began = Date.now();
  const { errors } = run(cluster, schedulerController(cluster.client, systemClock));
  const onNode = () => Map.groupBy(cluster.client.list(pods), ({ spec }) => spec.nodeName ?? "");
  await eventually(() => expect(onNode().get("")).toBeUndefined());
  expect([...onNode().values()].map(({ length }) => length).toSorted((a, b) => a - b)).toEqual([
    333, 333, 334,
  ]);
  expect(Date.now() - began).toBeLessThan(15_000);
  expect(errors).toEqual([]);
});

test("a pod that went while nobody watched takes no room any longer", async () => {
  const cluster = await openCluster();
  await makeNode(cluster, "n1", { cpu: "1", memory: "8Gi", pods: "10" });
  const watch = cluster.store.watch.bind(cluster.store);
  let isDeaf = false;
  const expire: (() => void)[] = [];
  cluster.store.watch = (options, onEvents, onEnd) => {
    expire.push(() => onEnd(new ApiError("Expired", "too old")));
    return watch(options, (events) => (isDeaf ? undefined : onEvents(events)), onEnd);
  };
  run(cluster, schedulerController(cluster.client, systemClock));
  const nodeOf = (name: string) => cluster.client.get(pods, "default", name)?.spec.nodeName;
  const first = await makePod(cluster, "first", {}, "1");
  await eventually(() => expect(nodeOf("first")).toBe("n1"));
  isDeaf = true;
  await cluster.client.remove(pods, first, { graceSeconds: 0 });
  await makePod(cluster, "second", {}, "1");
  isDeaf = false;
  for (const end of expire.splice(0)) end();
  await eventually(() => expect(nodeOf("second")).toBe("n1"));
});
