import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Client, kinds, type KubeObject } from "@naru/kubernetes";
import { eventually, type Platform, startPlatform } from "@naru/testkit";
import { quantile } from "../frames.ts";
import { Visitors } from "./visitors.ts";

interface CapacityBenchOptions {
  /** Steps of the load, up and down again. */
  readonly trials: number;
  readonly say: (line: string) => void;
}

const namespace = "bench";
const name = "felt";
const host = `${name}.example`;
/** Requests a second: of one pod, before the step and after it. */
const perPod = 10;
const few = 18;
const many = 4 * few;
const podsFor = (perSecond: number) => Math.ceil(perSecond / perPod);
/** Up to a tenth more for each is no reason for the autoscaler to change anything. */
const enoughFor = (perSecond: number) => Math.ceil(perSecond / (1.1 * perPod));
const mostPods = 12;
const calmMs = 60_000;
const highMs = 20_000;
const withinMs = 120_000;

/** How soon after a step of the load there are pods enough for it, and whether their number goes up and down without need.
 *  The autoscaler measures requests per second as Naru tells them. */
export async function benchCapacity({ trials, say }: CapacityBenchOptions): Promise<Record<string, number>> {
  const platform = await startPlatform({ nodes: 1, readyMs: withinMs });
  const client = new Client({ kubeconfig: platform.kubernetes.kubeconfig });
  const visitors = new Visitors(platform.kubernetes.ingressUrl, host);
  try {
    await deploy(platform, client);
    await until(client, podsFor(few), podsFor(few));
    visitors.come(few);
    say(`${calmMs / 1000} s of ${few} requests a second …`);
    const calm = await watched(client, () => pause(calmMs));
    const wantedMs: number[] = [];
    const readyMs: number[] = [];
    let needless = 0;
    for (let trial = 1; trial <= trials; trial++) {
      visitors.come(many);
      let took = { wanted: 0, ready: 0 };
      const changes = await watched(client, async () => {
        took = await until(client, enoughFor(many), mostPods);
        await pause(highMs);
        visitors.come(few);
        await until(client, 1, podsFor(few));
        await pause(highMs);
      });
      wantedMs.push(took.wanted);
      readyMs.push(took.ready);
      needless += Math.max(0, turnsOf(changes) - 1);
      say(
        `${trial} of ${trials}: asked for after ${took.wanted} ms, ready after ${took.ready} ms; ${changes.join(" → ")}`,
      );
    }
    const failed = [...visitors.failed];
    for (const [how, requests] of failed) say(`${requests} requests failed: ${how}`);
    return {
      capacityTrials: trials,
      capacityWantedP50Ms: quantile(wantedMs, 0.5),
      capacityWantedMaxMs: Math.max(...wantedMs),
      capacityReadyP50Ms: quantile(readyMs, 0.5),
      capacityReadyMaxMs: Math.max(...readyMs),
      capacityNeedlessTurns: needless,
      capacityCalmChanges: calm.length - 1,
      capacityRequests: visitors.sent,
      capacityRequestsFailed: failed.reduce((sum, [, requests]) => sum + requests, 0),
    };
  } finally {
    visitors.stop();
    client.close();
    await platform.stop();
  }
}

interface Deployment extends KubeObject {
  readonly spec: { readonly replicas: number };
  readonly status?: { readonly readyReplicas?: number };
}

const deployment = (client: Client) => client.get<Deployment>(kinds.deployments, { namespace, name });

/** Until so many pods are ready, and no more are wanted than that.
 *  @returns milliseconds after which the autoscaler had asked for them, and after which they were ready */
async function until(
  client: Client,
  least: number,
  most: number,
): Promise<{ wanted: number; ready: number }> {
  const began = performance.now();
  const since = () => Math.round(performance.now() - began);
  let wanted: number | undefined;
  await eventually(
    async () => {
      const { spec, status } = await deployment(client);
      const ready = status?.readyReplicas ?? 0;
      if (spec.replicas >= least) wanted ??= since();
      if (ready < least || spec.replicas > most) {
        throw new Error(
          `${ready} pods are ready, ${spec.replicas} are wanted: kubectl -n ${namespace} describe hpa`,
        );
      }
    },
    withinMs,
    100,
  );
  return { wanted: wanted ?? since(), ready: since() };
}

/** @returns each number of replicas that was wanted meanwhile, one after the other */
async function watched(client: Client, work: () => Promise<unknown>): Promise<number[]> {
  const seen = [(await deployment(client)).spec.replicas];
  const stop = new AbortController();
  const watching = (async () => {
    while (!stop.signal.aborted) {
      const { replicas } = (await deployment(client)).spec;
      if (replicas !== seen.at(-1)) seen.push(replicas);
      await pause(200);
    }
  })();
  try {
    await work();
  } finally {
    stop.abort();
    await watching;
  }
  return seen;
}

/** How often it went the other way. */
const turnsOf = (seen: readonly number[]): number => {
  const directions = seen.slice(1).map((replicas, i) => Math.sign(replicas - (seen[i] ?? 0)));
  return directions.filter((direction, i) => i > 0 && direction !== directions[i - 1]).length;
};

async function deploy(platform: Platform, client: Client): Promise<void> {
  const image = join(platform.kubernetes.images, "bench", "felt", "1");
  const cache = join(platform.dataFolder, "compiled");
  await mkdir(image, { recursive: true });
  const agent = fileURLToPath(import.meta.resolve("@naru/agent-node"));
  const config = {
    Entrypoint: [process.execPath, "--disable-warning=ExperimentalWarning", "--require", agent],
    Cmd: [fileURLToPath(new URL("service.ts", import.meta.url))],
    Env: [`NODE_COMPILE_CACHE=${cache}`],
  };
  await writeFile(join(image, "config.json"), JSON.stringify({ os: process.platform, config }));
  await client.create(kinds.namespaces, "", { metadata: { name: namespace } });
  for (const [kind, body] of objects) await client.create(kind, namespace, body);
}

const labels = { app: name };
const objects = [
  [
    kinds.services,
    { metadata: { name }, spec: { selector: labels, ports: [{ port: 80, targetPort: "http" }] } },
  ],
  [
    kinds.ingresses,
    {
      metadata: { name },
      spec: {
        rules: [
          {
            host,
            http: {
              paths: [
                { path: "/", pathType: "Prefix", backend: { service: { name, port: { number: 80 } } } },
              ],
            },
          },
        ],
      },
    },
  ],
  [
    kinds.deployments,
    {
      metadata: { name },
      spec: {
        replicas: podsFor(few),
        selector: { matchLabels: labels },
        template: {
          metadata: { labels, annotations: { "instrumentation.opentelemetry.io/inject-sdk": "true" } },
          spec: {
            terminationGracePeriodSeconds: 5,
            containers: [
              {
                name: "main",
                image: "bench/felt:1",
                ports: [{ name: "http", containerPort: 8080 }],
                env: [{ name: "OTEL_BSP_SCHEDULE_DELAY", value: "1000" }],
                readinessProbe: { tcpSocket: { port: "http" }, periodSeconds: 1 },
                lifecycle: { preStop: { sleep: { seconds: 1 } } },
              },
            ],
          },
        },
      },
    },
  ],
  [
    kinds.horizontalPodAutoscalers,
    {
      metadata: { name },
      spec: {
        scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name },
        minReplicas: 1,
        maxReplicas: mostPods,
        metrics: [
          {
            type: "Pods",
            pods: {
              metric: { name: "requests_per_second" },
              target: { type: "AverageValue", averageValue: String(perPod) },
            },
          },
        ],
        behavior: {
          scaleUp: { policies: [{ type: "Percent", value: 300, periodSeconds: 15 }] },
          scaleDown: { stabilizationWindowSeconds: 30 },
        },
      },
    },
  ],
] as const;
