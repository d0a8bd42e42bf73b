import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../kubectl.fixture.ts";
import { type Api, openApi } from "./api.fixture.ts";
import { apps, core, isReady, selector, templateOf, workloadsIn } from "./workloads.fixture.ts";

/* Stateful sets with pods that run. Source: Kubernetes' test/e2e/apps: statefulset. */

let api: Api;
beforeAll(async () => {
  api = await openApi(2);
});
afterAll(() => api.stop());

const pods = `${core}/pods`;
const { podsOf, namesOf, readyOf, made } = workloadsIn(() => api);

const images = async () =>
  (await podsOf("parted")).map((pod) => (isReady(pod) ? pod.spec.containers[0].image : ""));

const sicken = (name: string) => api.cluster.kubectl(`exec ${name} -- rm /v/well`);

const heal = (name: string) => api.cluster.kubectl(`exec ${name} -- touch /v/well`);

describe("a StatefulSet", () => {
  const path = `${apps}/statefulsets`;
  const probe = {
    readinessProbe: { exec: { command: ["test", "-f", "/v/well"] }, periodSeconds: 1, failureThreshold: 1 },
    volumeMounts: [{ name: "v", mountPath: "/v" }],
  };
  const volumes = { volumes: [{ name: "v", emptyDir: {} }] };
  const make = (app: string, spec: object, template: object = templateOf(app)) =>
    made(path, {
      metadata: { name: app },
      spec: { serviceName: app, selector: selector(app), template, ...spec },
    });
  const scale = (app: string, replicas: number) =>
    api.patch(`${path}/${app}/scale`, "merge", { spec: { replicas } });

  test("grows and shrinks in order, and waits for who is unwell", async () => {
    await make("ordered", { replicas: 2 }, templateOf("ordered", volumes, probe));
    await eventually(() => namesOf("ordered")).toEqual(["ordered-0"]);
    await eventually(() => heal("ordered-0").then(() => readyOf("ordered"))).toBe(1);
    await eventually(() => namesOf("ordered")).toEqual(["ordered-0", "ordered-1"]);
    await eventually(() => heal("ordered-1").then(() => readyOf("ordered"))).toBe(2);
    await sicken("ordered-0");
    await eventually(() => readyOf("ordered")).toBe(1);
    await scale("ordered", 3);
    await eventually(async () => (await api.get(`${path}/ordered`)).body.status.observedGeneration).toBe(2);
    expect(await namesOf("ordered")).toEqual(["ordered-0", "ordered-1"]);
    await scale("ordered", 1);
    await eventually(async () => (await api.get(`${path}/ordered`)).body.status.observedGeneration).toBe(3);
    expect(await namesOf("ordered")).toEqual(["ordered-0", "ordered-1"]);
    await heal("ordered-0");
    await eventually(() => namesOf("ordered")).toEqual(["ordered-0"]);
    await api.remove(`${path}/ordered`);
  });

  test("grows and shrinks at once when it may", async () => {
    await make(
      "burst",
      { replicas: 3, podManagementPolicy: "Parallel" },
      templateOf("burst", volumes, probe),
    );
    await eventually(() => namesOf("burst")).toEqual(["burst-0", "burst-1", "burst-2"]);
    await scale("burst", 0);
    await eventually(() => namesOf("burst")).toEqual([]);
    await api.remove(`${path}/burst`);
  });

  test("updates above its partition, restores below it, and knows an earlier template again", async () => {
    await make("parted", {
      replicas: 3,
      updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: 2 } },
    });
    await eventually(() => readyOf("parted")).toBe(3);
    const first = (await api.get(`${path}/parted`)).body.status.currentRevision;
    await api.patch(`${path}/parted`, "strategic-merge", {
      spec: { template: templateOf("parted", {}, { image: "busybox:2" }) },
    });
    await eventually(images).toEqual(["busybox", "busybox", "busybox:2"]);
    const second = (await api.get(`${path}/parted`)).body.status.updateRevision;
    expect(second).not.toBe(first);
    for (const name of ["parted-0", "parted-2"]) await api.remove(`${pods}/${name}`);
    await eventually(images).toEqual(["busybox", "busybox", "busybox:2"]);
    await api.patch(`${path}/parted`, "merge", {
      spec: { updateStrategy: { rollingUpdate: { partition: 0 } } },
    });
    await eventually(images).toEqual(["busybox:2", "busybox:2", "busybox:2"]);
    await eventually(async () => (await api.get(`${path}/parted`)).body.status.currentRevision).toBe(second);
    await api.patch(`${path}/parted`, "strategic-merge", { spec: { template: templateOf("parted") } });
    await eventually(async () => (await api.get(`${path}/parted`)).body.status.updateRevision).toBe(first);
    await eventually(images).toEqual(["busybox", "busybox", "busybox"]);
    await api.remove(`${path}/parted`);
  });

  test("makes a pod anew that failed", async () => {
    await make("evicted", { replicas: 1 });
    await eventually(() => readyOf("evicted")).toBe(1);
    const [before] = await podsOf("evicted");
    await api.patch(`${pods}/evicted-0/status`, "merge", { status: { phase: "Failed", reason: "Evicted" } });
    await eventually(async () =>
      (await podsOf("evicted")).map((pod) => pod.metadata.uid !== before.metadata.uid && isReady(pod)),
    ).toEqual([true]);
    await api.remove(`${path}/evicted`);
  });
});
