import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually, startTestCluster, type TestCluster } from "../kubectl.fixture.ts";
import { permittedIsolation } from "../runtime/probe.ts";

const isolation = await permittedIsolation();

interface Received {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: Buffer;
}

let cluster: TestCluster;
let isAway = false;
const received: Received[] = [];
const receiver = createServer((request, response) => void take(request, response));

async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await buffer(request);
  const { authorization } = request.headers;
  if (!isAway) received.push({ path: request.url ?? "", authorization, body });
  response.writeHead(isAway ? 503 : 200).end();
}

beforeAll(async () => {
  receiver.listen(0, "127.0.0.1");
  await once(receiver, "listening");
  const endpoint = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  cluster = await startTestCluster({ nodes: 1, otlp: { endpoint, headers: { authorization: "Bearer t" } } });
});
afterAll(async () => {
  await cluster.stop();
  receiver.close();
});

interface Logs {
  resourceLogs: {
    resource: { attributes: { key: string; value: Record<string, string> }[] };
    scopeLogs: { logRecords: { body: { stringValue: string } }[] }[];
  }[];
}

/** What a service has said, in the order in which it came. */
function linesOf(service: string): string[] {
  const logs = received
    .filter(({ path }) => path === "/v1/logs")
    .flatMap(({ body }) => {
      try {
        return (JSON.parse(body.toString()) as Logs).resourceLogs;
      } catch {
        return [];
      }
    });
  return logs
    .filter(({ resource }) =>
      resource.attributes.some(
        ({ key, value }) => key === "service.name" && value["stringValue"] === service,
      ),
    )
    .flatMap(({ scopeLogs }) =>
      scopeLogs.flatMap(({ logRecords }) => logRecords.map(({ body }) => body.stringValue)),
    );
}

const podOf = (name: string, script: string, metadata: object = {}) =>
  JSON.stringify({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, ...metadata },
    spec: {
      restartPolicy: "Never",
      containers: [{ name: "main", image: "busybox", command: ["sh", "-c", script] }],
    },
  });

const names = (name: string) => ({ labels: { "app.kubernetes.io/name": name } });
const spans = () =>
  received.filter(({ path, body }) => path === "/v1/traces" && body.includes("k8s.pod.name"));

test("what a pod prints is sent, every line once, also what it printed while nobody listened", async () => {
  isAway = true;
  await cluster.kubectl(
    "apply -f -",
    podOf("counter", "for i in 1 2 3 4 5; do echo line $i; sleep 0.1; done"),
  );
  await eventually(() => cluster.kubectl("get pod counter -o jsonpath='{.status.phase}'")).toBe("Succeeded");
  isAway = false;
  await eventually(() => linesOf("main")).toEqual([1, 2, 3, 4, 5].map((number) => `line ${number}`));
  expect(received.find(({ path }) => path === "/v1/logs")?.authorization).toBe("Bearer t");
});

test("a pod that sends its logs itself is left alone", async () => {
  const excluded = { ...names("silent"), annotations: { "fluentbit.io/exclude": "true" } };
  await cluster.kubectl("apply -f -", podOf("silent", "echo not for you", excluded));
  await cluster.kubectl("apply -f -", podOf("loud", "sleep 0.5; echo for you", names("loud")));
  await eventually(() => linesOf("loud")).toEqual(["for you"]);
  expect(linesOf("silent")).toEqual([]);
});

test("a program without OpenTelemetry is started with an agent where an annotation asks for it", async () => {
  // It asks itself: probes make no spans.
  const server = `require("http").createServer((q, s) => s.end("ok")).listen(process.env.PORT);
    setInterval(() => fetch("http://127.0.0.1:" + process.env.PORT).then((r) => r.text()), 500)`;
  const main = {
    name: "main",
    image: "node",
    command: ["node", "-e", server],
    env: [{ name: "OTEL_BSP_SCHEDULE_DELAY", value: "200" }],
    ports: [{ containerPort: 8080 }],
    readinessProbe: { httpGet: { port: 8080 }, periodSeconds: 1 },
  };
  const annotations = { "instrumentation.opentelemetry.io/inject-nodejs": "true" };
  const pod = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "plain", annotations },
    spec: { containers: [main] },
  };
  await cluster.kubectl("apply -f -", JSON.stringify(pod));
  await eventually(() => spans().length, 40_000).toBeGreaterThan(0);
  expect(spans()[0]?.body.includes("plain")).toBe(true);
  expect(spans()[0]?.body.includes("@naru/agent-node")).toBe(true);
  expect(spans()[0]?.authorization).toBe("Bearer t");
  expect(await cluster.kubectl("get pod plain -o yaml")).not.toContain("Bearer");
});

interface Metrics {
  resourceMetrics: {
    resource: { attributes: { key: string; value: Record<string, string> }[] };
    scopeMetrics: {
      metrics: {
        name: string;
        unit: string;
        gauge: { dataPoints: { asInt: string; attributes: { key: string; value: object }[] }[] };
      }[];
    }[];
  }[];
}

const metricsWith = (part: string) =>
  received
    .filter(({ path, body }) => path === "/v1/metrics" && body.includes(part))
    .flatMap(({ body }) => (JSON.parse(body.toString()) as Metrics).resourceMetrics);

/** Newest first. */
const levelsOf = (pod: string) =>
  metricsWith("k8s.volume.")
    .filter(({ resource }) =>
      resource.attributes.some(({ key, value }) => key === "k8s.pod.name" && value["stringValue"] === pod),
    )
    .map(({ scopeMetrics }) =>
      Object.fromEntries(
        scopeMetrics.flatMap(({ metrics }) =>
          metrics.map(({ name, unit, gauge }) => [name, { unit, points: gauge.dataPoints }]),
        ),
      ),
    )
    .toReversed();

test.runIf(isolation === "root")(
  "how full a volume with a limit is, is told again and again",
  { timeout: 60_000 },
  async () => {
    const spec = (
      JSON.parse(podOf("spooler", "sleep 1; head -c 65536 /dev/zero > /spool/f; sleep 1000")) as {
        spec: object;
      }
    ).spec;
    const [main] = (spec as { containers: object[] }).containers;
    const mounted = {
      ...main,
      volumeMounts: [
        { name: "spool", mountPath: "/spool" },
        { name: "plain", mountPath: "/plain" },
      ],
    };
    const volumes = [
      { name: "spool", emptyDir: { medium: "Memory", sizeLimit: "1Mi" } },
      { name: "plain", emptyDir: {} },
    ];
    const pod = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "spooler" },
      spec: { ...spec, containers: [mounted], volumes },
    };
    await cluster.kubectl("apply -f -", JSON.stringify(pod));
    const attributes = [
      { key: "k8s.volume.name", value: { stringValue: "spool" } },
      { key: "k8s.volume.type", value: { stringValue: "emptyDir" } },
    ];
    const level = (bytes: number) => ({
      unit: "By",
      points: [expect.objectContaining({ asInt: String(bytes), attributes })],
    });
    await eventually(() => levelsOf("spooler")[0], 30_000).toEqual({
      "k8s.volume.available": level(2 ** 20 - 65_536),
      "k8s.volume.capacity": level(2 ** 20),
    });
  },
);

const tellers = () =>
  metricsWith("node_pressure_cpu_waiting_seconds_total")
    .filter(({ scopeMetrics }) =>
      scopeMetrics.some(({ metrics }) => metrics.some(({ unit }) => unit === "s")),
    )
    .map(({ resource }) => resource.attributes);

test.runIf(existsSync("/proc/pressure/cpu"))(
  "how long was waited for a processor of the machine is told of its node",
  { timeout: 30_000 },
  async () => {
    await eventually(() => tellers()[0], 25_000).toEqual([
      { key: "k8s.node.name", value: { stringValue: "node-1" } },
    ]);
  },
);
