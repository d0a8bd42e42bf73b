import { expect, test } from "vitest";
import { node } from "../scheduler/node.fixture.ts";
import { schedulerController } from "../scheduler/index.ts";
import { controllerRevisions, type DaemonSet, daemonSets } from "./apps-kinds.ts";
import { eventually, named, oneContainer, openCluster, run, startKubelet } from "./cluster.fixture.ts";
import { systemClock } from "./clock.ts";
import { daemonSetController } from "./daemon-set.ts";
import { pods } from "./kinds.ts";
import { type Node, nodes } from "./node-kind.ts";

const labels = { app: "agent" };

test("a daemon runs on every node, follows new ones and a new template", async () => {
  const cluster = await openCluster();
  const { client } = cluster;
  const addNode = async (name: string) => {
    const { metadata, spec, status } = node(name);
    const draft = named("Node", name, { metadata: { labels: metadata.labels }, spec });
    const made = await client.create<Node>(nodes, "", draft);
    await client.change(nodes, made, (copy) => void (copy.status = status ?? {}), "status");
  };
  await addNode("n1");
  await addNode("n2");
  const controllers = [daemonSetController(client, systemClock), schedulerController(client, systemClock)];
  const { errors } = run(cluster, ...controllers);
  startKubelet(cluster, { waits: true });
  const template = { metadata: { labels }, spec: oneContainer("agent:1") };
  const spec = { selector: { matchLabels: labels }, template };
  await client.create(daemonSets, "default", named("DaemonSet", "agent", { spec }, "apps/v1"));
  const get = () => client.get(daemonSets, "default", "agent");
  const up = (count: number) =>
    eventually(() =>
      expect(get()?.status).toMatchObject({
        observedGeneration: get()?.metadata.generation,
        desiredNumberScheduled: count,
        updatedNumberScheduled: count,
        numberAvailable: count,
      }),
    );
  await up(2);
  await addNode("n3");
  await up(3);
  expect(new Set(client.list(pods).map(({ spec }) => spec.nodeName))).toEqual(new Set(["n1", "n2", "n3"]));
  const set = get() as DaemonSet;
  await client.change(
    daemonSets,
    set,
    (copy) => void (copy.spec.template = { ...template, spec: oneContainer("agent:2") }),
  );
  await up(3);
  expect(client.list(pods).map((pod) => pod.spec.containers[0]?.image)).toEqual([
    "agent:2",
    "agent:2",
    "agent:2",
  ]);
  expect(client.list(controllerRevisions).map(({ revision }) => revision)).toEqual(
    expect.arrayContaining([1, 2]),
  );
  expect(errors).toEqual([]);
});
