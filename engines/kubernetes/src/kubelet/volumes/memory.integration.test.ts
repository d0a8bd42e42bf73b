import { fork } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually, startTestCluster, type TestCluster } from "../../kubectl.fixture.ts";
import { permittedIsolation } from "../../runtime/probe.ts";

/* Volumes in memory with a limit, from the pod that fills one to the machine that has its memory back. */

const isolation = await permittedIsolation();
let cluster: TestCluster;
const kubectl: TestCluster["kubectl"] = (...args) => cluster.kubectl(...args);

beforeAll(async () => {
  cluster = await startTestCluster({ nodes: 1 });
});
afterAll(() => cluster?.stop());

const pod = (name: string, script: string, more: readonly object[] = [], restartPolicy = "Never") => {
  const volumeMounts = [{ name: "spool", mountPath: "/spool" }];
  const main = { name: "main", image: "busybox", command: ["sh", "-c", script], volumeMounts };
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name },
    spec: {
      restartPolicy,
      terminationGracePeriodSeconds: 0,
      securityContext: { fsGroup: 1234 },
      containers: [main, ...more.map((each) => ({ ...main, ...each }))],
      volumes: [{ name: "spool", emptyDir: { medium: "Memory", sizeLimit: "1Mi" } }],
    },
  });
};
const fill = "head -c 3000000 /dev/zero > /spool/large || true; wc -c < /spool/large";
const logOf = (name: string, container = "main") => kubectl(`logs ${name} -c ${container}`).catch(() => "");
const mounts = async () =>
  (await readFile("/proc/self/mountinfo", "utf8"))
    .split("\n")
    .filter((line) => line.includes(cluster.folder));

describe.runIf(isolation === "root")("a volume in memory with a limit", () => {
  test("is full for all containers of its pod when it holds that much, and is gone with the pod", async () => {
    const beside =
      "while [ ! -s /spool/large ]; do sleep 0.1; done; sleep 1; stat -f -c '%T %a' /spool; stat -c %g /spool";
    const looks = { name: "beside", command: ["sh", "-c", `${beside}; sleep 1000`] };
    await kubectl("apply -f -", pod("full", `${fill}; sleep 1000`, [looks]));
    await eventually(() => logOf("full"), 20_000).toMatch(/No space left on device\n1048576\n$/);
    await eventually(() => logOf("full", "beside"), 20_000).toBe("tmpfs 0\n1234\n");
    expect(await mounts()).toHaveLength(1);
    await kubectl("delete pod full --now");
    await eventually(mounts).toEqual([]);
  });

  test("gives its memory back when its pod has come to its end, and not before", async () => {
    await kubectl("apply -f -", pod("once", `${fill}; sleep 2`));
    await eventually(async () => (await mounts()).length, 20_000).toBe(1);
    await eventually(() => kubectl("get pod once -o jsonpath={.status.phase}"), 20_000).toBe("Succeeded");
    await eventually(mounts).toEqual([]);
    expect(await logOf("once")).toContain("1048576");
  });

  test("is taken away with its node, and by the next start after a kill", { timeout: 90_000 }, async () => {
    const script = "ls /spool; echo text > /spool/file; sleep 1000";
    await kubectl("apply -f -", pod("stays", script, [], "Always"));
    await eventually(() => kubectl("get pod stays -o jsonpath={.status.phase}"), 20_000).toBe("Running");
    await cluster.cluster.stop(0);
    expect(await mounts()).toEqual([]);
    const child = fork(fileURLToPath(new URL("../../cluster-main.ts", import.meta.url)), [], {
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    child.send({ folder: cluster.folder, host: "127.0.0.1", port: 0, nodes: 1 });
    await once(child, "message");
    await eventually(async () => (await mounts()).length, 20_000).toBe(1);
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(await mounts()).toHaveLength(1);
    await cluster.restart();
    await eventually(async () => (await mounts()).length, 20_000).toBe(1);
    expect(await logOf("stays")).toBe("");
    await kubectl("delete pod stays --now");
    await eventually(mounts).toEqual([]);
  });
});

test.runIf(isolation === "user")(
  "where nothing can be mounted, a pod is told once that it has no limit",
  async () => {
    await kubectl("apply -f -", pod("unbounded", fill));
    await eventually(() => logOf("unbounded"), 20_000).toBe("3000000\n");
    expect(await kubectl("get events --field-selector reason=VolumeNotBounded")).toContain("run it as root");
  },
);
