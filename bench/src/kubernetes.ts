import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startKubernetesEngine } from "@naru/kubernetes-engine";
import { freePort } from "@naru/testkit";
import { type ClusterClient, openClient } from "./kubernetes-client.ts";
import { fillPods, inParallel, pods } from "./pods.ts";
import { memoryBytes } from "./processes.ts";
import { time } from "./timing.ts";

type Say = (line: string) => void;

const watchers = 100;
const patches = 500;
const deployments = "/apis/apps/v1/namespaces/default/deployments";
const asTable = { accept: "application/json;as=Table;v=v1;g=meta.k8s.io" };

/** What the embedded cluster bears: many pods that nobody runs, then pods that run. */
export async function benchKubernetes({ pods: count, say }: { pods: number; say: Say }) {
  const folder = await mkdtemp(join(tmpdir(), "naru-bench-"));
  const engine = await startKubernetesEngine({
    folder,
    host: "127.0.0.1",
    port: await freePort(),
    nodes: 2,
    nodeGraceMs: 3_600_000,
  });
  const client = await openClient(engine.kubeconfig);
  try {
    const running = await benchRunning(client, say);
    const stored = await benchStored(client, count, say);
    return { ...running, ...stored, kubernetesMemoryMb: Math.round(memoryBytes(process.pid) / 1e6) };
  } finally {
    client.close();
    await engine.stop();
    await rm(folder, { recursive: true });
  }
}

/** Real processes: how long until all that were asked for are ready. */
async function benchRunning(client: ClusterClient, say: Say): Promise<Record<string, number>> {
  const figures: Record<string, number> = {};
  const labels = { app: "small" };
  const spec = {
    terminationGracePeriodSeconds: 0,
    containers: [{ name: "pause", image: "busybox", command: ["sleep", "100000"] }],
  };
  const template = { metadata: { labels }, spec };
  const selector = { matchLabels: labels };
  await client.send("POST", deployments, {
    metadata: { name: "small" },
    spec: { replicas: 0, selector, template },
  });
  for (const replicas of [50, 100]) {
    say(`${replicas} pods that run …`);
    figures[`kubernetes${replicas}PodsReadyMs`] = await scaled(client, replicas);
    figures[`kubernetes${replicas}PodsGoneMs`] = await scaled(client, 0);
  }
  return figures;
}

/** @returns milliseconds until as many pods are ready, and no more are there */
async function scaled(client: ClusterClient, replicas: number): Promise<number> {
  const started = performance.now();
  await client.send("PATCH", `${deployments}/small`, { spec: { replicas } });
  for (;;) {
    const { status } = (await client.send("GET", `${deployments}/small`)) as {
      status: { readyReplicas?: number; replicas?: number };
    };
    if ((status.readyReplicas ?? 0) === replicas && (status.replicas ?? 0) === replicas) break;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return Math.round(performance.now() - started);
}

/** Pods on nodes that no kubelet plays, and many who watch them. */
async function benchStored(client: ClusterClient, count: number, say: Say): Promise<Record<string, number>> {
  say(`${count} pods on nodes that are not there …`);
  const fillSeconds = await fillPods(client, count);
  const json = await time(() => client.send("GET", pods));
  const table = await time(() => client.send("GET", pods, undefined, asTable));
  say(`${patches} patches, ${watchers} watchers …`);
  const watched = await watchDelays(client, count);
  return {
    kubernetesPodsCreatedPerSecond: Math.round(count / fillSeconds),
    kubernetesListMs: json.median,
    kubernetesTableMs: table.median,
    ...watched,
  };
}

/** From a patch being sent to each watcher having it. */
async function watchDelays(client: ClusterClient, count: number): Promise<Record<string, number>> {
  const { metadata } = (await client.send("GET", `${pods}?limit=1`)) as {
    metadata: { resourceVersion: string };
  };
  const revision = metadata.resourceVersion;
  const sentAt = new Map<string, number>();
  const delays: number[] = [];
  const opened = Array.from({ length: watchers }, () =>
    client.watch(`${pods}?watch=1&resourceVersion=${revision}`, (line) => {
      const at = sentAt.get(/"bench":"([^"]+)"/.exec(line)?.[1] ?? "");
      if (at !== undefined) delays.push(performance.now() - at);
    }),
  );
  await Promise.all(opened.map(({ ready }) => ready));
  const started = performance.now();
  await inParallel(
    patches,
    async (i) => {
      const mark = `m${i}`;
      sentAt.set(mark, performance.now());
      await client.send("PATCH", `${pods}/stored-${i % count}`, {
        metadata: { annotations: { bench: mark } },
      });
    },
    4,
  );
  const seconds = (performance.now() - started) / 1000;
  const deadline = performance.now() + 10_000;
  while (delays.length < patches * watchers && performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  for (const one of opened) one.close();
  const sorted = delays.toSorted((a, b) => a - b);
  const quantile = (q: number) => Math.round((sorted[Math.floor(sorted.length * q)] ?? 0) * 10) / 10;
  return {
    kubernetesPatchesPerSecond: Math.round(patches / seconds),
    kubernetesWatchMedianMs: quantile(0.5),
    kubernetesWatchP99Ms: quantile(0.99),
    kubernetesWatchMissed: patches * watchers - delays.length,
  };
}
