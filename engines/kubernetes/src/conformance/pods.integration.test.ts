import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../kubectl.fixture.ts";
import { type Api, openApi } from "./api.fixture.ts";
import { forever, logOf, type Made, makePod, place, podOf, printed, statusOf } from "./running.fixture.ts";

/* The life of a pod. Source: Kubernetes' test/e2e/common/node and test/e2e/node: pods, init_container, runtime, kubelet,
 * lifecycle_hook, container_probe, pre_stop, sysctl, ephemeral_containers. */

let api: Api;
beforeAll(async () => {
  api = await openApi(2);
});
afterAll(() => api.stop());

const one = (name: string) => `${place}/${name}`;
const main = async (name: string) => (await statusOf(api, name)).containerStatuses?.[0];
const phase = async (name: string) => (await statusOf(api, name)).phase;
const restarts = async (name: string) => (await main(name))?.restartCount;
const condition = async (name: string, type: string) =>
  (await statusOf(api, name)).conditions?.find((found: { type: string }) => found.type === type)?.status;

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

describe("init containers", () => {
  const init = (name: string, script: string) => ({ name, image: "busybox", command: ["sh", "-c", script] });
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

describe("a lifecycle hook", () => {
  const answering =
    'require("http").createServer((q, s) => { console.log(q.url); s.end() }).listen(process.env.PORT)';
  const hears = async (): Promise<string> => {
    const container = { image: "node", command: ["node", "-e", answering], ports: [{ containerPort: 8080 }] };
    await api.create(place, podOf("hears", { container }));
    await eventually(() => condition("hears", "Ready")).toBe("True");
    return (await statusOf(api, "hears")).podIP;
  };
  test.each([
    ["postStart", "exec"],
    ["postStart", "httpGet"],
    ["preStop", "exec"],
    ["preStop", "httpGet"],
  ])("%s by %s is done", async (hook, way) => {
    const name = `${hook}-${way}`.toLowerCase();
    const podIP = await hears();
    const url = `http://${podIP}:8080/${name}`;
    const get = `fetch(process.argv[1]).then(() => process.exit(0))`;
    const handler =
      way === "exec"
        ? { exec: { command: ["node", "-e", get, url] } }
        : { httpGet: { host: podIP, port: 8080, path: `/${name}` } };
    await makePod(api, name, {
      script: forever,
      container: { lifecycle: { [hook]: handler } },
      spec: { terminationGracePeriodSeconds: 15 },
    });
    await eventually(() => condition(name, "Ready")).toBe("True");
    await api.remove(one(name));
    await eventually(() => logOf(api, "hears")).toContain(`/${name}\n`);
    await eventually(async () => (await api.get(one(name))).status).toBe(404);
  });
});

describe("a probe", () => {
  const quick = { periodSeconds: 1, failureThreshold: 1 };
  const health = { exec: { command: ["cat", "/v/health"] } };
  const volume = { volumes: [{ name: "v", emptyDir: {} }] };
  const volumeMounts = [{ name: "v", mountPath: "/v" }];
  const failing = `echo ok > /v/health; sleep 1; rm /v/health; ${forever}`;
  test("of life that fails starts the container again, and again", async () => {
    const container = { volumeMounts, livenessProbe: { ...health, ...quick, initialDelaySeconds: 0 } };
    await makePod(api, "sick", { script: failing, container, spec: { restartPolicy: "Always", ...volume } });
    await eventually(() => restarts("sick")).toBeGreaterThanOrEqual(1);
    const first = await restarts("sick");
    await eventually(() => restarts("sick"), 40_000).toBeGreaterThan(first);
    await api.remove(one("sick"));
  });
  test("of a port that nobody opens fails as one of gRPC does", async () => {
    const container = { livenessProbe: { grpc: { port: 2333 }, ...quick } };
    await makePod(api, "silent", { script: forever, container, spec: { restartPolicy: "Always" } });
    await eventually(() => restarts("silent")).toBe(1);
    await api.remove(one("silent"));
  });
  test("of readiness that fails keeps it unready and never restarts it; one that succeeds waits for its delay", async () => {
    await makePod(api, "unready", {
      script: forever,
      container: { readinessProbe: { exec: { command: ["false"] }, ...quick } },
    });
    const delayed = { exec: { command: ["true"] }, ...quick, initialDelaySeconds: 3 };
    await makePod(api, "later", { script: forever, container: { readinessProbe: delayed } });
    await eventually(() => condition("later", "Ready")).toBe("True");
    const { containerStatuses, conditions } = await statusOf(api, "later");
    const ready = conditions.find(({ type }: { type: string }) => type === "Ready").lastTransitionTime;
    expect(
      Date.parse(ready) - Date.parse(containerStatuses[0].state.running.startedAt),
    ).toBeGreaterThanOrEqual(2000);
    expect([await condition("unready", "Ready"), await restarts("unready")]).toEqual(["False", 0]);
  });
  test("of the start holds back the others, and is the end of a container that never starts", async () => {
    const startup = { exec: { command: ["cat", "/v/health"] }, periodSeconds: 1, failureThreshold: 30 };
    await makePod(api, "slow", {
      script: `sleep 1.5; echo ok > /v/health; ${forever}`,
      container: { volumeMounts, startupProbe: startup, livenessProbe: { ...health, ...quick } },
      spec: volume,
    });
    await eventually(async () => (await main("slow"))?.started).toBe(true);
    expect(await restarts("slow")).toBe(0);
    const container = { startupProbe: { exec: { command: ["false"] }, ...quick } };
    await makePod(api, "stuck", { script: forever, container, spec: { restartPolicy: "Always" } });
    await eventually(() => restarts("stuck")).toBeGreaterThanOrEqual(1);
    await api.remove(one("stuck"));
  });
});

describe("sysctls", () => {
  const asked = (...sysctls: object[]) => ({
    script: "cat /proc/sys/kernel/shm_rmid_forced",
    spec: { securityContext: { sysctls } },
  });
  test("that are safe are set", async () => {
    await makePod(api, "set", asked({ name: "kernel.shm_rmid_forced", value: "1" }));
    expect(await printed(api, "set")).toBe("1\n");
  });
  test("whose names can't be are refused", async () => {
    const made = podOf(
      "unset",
      asked(
        { name: "foo-", value: "bar" },
        { name: "kernel.shmmax", value: "1" },
        { name: "safe-and-unsafe", value: "1" },
        { name: "bar..", value: "42" },
      ),
    );
    const { status, body } = await api.create(place, made);
    expect(status).toBe(422);
    expect(body.details.causes.map(({ field }: { field: string }) => field)).toEqual([
      "spec.securityContext.sysctls[0].name",
      "spec.securityContext.sysctls[3].name",
    ]);
  });
});

describe("an ephemeral container", () => {
  const added = (name: string, script: string) => ({ name, image: "busybox", command: ["sh", "-c", script] });
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
