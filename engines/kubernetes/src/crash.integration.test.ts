import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ApiClient, apiClient } from "./conformance/api.fixture.ts";
import { type KubernetesEngine, startKubernetesEngine } from "./engine.ts";
import { eventually } from "./kubectl.fixture.ts";

/* The cluster's process, its pods and its nodes end without warning, again and again. */

let folder: string;
let engine: KubernetesEngine;
let api: ApiClient;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "naru-crash-"));
  engine = await startKubernetesEngine({
    folder,
    host: "127.0.0.1",
    port: await freePort(),
    nodes: 3,
    nodeGraceMs: 11_000,
  });
  api = await apiClient(engine.kubeconfig);
});
afterAll(async () => {
  api.close();
  await engine.stop();
  expect(await processesOf(mark)).toEqual([]);
  await rm(folder, { recursive: true });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/** The processes in whose command line a text stands. */
async function processesOf(text: string): Promise<number[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const commands = pids.map(async (pid) => {
    const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
    return command.includes(text) ? [Number(pid)] : [];
  });
  return (await Promise.all(commands)).flat();
}

/** The cluster's process, which is a child of this one. */
async function ownClusters(): Promise<number[]> {
  const found = await processesOf("cluster-main.ts");
  const parents = found.map(async (pid) => {
    const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
    return /^PPid:\s+(\d+)$/m.exec(status)?.[1] === String(process.pid);
  });
  const areOwn = await Promise.all(parents);
  return found.filter((_, index) => areOwn[index]);
}

const maps = "/api/v1/namespaces/default/configmaps";
const deployments = "/apis/apps/v1/namespaces/default/deployments";
const pods = "/api/v1/namespaces/default/pods";

/** Stands in the command line of everything that runs here. */
const mark = `crash-${process.pid}`;

/** @param own  stands in the command line of its processes */
function podOf(own: string, more: object = {}, container: object = {}) {
  const command = ["sh", "-c", `: ${own}; trap exit TERM; while true; do sleep 0.2 & wait; done`];
  return {
    terminationGracePeriodSeconds: 1,
    containers: [{ name: "main", image: "busybox", command, ...container }],
    ...more,
  };
}

function deploymentOf(name: string, replicas: number, spec: object) {
  const labels = { app: name };
  const template = { metadata: { labels }, spec };
  return { metadata: { name }, spec: { replicas, selector: { matchLabels: labels }, template } };
}

const readyOf = async (name: string) =>
  (await api.get(`${deployments}/${name}`)).body.status?.readyReplicas ?? 0;

/** What was acknowledged: the last value of each object; undefined once it was deleted. */
async function churn(acknowledged: Map<string, string | undefined>, stopped: AbortSignal): Promise<void> {
  for (let i = 0; !stopped.aborted; i++) {
    const name = `churn-${i % 40}`;
    const value = String(i);
    const known = acknowledged.get(name);
    // What is not answered may have happened or not: nothing is claimed of it.
    acknowledged.delete(name);
    try {
      if (known !== undefined && i % 3 === 0) {
        if ((await api.remove(`${maps}/${name}`)).status < 300) acknowledged.set(name, undefined);
      } else if (known !== undefined) {
        if ((await api.patch(`${maps}/${name}`, "merge", { data: { value } })).status < 300)
          acknowledged.set(name, value);
      } else {
        await api.remove(`${maps}/${name}`);
        const made = await api.create(maps, { metadata: { name }, data: { value } });
        if (made.status === 201) acknowledged.set(name, value);
      }
    } catch {
      await pause(20);
    }
  }
}

test("killed in the middle of work, it loses nothing that it acknowledged and is whole again within ten seconds", async () => {
  await api.create(deployments, deploymentOf("busy", 3, podOf(`${mark}-busy`)));
  await eventually(() => readyOf("busy")).toBe(3);
  for (const replicas of [5, 2]) {
    const acknowledged = new Map<string, string | undefined>();
    const stopped = new AbortController();
    const working = churn(acknowledged, stopped.signal);
    await pause(500);
    const scaled = await api.patch(`${deployments}/busy`, "merge", { spec: { replicas } });
    expect(scaled.status).toBe(200);
    const { restarts } = engine.state();
    const old = await processesOf(`${mark}-busy`);
    for (const pid of await ownClusters()) process.kill(pid, "SIGKILL");
    const killedAt = performance.now();
    await eventually(() => engine.state().restarts).toBe(restarts + 1);
    await eventually(() => engine.state().isReady).toBe(true);
    const answeredMs = performance.now() - killedAt;
    stopped.abort();
    await working;
    for (const [name, value] of acknowledged) {
      const { status, body } = await api.get(`${maps}/${name}`);
      expect(`${name} ${status === 404 ? undefined : body.data.value}`).toBe(`${name} ${value}`);
    }
    await eventually(async () => {
      const { items } = (await api.get(`${pods}?labelSelector=app%3Dbusy`)).body;
      const running = await processesOf(`${mark}-busy`);
      const isOld = running.some((pid) => old.includes(pid));
      return { ready: await readyOf("busy"), pods: items.length, processes: running.length, isOld };
    }, 10_000).toEqual({ ready: replicas, pods: replicas, processes: replicas, isOld: false });
    const wholeMs = performance.now() - killedAt;
    process.stdout.write(
      `killed: answers after ${Math.round(answeredMs)} ms, whole after ${Math.round(wholeMs)} ms\n`,
    );
    expect(wholeMs).toBeLessThan(10_000 + answeredMs);
  }
}, 60_000);

test("a pod's process that is killed is started again, and the pod says so", async () => {
  const own = `${mark}-killed`;
  await api.create(pods, { metadata: { name: "killed" }, spec: podOf(own) });
  await eventually(async () => (await api.get(`${pods}/killed`)).body.status.phase).toBe("Running");
  for (const pid of await processesOf(own)) process.kill(pid, "SIGKILL");
  await eventually(
    async () => (await api.get(`${pods}/killed`)).body.status.containerStatuses[0],
  ).toMatchObject({
    restartCount: 1,
    ready: true,
    lastState: { terminated: { exitCode: 137, reason: "Error" } },
  });
});

test("a pod that takes more memory than its limit is ended for that", async () => {
  const command = ["node", "-e", "const a=[];setInterval(()=>a.push(Buffer.alloc(8<<20,1)),5)"];
  const container = { image: "node", command, resources: { limits: { memory: "96Mi" } } };
  await api.create(pods, {
    metadata: { name: "greedy" },
    spec: podOf(mark, { restartPolicy: "Never" }, container),
  });
  await eventually(async () => (await api.get(`${pods}/greedy`)).body.status).toMatchObject({
    phase: "Failed",
    containerStatuses: [{ state: { terminated: { reason: "OOMKilled", exitCode: 137 } } }],
  });
});

test("a pod that hangs is found by its liveness probe and started again", async () => {
  const probe = {
    exec: { command: ["sh", "-c", "! test -f /tmp/hangs"] },
    periodSeconds: 1,
    failureThreshold: 1,
  };
  const command = ["sh", "-c", "sleep 1; touch /tmp/hangs; while true; do sleep 1; done"];
  await api.create(pods, {
    metadata: { name: "hangs" },
    spec: podOf(mark, {}, { command, livenessProbe: probe }),
  });
  await eventually(
    async () => (await api.get(`${pods}/hangs`)).body.status?.containerStatuses?.[0].restartCount,
  ).toBeGreaterThan(0);
  const about = "/api/v1/namespaces/default/events?fieldSelector=involvedObject.name%3Dhangs";
  const reasons = (await api.get(about)).body.items.map(({ reason }: { reason: string }) => reason);
  expect(reasons).toEqual(expect.arrayContaining(["Unhealthy", "Killing"]));
  await api.remove(`${pods}/hangs`);
}, 40_000);

test("a node that is lost loses its pods to the others, and comes back", async () => {
  const tolerations = ["not-ready", "unreachable"].map((key) => ({
    key: `node.kubernetes.io/${key}`,
    operator: "Exists",
    effect: "NoExecute",
    tolerationSeconds: 1,
  }));
  await api.create(deployments, deploymentOf("moving", 3, podOf(`${mark}-moving`, { tolerations })));
  await eventually(() => readyOf("moving")).toBe(3);
  const power = (value: string | null) =>
    api.patch("/api/v1/nodes/node-2", "merge", { metadata: { annotations: { "naru.dev/power": value } } });
  const ready = async () => {
    const { conditions } = (await api.get("/api/v1/nodes/node-2")).body.status;
    return conditions.find(({ type }: { type: string }) => type === "Ready").status;
  };
  await power("off");
  const offAt = performance.now();
  await eventually(ready, 25_000).toBe("Unknown");
  const noticedMs = performance.now() - offAt;
  const places = async () =>
    (await api.get(`${pods}?labelSelector=app%3Dmoving`)).body.items
      .filter(
        ({ metadata, status }: { metadata: { deletionTimestamp?: string }; status: { phase: string } }) =>
          !metadata.deletionTimestamp && status.phase === "Running",
      )
      .map(({ spec }: { spec: { nodeName: string } }) => spec.nodeName);
  await eventually(
    async () => (await places()).filter((node: string) => node !== "node-2").length,
    20_000,
  ).toBe(3);
  const movedMs = performance.now() - offAt;
  await power(null);
  await eventually(ready, 15_000).toBe("True");
  process.stdout.write(
    `node lost: noticed after ${Math.round(noticedMs)} ms, pods elsewhere after ${Math.round(movedMs)} ms\n`,
  );
}, 60_000);
