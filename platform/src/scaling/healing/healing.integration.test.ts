import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createLogger } from "#kernel/log.ts";
import type { Feature } from "#kernel/feature.ts";
import { applyObjects, deleteObject, listPods, type PodRow } from "#kubernetes/api.ts";
import { answer, cluster, type Fixture, openFixture } from "#kubernetes/fixture.ts";
import { attributes, insert, time } from "#telemetry/query/fixture.ts";
import * as api from "../api.ts";
import { during } from "../fixture.ts";
import { forecasts, scaling } from "../index.ts";

let fixture: Fixture;
beforeAll(async () => {
  fixture = await openFixture(1);
}, 60_000);
afterAll(() => fixture.close());

const namespace = "default";
const eventually = { timeout: 30_000, interval: 200 };
/** It looks again and again by itself, as in production, only quicker. */
const everyMs = 200;
/** Pods that have just become ready are taken for warm. */
const aheadMs = 60_000;
const clock = { now: () => Date.now() + aheadMs };

const workload = (name: string, { policy = "", replicas = 3 } = {}) => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name, namespace, ...(policy && { annotations: { "naru.dev/healing": policy } }) },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: {
        terminationGracePeriodSeconds: 0,
        containers: [
          { name: "main", image: "busybox", command: ["sh", "-c", "while true; do sleep 0.2; done"] },
        ],
      },
    },
  },
});

const apply = (...objects: readonly object[]) =>
  fixture.call(applyObjects, {
    cluster,
    yaml: objects.map((each) => JSON.stringify(each)).join("\n---\n"),
  });

const resourceOf = ({ uid }: PodRow) => BigInt(`0x${uid.replaceAll("-", "").slice(0, 15)}`);

interface Request {
  readonly of: PodRow;
  /** Milliseconds since 1970. */
  readonly began: number;
  readonly tookMs: number;
  readonly failed?: boolean;
}

/** Each by its pod, in the same operation. */
async function tell(requests: readonly Request[]): Promise<void> {
  const day = new Date(clock.now()).toISOString().slice(0, 10);
  const pods = new Map(requests.map(({ of }) => [of.uid, of]));
  await insert(
    fixture.clickhouse,
    "resources",
    [...pods.values()].map((pod) => ({
      day,
      resource_id: resourceOf(pod),
      service: "cart",
      ...attributes({
        "k8s.namespace.name": namespace,
        "k8s.pod.name": pod.name,
        "k8s.pod.uid": pod.uid,
      }),
    })),
  );
  await insert(
    fixture.clickhouse,
    "spans",
    requests.map(({ of, began, tookMs, failed = false }, i) => ({
      start_time: time(began),
      duration: tookMs * 1_000_000 + i,
      service: "cart",
      name: "GET /cart",
      inner: 0,
      kind: 2,
      status: failed ? 2 : 0,
      resource_id: resourceOf(of),
    })),
  );
}

const times = (count: number, request: Request): Request[] =>
  Array.from({ length: count }, (_, i) => ({ ...request, began: request.began + i }));

/** Eight requests that each pod has just answered; four of them failed where it is sick. */
async function answered(pods: readonly PodRow[], sick: readonly PodRow[]): Promise<void> {
  const request = { began: clock.now() - 20, tookMs: 5 };
  await tell(
    pods.flatMap((of) => [
      ...times(4, { ...request, of, failed: sick.some(({ uid }) => uid === of.uid) }),
      ...times(4, { ...request, of }),
    ]),
  );
}

describe("a pod that fails where the others of its workload do not", () => {
  let feature: Feature;
  let name: string;
  let count = 0;
  beforeEach(async () => {
    name = `cart-${++count}`;
    const { picture, moving, objects } = fixture.kubernetes();
    const log = createLogger("silent");
    const { clickhouse } = fixture;
    const outlooks = forecasts({ clickhouse, picture });
    feature = scaling({ clickhouse, outlooks, picture, moving, objects, most: "act", log, clock, everyMs });
    await feature.start?.();
  });
  afterEach(async () => {
    await feature.stop?.();
    await fixture.call(deleteObject, { cluster, apiVersion: "apps/v1", kind: "Deployment", namespace, name });
    await expect.poll(pods, eventually).toEqual([]);
  });

  const pods = async (): Promise<PodRow[]> =>
    (await fixture.call(listPods, { namespace })).pods.filter((pod) => pod.workload?.name === name);
  const ready = async () => (await pods()).filter(({ health }) => health === "good").map((pod) => pod.name);
  const steps = async () =>
    (
      await answer(feature, api.listHealingSteps, { from: "now-1h", to: "now", workload: name })
    ).steps.toReversed();
  const told = async () =>
    (await steps()).map(({ step, reason }) => [step, reason].filter(Boolean).join(" "));

  async function opened(given: Parameters<typeof workload>[1] = {}, ...others: readonly object[]) {
    await apply(workload(name, given), ...others);
    await expect.poll(ready, eventually).toHaveLength(given.replicas ?? 3);
    const [sick, ...well] = await pods();
    if (!sick) throw new Error("there is no pod");
    return { sick, well };
  }

  /** People go on using it until the test is over: each look finds requests that are new. */
  async function used<T>(failing: readonly PodRow[], check: () => Promise<T>): Promise<T> {
    return during(async () => {
      const there = await pods();
      if (there.length > 0) await answered(there, failing);
    }, check);
  }

  test("is taken out, replaced, and every step is told with its reason", async () => {
    const { sick, well } = await opened({ policy: "act" });
    await used([sick], async () => {
      await expect.poll(told, eventually).toEqual(["noticed", "confirmed", "evicted", "replaced"]);
    });
    expect(await ready()).toEqual(expect.arrayContaining(well.map((pod) => pod.name)));
    expect(await ready()).not.toContain(sick.name);
    const [, , evicted] = await steps();
    expect(evicted).toMatchObject({ pod: sick.name, workload: name, policy: "act", by: "" });
    expect(evicted?.evidence).toMatchObject({ ailment: "failing", others: { pods: 2, failed: 0 } });
    const { patients } = await answer(feature, api.listHealing, {});
    expect(patients).toEqual([]);
  });

  test("is only told of where nobody asked for more, and replaced when somebody does", async () => {
    const { sick } = await opened();
    await used([sick], async () => {
      await expect.poll(told, eventually).toEqual(["noticed", "confirmed", "advised"]);
      const { patients } = await answer(feature, api.listHealing, {});
      expect(patients).toMatchObject([{ pod: sick.name, state: "advised", isConfirmed: true }]);
      await answer(feature, api.replacePod, { cluster, namespace, pod: sick.name });
      await expect.poll(told, eventually).toEqual(["noticed", "confirmed", "advised", "evicted", "replaced"]);
    });
    expect((await steps())[3]).toMatchObject({ by: "operator" });
  });

  test("is taken out as soon as its workload allows it", async () => {
    const { sick } = await opened();
    await used([sick], async () => {
      await expect.poll(told, eventually).toEqual(["noticed", "confirmed", "advised"]);
      await answer(feature, api.setHealingPolicy, {
        cluster,
        kind: "Deployment",
        namespace,
        name,
        policy: "act",
      });
      await expect.poll(told, eventually).toContain("replaced");
    });
  });

  test("stays while its budget allows no disruption, and the budget is the reason", async () => {
    const { sick } = await opened(
      { policy: "act" },
      {
        apiVersion: "policy/v1",
        kind: "PodDisruptionBudget",
        metadata: { name: "guard", namespace },
        spec: { minAvailable: 3, selector: { matchLabels: { app: name } } },
      },
    );
    await used([sick], async () => {
      await expect.poll(told, eventually).toEqual(["noticed", "confirmed", "held budget"]);
    });
    expect(await ready()).toContain(sick.name);
    await fixture.call(deleteObject, {
      cluster,
      apiVersion: "policy/v1",
      kind: "PodDisruptionBudget",
      namespace,
      name: "guard",
    });
  });

  test("is no reason to touch anything when two of five are", async () => {
    const { sick, well } = await opened({ policy: "act", replicas: 5 });
    const both = [sick, ...well.slice(0, 1)];
    await used(both, async () => {
      await expect
        .poll(async () => (await told()).toSorted(), eventually)
        .toEqual(["confirmed", "confirmed", "held many", "held many", "noticed", "noticed"]);
    });
    expect(await ready()).toHaveLength(5);
  });

  test("is not looked for where healing is off", async () => {
    const { sick } = await opened({ policy: "off" });
    await used([sick], async () => {
      await expect
        .poll(async () => (await answer(feature, api.listHealing, {})).workloads, eventually)
        .toMatchObject([{ name, policy: "off", judged: 3 }]);
      await new Promise((resolve) => setTimeout(resolve, 2000));
    });
    expect(await told()).toEqual([]);
  });

  test("is not taken for sick when it is asked only while all of them fail", async () => {
    const { sick: hurried, well } = await opened({ policy: "act" });
    const rushAndRest = async () => {
      const now = clock.now();
      const refused = (of: PodRow) => times(4, { of, began: now - 420, tookMs: 5, failed: true });
      await tell([
        ...[hurried, ...well].flatMap(refused),
        ...well.flatMap((of) => times(100, { of, began: now - 300, tookMs: 5 })),
      ]);
    };
    await during(rushAndRest, async () => {
      await expect
        .poll(async () => (await answer(feature, api.listHealing, {})).workloads, eventually)
        .toMatchObject([{ name, judged: 3 }]);
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      expect((await answer(feature, api.listHealing, {})).patients).toEqual([]);
    });
    expect(await told()).toEqual([]);
  });
});
