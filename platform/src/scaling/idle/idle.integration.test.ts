import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import type { KubeObject } from "@naru/kubernetes";
import { kinds } from "@naru/kubernetes";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Feature } from "#kernel/feature.ts";
import { createLogger } from "#kernel/log.ts";
import { applyObjects, deleteObject, listPods, type PodRow } from "#kubernetes/api.ts";
import { answer, cluster, type Fixture, openFixture } from "#kubernetes/fixture.ts";
import { attributes, insert, time } from "#telemetry/query/fixture.ts";
import * as api from "../api.ts";
import { scaleToZero } from "../index.ts";

/* The real cluster, whose ingress brings back what the real feature takes away. */

const namespace = "default";
const eventually = { timeout: 30_000, interval: 200 };
const minute = 60_000;

let fixture: Fixture;
beforeAll(async () => {
  fixture = await openFixture(1);
}, 60_000);
afterAll(() => fixture.close());

/** Tests do not wait for minutes. */
let ahead = 0;
const clock = { now: () => Date.now() + ahead };

const program = `require("node:http").createServer((asked, answer) => answer.end("hello from " + process.env.HOSTNAME)).listen(process.env.PORT)`;

const manifests = (name: string, period: string) => {
  const labels = { app: name };
  const container = {
    name: "web",
    image: "node",
    command: ["node", "-e", program],
    ports: [{ name: "http", containerPort: 8080 }],
    readinessProbe: { httpGet: { path: "/", port: "http" }, periodSeconds: 1 },
  };
  return [
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name, namespace, annotations: { "naru.dev/scale-to-zero": period } },
      spec: {
        replicas: 2,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: { terminationGracePeriodSeconds: 1, containers: [container] },
        },
      },
    },
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name, namespace },
      spec: { selector: labels, ports: [{ name: "http", port: 8080, targetPort: "http" }] },
    },
    {
      apiVersion: "networking.k8s.io/v1",
      kind: "Ingress",
      metadata: { name, namespace },
      spec: { defaultBackend: { service: { name, port: { name: "http" } } } },
    },
  ];
};

describe("a workload that asks to have no pods while nobody needs them", () => {
  let feature: Feature;
  let name: string;
  let count = 0;
  const telling = { stop: new AbortController(), done: Promise.resolve() };

  async function opened({ period = "1m", embedded = [cluster] as readonly string[] } = {}): Promise<void> {
    name = `cart-${++count}`;
    ahead = 0;
    const yaml = manifests(name, period)
      .map((each) => JSON.stringify(each))
      .join("\n---\n");
    await fixture.call(applyObjects, { cluster, yaml });
    await expect.poll(ready, eventually).toHaveLength(2);
    const { picture, objects } = fixture.kubernetes();
    const { clickhouse } = fixture;
    const log = createLogger("silent");
    feature = scaleToZero({ clickhouse, picture, objects, embedded, log, clock, everyMs: 200 });
    await feature.start?.();
  }
  afterEach(async () => {
    telling.stop.abort();
    await telling.done;
    await feature.stop?.();
    for (const { apiVersion, kind } of manifests(name, ""))
      await fixture.call(deleteObject, { cluster, apiVersion, kind, namespace, name });
    await expect.poll(pods, eventually).toEqual([]);
  });

  const pods = async (): Promise<PodRow[]> =>
    (await fixture.call(listPods, { namespace })).pods.filter((pod) => pod.workload?.name === name);
  const ready = async () => (await pods()).filter(({ health }) => health === "good");

  /** Its pods go on telling of themselves until the test is over. */
  function tell(): void {
    const stop = new AbortController();
    telling.stop = stop;
    telling.done = (async () => {
      while (!stop.signal.aborted) {
        for (const pod of await ready()) await uptime(pod);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    })();
  }

  const deployment = () =>
    fixture.client.get<KubeObject & { spec: { replicas: number } }>(kinds.deployments, { namespace, name });
  const replicas = async () => (await deployment()).spec.replicas;
  const row = async () =>
    (await answer(feature, api.listScaleToZero, {})).workloads.find((each) => each.name === name);
  const told = async () =>
    (
      await fixture.client.all<
        KubeObject & { involvedObject: { name: string }; reason: string; message: string }
      >(kinds.events)
    )
      .filter(({ involvedObject, reason }) => involvedObject.name === name && /Zero/.test(reason))
      .map(({ reason, message }) => `${reason}: ${message}`)
      .toSorted();
  const watched = () =>
    expect.poll(async () => (await row())?.idleSince, eventually).toEqual(expect.any(Number));

  test("has none after that, and all of them again for the first request, which is answered", async () => {
    await opened();
    tell();
    await watched();
    expect(await replicas()).toBe(2);
    ahead = minute + 5000;
    await expect.poll(replicas, eventually).toBe(0);
    expect((await deployment()).metadata.annotations).toMatchObject({ "naru.dev/scaled-from": "2" });
    await expect.poll(row, eventually).toMatchObject({ state: "asleep", replicas: 2, period: "1m" });
    await expect.poll(pods, eventually).toEqual([]);

    const { status, text } = await ask();
    expect([status, text]).toEqual([200, expect.stringMatching(/^hello from cart-/)]);
    expect(await replicas()).toBe(2);
    await expect.poll(row, eventually).toMatchObject({ state: "awake" });
    expect(await told()).toEqual([
      expect.stringMatching(
        new RegExp(
          `^ScaledFromZero: New size: 2; reason: somebody came to service default/${name} at \\S+Z$`,
        ),
      ),
      expect.stringMatching(/^ScaledToZero: New size: 0; reason: no request since \S+Z, for longer than 1m$/),
    ]);
  });

  test("keeps them while one of them is asked anything, and probes are nothing", async () => {
    await opened();
    tell();
    await watched();
    const [first] = await ready();
    if (!first) throw new Error("there is no pod");
    const since = (await row())?.idleSince ?? 0;
    ahead = minute - 5000;
    await served(first, "curl/8.5");
    ahead = minute + 30_000;
    await expect.poll(async () => (await row())?.idleSince, eventually).toBeGreaterThan(since);
    await new Promise((resolve) => setTimeout(resolve, 2000));
    expect(await row()).toMatchObject({ state: "awake" });
    await served(first, "kube-probe/1.36");
    ahead = 2 * minute;
    await expect.poll(replicas, eventually).toBe(0);
  });

  test("keeps them where nothing is known of one, and says so once", async () => {
    await opened();
    await expect.poll(row, eventually).toMatchObject({ state: "awake" });
    ahead = 4 * minute;
    await expect.poll(row, eventually).toMatchObject({ state: "held", why: "silent" });
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(await told()).toEqual([
      expect.stringMatching(/^ScaleToZeroHeld: Pod cart-\S+ has told nothing of itself for three minutes/),
    ]);
    expect(await replicas()).toBe(2);
  });

  test.each([
    ["where nothing would hold requests", { embedded: [] }, "cluster"],
    ["where what it asks for is too short", { period: "30s" }, "period"],
  ])("keeps them %s, and says so", async (_, given, why) => {
    await opened(given);
    await expect.poll(row, eventually).toMatchObject({ state: "held", why });
    await expect.poll(told, eventually).toEqual([`ScaleToZeroHeld: ${(await row())?.message}`]);
  });

  test("is awake when somebody brings its pods back by hand, and off when somebody takes them away", async () => {
    await opened();
    tell();
    await watched();
    ahead = minute + 5000;
    await expect.poll(row, eventually).toMatchObject({ state: "asleep" });
    await scale(1);
    await expect
      .poll(async () => (await deployment()).metadata.annotations, eventually)
      .not.toHaveProperty(["naru.dev/scaled-from"]);
    await scale(0);
    await expect.poll(row, eventually).toMatchObject({ state: "off", replicas: null });
    await expect.poll(pods, eventually).toEqual([]);
    expect((await ask()).status).toBe(503);
    expect(await replicas()).toBe(0);
  });

  const scale = (to: number) =>
    fixture.client.patch(kinds.deployments, { namespace, name }, "merge", { spec: { replicas: to } });
});

async function ask(): Promise<{ status: number; text: string }> {
  const sent = request(fixture.engine.ingressUrl ?? "", { agent: false });
  sent.end();
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  let text = "";
  for await (const chunk of response) text += String(chunk);
  return { status: response.statusCode ?? 0, text };
}

const resourceOf = ({ uid }: PodRow) => BigInt(`0x${uid.replaceAll("-", "").slice(0, 15)}`);
const day = () => new Date(clock.now()).toISOString().slice(0, 10);

async function itself(pod: PodRow): Promise<void> {
  const own = {
    "telemetry.sdk.name": "opentelemetry",
    "k8s.namespace.name": namespace,
    "k8s.pod.name": pod.name,
    "k8s.pod.uid": pod.uid,
  };
  await insert(fixture.clickhouse, "resources", [
    { day: day(), resource_id: resourceOf(pod), service: "cart", ...attributes(own) },
  ]);
}

/** A metric of its own, as an SDK sends it. */
async function uptime(pod: PodRow): Promise<void> {
  await itself(pod);
  const metric = "process.uptime";
  const id = resourceOf(pod);
  await insert(fixture.clickhouse, "metric_series", [
    { day: day(), metric, series_id: id, kind: 1, service: "cart", resource_id: id },
  ]);
  await insert(fixture.clickhouse, "metric_numbers", [
    { metric, series_id: id, time: time(clock.now()), value: 9 },
  ]);
}

/** It has just answered a request. */
const served = (pod: PodRow, agent: string) =>
  insert(fixture.clickhouse, "spans", [
    {
      start_time: time(clock.now() - 20),
      duration: 5_000_000,
      service: "cart",
      name: "GET /",
      inner: 0,
      kind: 2,
      status: 0,
      resource_id: resourceOf(pod),
      ...attributes({ "user_agent.original": agent }),
    },
  ]);
