import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually, startTestCluster, type TestCluster } from "../kubectl.fixture.ts";

/* What real pods use, told by the real `kubectl top`. */

let cluster: TestCluster;
const kubectl: TestCluster["kubectl"] = (...args) => cluster.kubectl(...args);

const pod = (name: string, command: string) =>
  JSON.stringify({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, labels: { app: name } },
    spec: {
      nodeName: "node-1",
      terminationGracePeriodSeconds: 0,
      containers: [
        { name: "main", image: "busybox", command: ["sh", "-c", command] },
        { name: "idle", image: "busybox", command: ["sleep", "1000"] },
      ],
    },
  });

/** Half a core, more or less. */
const work = "while true; do timeout 0.05 sh -c 'while :; do :; done'; sleep 0.05; done";

beforeAll(async () => {
  cluster = await startTestCluster({ nodes: 1 });
  await kubectl("apply -f -", `${pod("busy", work)}\n${pod("calm", "sleep 1000")}`);
});
afterAll(() => cluster.stop());

const rows = async (line: string) =>
  (await kubectl(line))
    .trim()
    .split("\n")
    .map((row) => row.split(/\s+/));

test("kubectl top tells what pods, their containers and nodes use", { timeout: 90_000 }, async () => {
  await eventually(
    async () => (await rows("top pods --no-headers").catch(() => [])).map(([name]) => name),
    40_000,
  ).toEqual(["busy", "calm"]);
  const [busy, calm] = await rows("top pods --no-headers");
  expect(Number.parseInt(busy?.[1] ?? "", 10)).toBeGreaterThan(100);
  expect(Number.parseInt(calm?.[1] ?? "", 10)).toBeLessThan(50);
  const containers = await rows("top pods busy --containers --no-headers");
  expect(containers.map(([podName, name]) => `${podName} ${name}`)).toEqual(["busy idle", "busy main"]);
  expect(await rows("top pods -l app=calm --no-headers")).toHaveLength(1);
  expect(await rows("top nodes --no-headers")).toEqual([
    ["node-1", expect.stringMatching(/^\d+m$/), expect.any(String), expect.any(String), expect.any(String)],
  ]);
  const metrics = JSON.parse(
    await kubectl("get --raw /apis/metrics.k8s.io/v1beta1/namespaces/default/pods/busy"),
  ) as object;
  expect(metrics).toMatchObject({
    kind: "PodMetrics",
    apiVersion: "metrics.k8s.io/v1beta1",
    metadata: { name: "busy", namespace: "default", labels: { app: "busy" } },
    window: expect.stringMatching(/^\d+\.\d{3}s$/),
    containers: expect.arrayContaining([
      {
        name: "main",
        usage: { cpu: expect.stringMatching(/^\d+n$/), memory: expect.stringMatching(/^\d+Ki$/) },
      },
    ]),
  });
  expect(await cluster.refusal("get podmetrics nobody")).toMatch(/NotFound.*"nobody" not found/);
});

test("its group is served like every other, as kubectl finds it", async () => {
  expect(await kubectl("api-resources --api-group=metrics.k8s.io --no-headers -o name")).toBe(
    "nodes.metrics.k8s.io\npods.metrics.k8s.io\n",
  );
  await eventually(() => kubectl("get apiservices v1beta1.metrics.k8s.io v1. v1.apps --no-headers")).toMatch(
    /^v1beta1\.metrics\.k8s\.io +Local +True.*\nv1\. +Local +True.*\nv1\.apps +Local +True/,
  );
});
