import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../kubectl.fixture.ts";
import { type Api, openApi } from "./api.fixture.ts";
import { forever, logOf, makePod, place, podOf, podsIn, printed, statusOf } from "./running.fixture.ts";

/* What is asked of a pod as it runs. Source: Kubernetes' test/e2e/common/node: lifecycle_hook, container_probe,
 * sysctl; test/e2e/node/pre_stop.go */

let api: Api;
beforeAll(async () => {
  api = await openApi(2);
});
afterAll(() => api.stop());

const { one, main, restarts, condition } = podsIn(() => api);

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

const asked = (...sysctls: object[]) => ({
  script: "cat /proc/sys/kernel/shm_rmid_forced",
  spec: { securityContext: { sysctls } },
});

describe("sysctls", () => {
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
