import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ApiException, CoreV1Api, KubeConfig, makeInformer, type V1Secret } from "@kubernetes/client-node";
import { expect, test, vi } from "vitest";
import { type RunningCluster, startCluster } from "./cluster.ts";

/* What other programs rely on: a copy of the objects that stays true while the server comes and goes. */

const namespace = "default";
const secret = (i: number, value: string): V1Secret => ({
  metadata: { name: `map-${String(i).padStart(3, "0")}` },
  stringData: { value },
});

test("an informer rides through restarts of the API without missing or repeating an object", async () => {
  const folder = await mkdtemp(join(tmpdir(), "naru-kubernetes-"));
  let cluster = await startCluster({ folder, host: "127.0.0.1", port: 0 });
  const port = Number(new URL(cluster.url).port);
  const config = new KubeConfig();
  config.loadFromFile(cluster.kubeconfig);
  const api = config.makeApiClient(CoreV1Api);
  const informer = makeInformer<V1Secret>(config, `/api/v1/namespaces/${namespace}/secrets`, () =>
    api.listNamespacedSecret({ namespace }),
  );
  const added = new Map<string, number>();
  informer.on("add", ({ metadata }) => {
    const name = metadata?.name ?? "";
    added.set(name, (added.get(name) ?? 0) + 1);
  });
  let running = true;
  // As its documentation has it: an informer that lost its server is started again by whoever owns it.
  informer.on("error", () => void (running && sleep(50).then(() => informer.start())));
  await informer.start();
  try {
    for (let i = 0; i < 120; i++) {
      await again(() => api.createNamespacedSecret({ namespace, body: secret(i, "1") }));
      if (i % 3 === 0) await again(() => api.replaceNamespacedSecret({ namespace, ...replaced(i) }));
      if (i % 30 === 29) cluster = await restart(cluster, folder, port);
    }
    await vi.waitFor(
      async () => {
        const { items } = await again(() => api.listNamespacedSecret({ namespace }));
        expect(items).toHaveLength(120);
        expect(versions(informer.list())).toEqual(versions(items));
      },
      { timeout: 20_000, interval: 200 },
    );
    expect([...added.values()].filter((times) => times !== 1)).toEqual([]);
    expect(added.size).toBe(120);
  } finally {
    running = false;
    await informer.stop();
    await cluster.stop();
    await rm(folder, { recursive: true });
  }
});

const versions = (secrets: readonly V1Secret[]) =>
  secrets.map(({ metadata }) => `${metadata?.name}@${metadata?.resourceVersion}`).toSorted();

const replaced = (i: number) => {
  const body = secret(i, "2");
  return { name: body.metadata?.name ?? "", body };
};

async function restart(cluster: RunningCluster, folder: string, port: number): Promise<RunningCluster> {
  await cluster.stop();
  return startCluster({ folder, host: "127.0.0.1", port });
}

/** Tries once more for as long as the server is away; what it refuses stays refused. */
async function again<Result>(call: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      if (error instanceof ApiException || attempt === 50) throw error;
      await sleep(50);
    }
  }
}
