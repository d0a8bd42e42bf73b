import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import type { Cluster } from "../api/handlers.ts";
import type { KubeObject } from "../object.ts";
import { Objects } from "../objects/objects.ts";
import { builtinResources } from "../resources/builtin.ts";
import { nameOf, Registry } from "../resources/registry.ts";
import { openStore } from "../store/store.ts";
import { Client } from "./client.ts";
import { type Clock, systemClock } from "./clock.ts";
import { type Controller, startControllers } from "./controller.ts";
import { deployments, namespaces, type Pod, pods } from "./kinds.ts";

export interface TestCluster extends Cluster {
  readonly client: Client;
}

/** A cluster of its own in a temporary folder, with the namespace `default`, until the test is over. */
export async function openCluster(): Promise<TestCluster> {
  const folder = await mkdtemp(join(tmpdir(), "controllers-"));
  const store = await openStore({ folder });
  onTestFinished(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });
  const cluster = { store, objects: new Objects(store), registry: new Registry(builtinResources) };
  const client = new Client(cluster);
  await client.create(namespaces, "", named("Namespace", "default"));
  return { ...cluster, client };
}

/** Runs controllers until the test is over, or until they are stopped; whatever fails in them is in `errors`. */
export const run = (cluster: TestCluster, ...controllers: Controller[]) =>
  runBy(systemClock, cluster, ...controllers);

/** As `run`, in the time of another clock. */
export function runBy(clock: Clock, cluster: TestCluster, ...controllers: Controller[]) {
  const errors: string[] = [];
  const onError = (name: string, key: string, error: unknown) =>
    errors.push(`${name} ${key}: ${String(error)}`);
  const running = startControllers(cluster, controllers, { clock, onError });
  onTestFinished(() => running.stop());
  return { ...running, errors };
}

/** @param made  whatever of the object is not its kind and name */
export function named(kind: string, name: string, made: Record<string, unknown> = {}, apiVersion = "v1") {
  const { metadata, ...rest } = made;
  return { apiVersion, kind, metadata: { name, ...(metadata as object) }, ...rest };
}

export const eventually = (check: () => void) =>
  expect.poll(() => attempt(check), { timeout: 20_000, interval: 10 }).toBe("");

function attempt(check: () => void): string {
  try {
    check();
    return "";
  } catch (error) {
    return String(error);
  }
}

export const oneContainer = (image: string) => ({ containers: [{ name: "main", image }] });

export function makeDeployment(cluster: TestCluster, name: string, spec: Record<string, unknown> = {}) {
  const labels = { app: name };
  return cluster.client.create(
    deployments,
    "default",
    named(
      "Deployment",
      name,
      {
        spec: {
          replicas: 3,
          selector: { matchLabels: labels },
          template: { metadata: { labels }, spec: oneContainer("web:1") },
          ...spec,
        },
      },
      "apps/v1",
    ),
  );
}

export interface Kubelet {
  /** Images of which no container ever gets ready. */
  readonly broken: Set<string>;
  stop(): void;
}

/** Stands in for scheduler and kubelet: pods get a node, run and are ready; those that shall end, end.
 *  @param waits  for the real scheduler to give pods their nodes */
export function startKubelet({ store }: TestCluster, { waits = false } = {}): Kubelet {
  const broken = new Set<string>();
  const see = async (pod: KubeObject) => {
    const { namespace = "", name, deletionTimestamp } = pod.metadata;
    const key = { resource: nameOf(pods), namespace, name };
    await store.update(key, (current) => {
      const now = current?.object as Pod | undefined;
      if (!now || now.metadata.uid !== pod.metadata.uid) return now;
      if (deletionTimestamp !== undefined) return undefined;
      const isWaiting = waits && !now.spec.nodeName;
      return isWaiting || now.status?.phase !== "Pending" ? now : started(now, broken);
    });
  };
  const { entries, revision } = store.list(nameOf(pods));
  for (const { object } of entries) void see(object);
  const watch = store.watch(
    { resource: nameOf(pods), from: revision },
    async (events) => void (await Promise.all(events.map(({ object }) => see(object)))),
    () => {},
  );
  return { broken, stop: () => watch.close() };
}

const began = Date.now();

/** Time goes a thousand times faster, so that what takes seconds is over soon. */
export const fastClock: Clock = {
  now: () => began + (Date.now() - began) * 1000,
  after(milliseconds, work) {
    const timer = setTimeout(work, milliseconds / 1000);
    return () => clearTimeout(timer);
  },
};

let lastAddress = 0;

function started(pod: Pod, broken: ReadonlySet<string>): Pod {
  const isReady = !broken.has(pod.spec.containers[0]?.image ?? "");
  const condition = {
    type: "Ready",
    status: isReady ? "True" : "False",
    lastTransitionTime: new Date().toISOString(),
  } as const;
  const podIP = `10.0.${lastAddress >> 8}.${++lastAddress & 255}`;
  return {
    ...pod,
    spec: { ...pod.spec, nodeName: pod.spec.nodeName ?? "node-1" },
    status: {
      phase: "Running",
      conditions: [...(pod.status?.conditions ?? []), condition],
      podIP,
      podIPs: [{ ip: podIP }],
    },
  };
}
