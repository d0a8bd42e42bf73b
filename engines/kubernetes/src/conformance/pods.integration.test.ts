import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../kubectl.fixture.ts";
import { type Api, openApi } from "./api.fixture.ts";
import { forever, logOf, type Made, makePod, place, podOf, podsIn, statusOf } from "./running.fixture.ts";

/* The life of a pod. Source: Kubernetes' test/e2e/common/node and test/e2e/node: pods, init_container, runtime, kubelet,
 * ephemeral_containers. */

let api: Api;
beforeAll(async () => {
  api = await openApi(2);
});
afterAll(() => api.stop());

const { one, main, restarts, condition } = podsIn(() => api);
const phase = async (name: string) => (await statusOf(api, name)).phase;

describe("a pod", () => {
  test("is listed by its label, watched as it runs and ends, and is gone", async () => {
    const query = "labelSelector=time%3Dnow";
    const seen = api.watch(`${place}?watch=1&${query}`);
    await makePod(api, "brief", {
      script: forever,
      metadata: { labels: { time: "now" } },
      spec: { terminationGracePeriodSeconds: 5 },
    });
    await eventually(() => phase("brief")).toBe("Running");
    await api.remove(one("brief"));
    await eventually(async () => (await api.get(`${place}?${query}`)).body.items).toEqual([]);
    const told = seen.map(({ type, object }) => `${type} ${object.metadata.deletionTimestamp !== undefined}`);
    expect(told).toContain("MODIFIED true");
    expect([told[0], told.at(-1)]).toEqual(["ADDED false", "DELETED true"]);
  });

  test("changes its labels, its status, and how long it may go on", async () => {
    await makePod(api, "changing", { script: forever });
    await eventually(() => condition("changing", "Ready")).toBe("True");
    const { body } = await api.get(one("changing"));
    expect(body.status.hostIP).toMatch(/^127\./);
    expect(
      (
        await api.replace(one("changing"), {
          ...body,
          metadata: { ...body.metadata, labels: { time: "later" } },
        })
      ).status,
    ).toBe(200);
    expect((await api.get(`${place}?labelSelector=time%3Dlater`)).body.items).toHaveLength(1);
    const patched = await api.patch(`${one("changing")}/status`, "strategic-merge", {
      status: { message: "patched", reason: "E2E", conditions: [{ type: "Ready", status: "False" }] },
    });
    expect(patched.body.status).toMatchObject({ message: "patched", reason: "E2E" });
    expect((await api.patch(one("changing"), "merge", { spec: { containers: [] } })).status).toBe(422);
    await api.patch(one("changing"), "merge", { spec: { activeDeadlineSeconds: 1 } });
    await eventually(() => statusOf(api, "changing")).toMatchObject({
      phase: "Failed",
      reason: "DeadlineExceeded",
    });
  });

  test("gets another image, and runs it", async () => {
    await makePod(api, "imaged", { script: forever, spec: { restartPolicy: "Always" } });
    await eventually(() => phase("imaged")).toBe("Running");
    await api.patch(one("imaged"), "strategic-merge", {
      spec: { containers: [{ name: "main", image: "busybox:1.37" }] },
    });
    await eventually(async () => [(await main("imaged")).image, await restarts("imaged")]).toEqual([
      "busybox:1.37",
      1,
    ]);
  });

  test("is entered, and its log is read, by a WebSocket", async () => {
    await makePod(api, "socket", { script: `echo container is alive; ${forever}` });
    await eventually(() => condition("socket", "Ready")).toBe("True");
    const query = "command=echo&command=remote%20execution&stdout=1&stderr=1&container=main";
    const told = await api.socket(`${one("socket")}/exec?${query}`, "channel.k8s.io");
    const out = told.filter((part) => part[0] === 1).map((part) => part.subarray(1).toString());
    expect(out.join("")).toBe("remote execution\n");
    const log = await api.socket(`${one("socket")}/log?container=main`, "binary.k8s.io");
    expect(Buffer.concat(log).toString()).toBe("container is alive\n");
  });

  test("is deleted with others of its label", async () => {
    for (const name of ["set-1", "set-2", "set-3"]) {
      await makePod(api, name, { script: forever, metadata: { labels: { set: "pods" } } });
    }
    expect((await api.get(`${place}?labelSelector=set%3Dpods`)).body.items).toHaveLength(3);
    await api.remove(`${place}?labelSelector=set%3Dpods`);
    await eventually(async () => (await api.get(`${place}?labelSelector=set%3Dpods`)).body.items).toEqual([]);
  });

  test.each([
    ["Guaranteed", { requests: { cpu: "10m", memory: "8Mi" }, limits: { cpu: "10m", memory: "8Mi" } }],
    ["Burstable", { requests: { cpu: "10m" } }],
    ["BestEffort", {}],
  ])("is %s by what it asks for", async (qosClass, resources) => {
    const made = podOf("qos", { container: { resources } });
    expect((await api.create(`${place}?dryRun=All`, made)).body.status.qosClass).toBe(qosClass);
  });

  test("of a namespace with a hundred of them goes with it", async () => {
    await api.create("/api/v1/namespaces", { metadata: { name: "crowd" } });
    for (let i = 0; i < 20; i++)
      await api.create("/api/v1/namespaces/crowd/pods", podOf(`p${i}`, { script: forever }));
    await api.remove("/api/v1/namespaces/crowd");
    await eventually(async () => (await api.get("/api/v1/namespaces/crowd")).status).toBe(404);
  });
});

describe("a container that ends", () => {
  const script =
    "test -f /v/n || echo 0 > /v/n; n=$(cat /v/n); echo $((n+1)) > /v/n; test $n -gt 0 && exit ${THEN:-0}; exit 1";
  const counted = (restartPolicy: string): Made => ({
    script,
    container: { volumeMounts: [{ name: "v", mountPath: "/v" }] },
    spec: { restartPolicy, volumes: [{ name: "v", emptyDir: {} }] },
  });
  test.each([
    ["Never", "Failed", 0, 1],
    ["OnFailure", "Succeeded", 1, 0],
  ])("is started again as %s says", async (policy, end, count, exitCode) => {
    const name = `ends-${policy.toLowerCase()}`;
    await makePod(api, name, counted(policy));
    await eventually(() => phase(name)).toBe(end);
    expect(await main(name)).toMatchObject({
      restartCount: count,
      ready: false,
      state: { terminated: { exitCode } },
    });
  });
  test("is started again for ever as Always says", async () => {
    await makePod(api, "ends-always", counted("Always"));
    await eventually(async () => [await phase("ends-always"), (await restarts("ends-always")) >= 1]).toEqual([
      "Running",
      true,
    ]);
  });
  test("has a reason, and can be deleted", async () => {
    await makePod(api, "always-fails", { script: "exit 1", spec: { restartPolicy: "Always" } });
    await eventually(async () => {
      const { state, lastState } = await main("always-fails");
      return (state.terminated ?? lastState.terminated)?.reason;
    }).toBe("Error");
    await api.remove(one("always-fails"));
    await eventually(async () => (await api.get(one("always-fails"))).status).toBe(404);
  });
});

const init = (name: string, script: string) => ({ name, image: "busybox", command: ["sh", "-c", script] });

describe("init containers", () => {
  test.each([
    ["Always", forever, "Running"],
    ["Never", "true", "Succeeded"],
  ])("run before those of a pod that restarts %s", async (restartPolicy, script, end) => {
    const name = `init-${restartPolicy.toLowerCase()}`;
    await makePod(api, name, {
      script,
      spec: { restartPolicy, initContainers: [init("a", "true"), init("b", "true")] },
    });
    await eventually(() => phase(name)).toBe(end);
    const status = await statusOf(api, name);
    expect(
      status.initContainerStatuses.map(
        (one: { ready: boolean; state: { terminated: { exitCode: number } } }) => [
          one.ready,
          one.state.terminated.exitCode,
        ],
      ),
    ).toEqual([
      [true, 0],
      [true, 0],
    ]);
    expect(await condition(name, "Initialized")).toBe("True");
  });
  test.each([
    ["Always", "Pending"],
    ["Never", "Failed"],
  ])("that fail keep those of a pod that restarts %s from starting", async (restartPolicy, end) => {
    const name = `lost-${restartPolicy.toLowerCase()}`;
    await makePod(api, name, {
      script: "true",
      spec: { restartPolicy, initContainers: [init("a", "false"), init("b", "true")] },
    });
    const first = async () => (await statusOf(api, name)).initContainerStatuses?.[0];
    await eventually(async () => {
      const { state, lastState, restartCount } = (await first()) ?? { state: {} };
      return [
        (state.terminated ?? lastState?.terminated)?.exitCode,
        restartPolicy === "Never" || restartCount > 0,
        await phase(name),
      ];
    }).toEqual([1, true, end]);
    const status = await statusOf(api, name);
    expect(status.containerStatuses[0].state.waiting.reason).toBe("PodInitializing");
    expect(status.initContainerStatuses[1].state.waiting.reason).toBe("PodInitializing");
    expect(await condition(name, "Initialized")).toBe("False");
    await api.remove(one(name));
  });
});

const added = (name: string, script: string) => ({ name, image: "busybox", command: ["sh", "-c", script] });

describe("an ephemeral container", () => {
  test("comes to a pod that runs, beside the others, and another after it", async () => {
    await makePod(api, "debugged", { script: forever });
    await eventually(() => condition("debugged", "Ready")).toBe("True");
    const path = `${one("debugged")}/ephemeralcontainers`;
    const looking = { ephemeralContainers: [added("looks", `echo looking; ${forever}`)] };
    expect((await api.patch(path, "strategic-merge", { spec: looking })).status).toBe(200);
    const states = async () =>
      (await statusOf(api, "debugged")).ephemeralContainerStatuses?.map(
        (status: { state: object }) => Object.keys(status.state)[0],
      );
    await eventually(states).toEqual(["running"]);
    await eventually(() => logOf(api, "debugged", "container=looks")).toBe("looking\n");
    const { body } = await api.get(path);
    body.spec.ephemeralContainers.push(added("ends", "exit 3"));
    expect((await api.replace(path, body)).status).toBe(200);
    await eventually(states).toEqual(["running", "terminated"]);
    expect(await phase("debugged")).toBe("Running");
    expect((await api.get(path)).body.spec.ephemeralContainers).toHaveLength(2);
  });
  test("stays as it came", async () => {
    const path = `${one("debugged")}/ephemeralcontainers`;
    const other = [{ op: "replace", path: "/spec/ephemeralContainers/0/image", value: "node" }];
    for (const [at, change] of [
      [path, other],
      [path, [{ op: "remove", path: "/spec/ephemeralContainers/0" }]],
      [one("debugged"), other],
    ] as const)
      expect((await api.patch(at, "json", change)).status).toBe(422);
    expect(
      (
        await api.patch(path, "json", [
          { op: "add", path: "/spec/ephemeralContainers/-", value: { ...added("main", "true") } },
        ])
      ).status,
    ).toBe(422);
  });
});
