import { connect, createServer, type Server, type Socket } from "node:net";
import { readFile, writeFile } from "node:fs/promises";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { type Kubernetes, startKubernetes } from "@naru/testkit/kubernetes";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { WatchCache } from "./cache.ts";
import { Client } from "./client.ts";
import { KubernetesError } from "./errors.ts";
import { kinds } from "./kinds.ts";

let cluster: Kubernetes;
let client: Client;
const ends: (() => unknown)[] = [];
beforeEach(async () => {
  cluster = await startKubernetes();
  client = new Client({ kubeconfig: cluster.kubeconfig });
  ends.push(() => client.close());
});
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
  await cluster.stop();
});

function startCache(of: Client, silenceMs = 60_000, most = 1000) {
  const told: string[] = [];
  const cache = new WatchCache({
    client: of,
    kind: kinds.secrets,
    silenceMs,
    most,
    onChange: (change) => {
      if (change.type !== "synced") told.push(`${change.type} ${change.object.metadata.name}`);
    },
  });
  cache.start();
  ends.push(() => cache.stop());
  return { cache, told };
}

const isLive = (cache: WatchCache) =>
  vi.waitFor(() => expect(cache.status()).toMatchObject({ state: "live" }), { timeout: 20_000 });
const create = (name: string) =>
  again(() =>
    client.create(kinds.secrets, "default", { apiVersion: "v1", kind: "Secret", metadata: { name } }),
  );
const change = (name: string, a: string) =>
  again(() => client.patch(kinds.secrets, { namespace: "default", name }, "merge", { stringData: { a } }));

test("it rides through restarts of the API without missing or repeating an object", async () => {
  const { cache, told } = startCache(client);
  await isLive(cache);
  for (let i = 0; i < 40; i++) {
    await create(`map-${i}`);
    if (i % 10 !== 9) continue;
    await cluster.halt();
    await cluster.start();
  }
  const names = Array.from({ length: 40 }, (_, i) => `added map-${i}`).toSorted();
  await vi.waitFor(() => expect(told.toSorted()).toEqual(names), { timeout: 20_000, interval: 100 });
  const listed = await client.all(kinds.secrets);
  const versions = (of: typeof listed) =>
    of.map(({ metadata }) => `${metadata.name}@${metadata.resourceVersion}`).toSorted();
  expect(versions(cache.list())).toEqual(versions(listed));
});

test("while the server is gone it is away, says why, and keeps what it knew", async () => {
  await create("kept");
  const { cache } = startCache(client);
  await isLive(cache);
  await cluster.halt();
  await vi.waitFor(() => expect(cache.status()).toMatchObject({ state: "away" }), { timeout: 10_000 });
  await vi.waitFor(() => expect(cache.status().error).toMatch(/can't be reached|broke/), { timeout: 10_000 });
  expect(cache.get("default", "kept")).toBeDefined();
  await cluster.start();
  await isLive(cache);
});

/** Says at the next watch that the past is gone, as a server does after compaction. */
class Forgetful extends Client {
  forgetsNext = false;
  watches = 0;
  override watch: Client["watch"] = async (kind, options) => {
    this.watches++;
    if (this.forgetsNext) {
      this.forgetsNext = false;
      throw new KubernetesError({ code: 410, reason: "Expired", message: "too old resource version" });
    }
    return super.watch(kind, options);
  };
}

test("what happened behind a revision that is gone is found by a list, and only that is told", async () => {
  const forgetful = new Forgetful({ kubeconfig: cluster.kubeconfig });
  ends.push(() => forgetful.close());
  for (const name of ["same", "other", "gone"]) await create(name);
  const { cache, told } = startCache(forgetful);
  await isLive(cache);
  told.length = 0;
  await cluster.halt();
  forgetful.forgetsNext = true;
  await vi.waitFor(() => expect(cache.status().state).toBe("away"), { timeout: 10_000 });
  await cluster.start();
  // Changed before the cache comes back, or after: it may hear of it either way, but once.
  await change("other", "2");
  await client.delete(kinds.secrets, { namespace: "default", name: "gone" });
  await create("new");
  const expected = ["changed other", "deleted gone", "added new"].toSorted();
  await vi.waitFor(() => expect(told.toSorted()).toEqual(expected), { timeout: 20_000 });
  expect(forgetful.forgetsNext).toBe(false);
});

test("a connection that falls silent is given up and watched anew", async () => {
  const line = await startLine(cluster.port);
  const behind = await clientOver(cluster, line.port);
  const { cache, told } = startCache(behind, 1500);
  await isLive(cache);
  line.silence();
  await create("unheard");
  await vi.waitFor(() => expect(told).toEqual(["added unheard"]), { timeout: 20_000 });
});

test("a stream that is cut in its midst is watched on from where it was", async () => {
  const line = await startLine(cluster.port);
  const behind = await clientOver(cluster, line.port);
  const { cache, told } = startCache(behind);
  await isLive(cache);
  for (let i = 0; i < 12; i++) {
    await create(`cut-${i}`);
    if (i % 4 === 3) line.cut();
  }
  const names = Array.from({ length: 12 }, (_, i) => `added cut-${i}`).toSorted();
  await vi.waitFor(() => expect(told.toSorted()).toEqual(names), { timeout: 20_000 });
});

test("no more objects than its bound are kept, and it says so", async () => {
  for (const name of ["a", "b", "c"]) await create(name);
  const { cache } = startCache(client, 60_000, 2);
  await isLive(cache);
  expect(cache.list()).toHaveLength(2);
  expect(cache.status().isPartial).toBe(true);
});

/** A line to the server that can be cut, or be silent without being closed. */
async function startLine(port: number) {
  const pairs = new Set<[Socket, Socket]>();
  const server: Server = createServer((near) => {
    const far = connect(port, "127.0.0.1");
    const pair: [Socket, Socket] = [near, far];
    pairs.add(pair);
    for (const [socket, other] of [pair, pair.toReversed() as [Socket, Socket]]) {
      socket.on("error", () => other.destroy()).on("close", () => other.destroy());
      socket.pipe(other);
    }
    near.on("close", () => pairs.delete(pair));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const cut = () => pairs.forEach(([near]) => near.destroy());
  ends.push(() => {
    server.close();
    cut();
  });
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    silence: () =>
      pairs.forEach(([near, far]) => {
        far.unpipe(near);
        far.resume();
      }),
  };
}

async function clientOver({ kubeconfig, port }: Kubernetes, linePort: number): Promise<Client> {
  const file = `${kubeconfig}-${linePort}`;
  await writeFile(file, (await readFile(kubeconfig, "utf8")).replace(`:${port}`, `:${linePort}`));
  const made = new Client({ kubeconfig: file });
  ends.push(() => made.close());
  return made;
}

async function again<T>(call: () => Promise<T>): Promise<T> {
  return vi.waitFor(call, { timeout: 10_000, interval: 50 });
}
