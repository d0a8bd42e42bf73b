import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { insertRows } from "@naru/clickhouse";
import { kinds } from "@naru/kubernetes";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Feature } from "#kernel/feature.ts";
import { createLogger } from "#kernel/log.ts";
import { applyObjects, listPods, type PodRow } from "#kubernetes/api.ts";
import { answer, cluster, type Fixture, openFixture } from "#kubernetes/fixture.ts";
import { attributes, insert, type Row, time } from "#telemetry/query/fixture.ts";
import * as api from "../api.ts";
import { during } from "../fixture.ts";
import { autoscaling, forecasts } from "../index.ts";

/* The real cluster's API server and autoscaler, asking the real feature. */

const namespace = "default";
const eventually = { timeout: 30_000, interval: 200 };

let fixture: Fixture;
let folder: string;
let feature: Feature;
beforeAll(async () => {
  fixture = await openFixture(1);
  folder = await mkdtemp(join(tmpdir(), "naru-autoscaling-"));
  feature = opened([cluster]);
  await feature.start?.();
}, 60_000);
afterAll(async () => {
  await feature.stop?.();
  await fixture.close();
  await rm(folder, { recursive: true });
});

function opened(clusters: readonly string[], keys = folder): Feature {
  const { picture, objects } = fixture.kubernetes();
  return autoscaling({
    clickhouse: fixture.clickhouse,
    picture,
    objects,
    outlooks: forecasts({ clickhouse: fixture.clickhouse, picture }),
    autoscaling: { clusters, address: "", host: "127.0.0.1", port: 0, folder: keys, embedded: [cluster] },
    log: createLogger("silent"),
  });
}

const states = async (of = feature) =>
  (await answer(of, api.listAutoscalingMetrics, {})).apis.map(({ api: name, state }) => `${name} ${state}`);
const served = [
  "custom.metrics.k8s.io/v1beta2 served",
  "custom.metrics.k8s.io/v1beta1 served",
  "external.metrics.k8s.io/v1beta1 served",
];

interface Values {
  readonly items: readonly { describedObject?: { name: string }; metricName?: string; value: string }[];
}

const execute = promisify(execFile);

async function raw(group: string, path: string): Promise<Values> {
  const url = `/apis/${group}/namespaces/${namespace}/${path}`;
  const line = ["--kubeconfig", fixture.engine.kubeconfig, "get", "--raw", url];
  return JSON.parse((await execute("kubectl", line)).stdout) as Values;
}
const custom = (path: string, version = "v1beta2") => raw(`custom.metrics.k8s.io/${version}`, path);
const external = (path: string) => raw("external.metrics.k8s.io/v1beta1", path);

const deployment = (name: string, replicas: number) => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name, namespace },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: {
        terminationGracePeriodSeconds: 0,
        containers: [{ name: "main", image: "busybox", command: ["sleep", "1000"] }],
      },
    },
  },
});

async function running(name: string, replicas: number): Promise<PodRow[]> {
  const yaml = JSON.stringify(deployment(name, replicas));
  await fixture.call(applyObjects, { cluster, yaml });
  await expect.poll(() => ready(name), eventually).toHaveLength(replicas);
  return ready(name);
}

const ready = async (name: string) =>
  (await fixture.call(listPods, { namespace })).pods.filter(
    ({ workload, health }) => workload?.name === name && health === "good",
  );

const stored = (table: string, rows: readonly Row[]) => insert(fixture.clickhouse, table, rows);
const resourceOf = ({ uid }: PodRow) => BigInt(`0x${uid.replaceAll("-", "").slice(0, 15)}`);
const today = () => new Date().toISOString().slice(0, 10);

/** A pod has told of itself, as an SDK does. */
const told = (pod: PodRow) =>
  stored("resources", [
    {
      day: today(),
      resource_id: resourceOf(pod),
      service: "web",
      ...attributes({
        "telemetry.sdk.name": "opentelemetry",
        "k8s.namespace.name": namespace,
        "k8s.pod.name": pod.name,
        "k8s.pod.uid": pod.uid,
      }),
    },
  ]);

/** So many requests a second are answered by each pod since half a minute, and until the check is over. */
function asked<T>(perSecond: ReadonlyMap<PodRow, number>, check: () => Promise<T>): Promise<T> {
  let from = Date.now() - 40_000;
  return during(async () => {
    const to = Date.now();
    for (const [pod, rate] of perSecond) await answered(pod, rate, { from, to });
    from = to;
  }, check);
}

const tookMs = 50;

async function answered(pod: PodRow, perSecond: number, { from, to }: { from: number; to: number }) {
  const everyMs = 1000 / perSecond;
  const first = Math.ceil(from / everyMs);
  const spans = Array.from({ length: Math.ceil(to / everyMs) - first }, (_, i) => ({
    at_start_time: (first + i) * everyMs - tookMs,
    duration: tookMs * 1_000_000,
    service: "web",
    name: "GET /",
    inner: 0,
    kind: 2,
    status: 0,
    resource_id: String(resourceOf(pod)),
  }));
  await insertRows(fixture.clickhouse, "spans", spans);
}

const apiServices = async () =>
  (await fixture.client.all(apiServiceKind))
    .map(({ metadata }) => metadata.name)
    .filter((name) => /(custom|external)\.metrics/.test(name))
    .toSorted();
const apiServiceKind = {
  group: "apiregistration.k8s.io",
  version: "v1",
  kind: "APIService",
  plural: "apiservices",
  namespaced: false,
};

test("it is registered, and found to answer", async () => {
  await expect.poll(() => states(), eventually).toEqual(served);
  expect(await apiServices()).toEqual([
    "v1beta1.custom.metrics.k8s.io",
    "v1beta1.external.metrics.k8s.io",
    "v1beta2.custom.metrics.k8s.io",
  ]);
});

/** Values by the names of what is described; nothing where they are refused. */
async function rounded(path: string, version?: string): Promise<Record<string, number>> {
  const { items } = await custom(path, version).catch((): Values => ({ items: [] }));
  return Object.fromEntries(
    items.map(({ describedObject, value }) => [
      describedObject?.name ?? "",
      Math.round(Number.parseFloat(value) / (value.endsWith("m") ? 1000 : 1)),
    ]),
  );
}

describe("what is asked of pods", () => {
  test("is told of each, of all together, and not of those that tell nothing", async () => {
    const [first, second, silent] = await running("web", 3);
    if (!first || !second || !silent) throw new Error("there are no pods");
    for (const pod of [first, second]) await told(pod);
    const rates = new Map([
      [first, 20],
      [second, 10],
    ]);
    const expected = { [first.name]: 20, [second.name]: 10 };
    await asked(rates, async () => {
      await expect.poll(() => rounded("pods/*/requests_per_second"), eventually).toEqual(expected);
      expect(await rounded("pods/*/requests_per_second", "v1beta1")).toEqual(expected);
      expect(await rounded("deployments.apps/web/requests_per_second")).toEqual({ web: 30 });
    });
    const { items } = await custom("deployments.apps/web/requests_in_flight");
    expect(Number.parseFloat(items[0]?.value ?? "") / 1000).toBeCloseTo(1.5, 0);
    await expect(custom(`pods/${silent.name}/requests_per_second`)).rejects.toThrow(
      /none of the 1 pods has told/,
    );
    await expect(custom("pods/*/smiles")).rejects.toThrow(
      /there is no metric smiles: there are requests_per_second/,
    );
    await expect(custom("pods/*/requests_per_second_forecast")).rejects.toThrow(
      /is there of deployments.apps, statefulsets.apps, daemonsets.apps/,
    );
    await expect(custom("deployments.apps/unknown/requests_per_second_forecast")).rejects.toThrow(
      /no requests of unknown are known/,
    );
    await expect(custom("jobs.batch/web/requests_per_second")).rejects.toThrow(/jobs.batch are not measured/);
  });

  test("is nothing where a pod tells of itself, and of no requests", async () => {
    const [idle, mute] = await running("idle", 2);
    if (!idle || !mute) throw new Error("there are no pods");
    await told(idle);
    await stored("metric_series", [
      {
        day: today(),
        metric: "process.uptime",
        series_id: 77,
        kind: 1,
        service: "web",
        resource_id: resourceOf(idle),
      },
    ]);
    await stored("metric_numbers", [
      { metric: "process.uptime", series_id: 77, time: time(Date.now()), value: 9 },
    ]);
    await expect
      .poll(async () => (await custom("pods/*/requests_per_second").catch(() => ({ items: [] }))).items, {
        timeout: 40_000,
        interval: 1000,
      })
      .toContainEqual(
        expect.objectContaining({
          describedObject: expect.objectContaining({ name: idle.name }),
          value: "0",
        }),
      );
    const { items } = await custom("deployments.apps/idle/request_duration_p95_seconds");
    expect(items).toMatchObject([{ value: "0" }]);
    await expect(custom(`pods/${mute.name}/requests_per_second`)).rejects.toThrow(/by OpenTelemetry lately/);
  });
});

const gauge = (id: number, of: string, queue: string) => ({
  day: today(),
  metric: "queue_depth",
  series_id: id,
  kind: 1,
  ...attributes({ namespace: of, queue }),
});

test("gauges are told to their own namespace, by their labels", async () => {
  await stored("metric_series", [
    gauge(1, namespace, "orders"),
    gauge(2, namespace, "mails"),
    gauge(3, "elsewhere", "orders"),
  ]);
  await stored(
    "metric_numbers",
    [1, 2, 3].flatMap((id) => [
      { metric: "queue_depth", series_id: id, time: time(Date.now() - 5000), value: 1000 },
      { metric: "queue_depth", series_id: id, time: time(Date.now() - 1000), value: id * 10 },
    ]),
  );
  const values = async (path: string) => (await external(path)).items.map(({ value }) => value).toSorted();
  expect(await values("queue_depth")).toEqual(["10", "20"]);
  expect(await values("queue_depth?labelSelector=queue%3Dorders")).toEqual(["10"]);
  await expect(external("nothing_such")).rejects.toThrow(/no gauge nothing_such/);
});

const unanswered = async () =>
  (await answer(feature, api.listAutoscalingMetrics, {})).unanswered.map(({ metric }) => metric);

test("a deployment grows with its requests, and the autoscaler says by what", async () => {
  await running("busy", 1);
  const autoscaler = {
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: { name: "busy", namespace },
    spec: {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "busy" },
      minReplicas: 1,
      maxReplicas: 4,
      metrics: [
        {
          type: "Pods",
          pods: {
            metric: { name: "requests_per_second" },
            target: { type: "AverageValue", averageValue: "10" },
          },
        },
      ],
    },
  };
  await fixture.call(applyObjects, { cluster, yaml: JSON.stringify(autoscaler) });
  await expect.poll(unanswered, eventually).toContain("pods/* requests_per_second");
  const [pod] = await ready("busy");
  if (!pod) throw new Error("there is no pod");
  await told(pod);
  await asked(new Map([[pod, 30]]), () => expect.poll(() => ready("busy"), eventually).toHaveLength(3));
  const found = await fixture.client.get<
    {
      status?: { currentMetrics?: object[] };
    } & Awaited<ReturnType<typeof fixture.client.get>>
  >(kinds.horizontalPodAutoscalers, { namespace, name: "busy" });
  expect(found.status?.currentMetrics).toMatchObject([
    { type: "Pods", pods: { metric: { name: "requests_per_second" } } },
  ]);
});

test("an APIService of somebody else stays theirs, and its own goes when nobody asks any more", async () => {
  const keys = await mkdtemp(join(tmpdir(), "naru-autoscaling-"));
  const other = opened([cluster], keys);
  await other.start?.();
  await expect
    .poll(() => states(other), eventually)
    .toEqual(served.map((each) => each.replace("served", "taken")));
  const [{ problem } = { problem: "" }] = (await answer(other, api.listAutoscalingMetrics, {})).apis;
  expect(problem).toMatch(/belongs to another Naru.*kubectl delete service naru-autoscaling -n kube-system/);
  await other.stop?.();
  await rm(keys, { recursive: true });

  await feature.stop?.();
  feature = opened([]);
  await feature.start?.();
  await expect.poll(apiServices, eventually).toEqual([]);
});
