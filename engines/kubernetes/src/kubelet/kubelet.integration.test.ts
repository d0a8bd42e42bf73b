import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually, startTestCluster, type TestCluster } from "../kubectl.fixture.ts";

/* Real processes, seen through the real kubectl. */

let cluster: TestCluster;
const kubectl: TestCluster["kubectl"] = (...args) => cluster.kubectl(...args);
const refusal: TestCluster["refusal"] = (...args) => cluster.refusal(...args);

beforeAll(async () => {
  cluster = await startTestCluster({ nodes: 1 });
});
afterAll(() => cluster.stop());

interface Made {
  readonly command?: readonly string[];
  readonly container?: object;
  readonly spec?: object;
}

function podOf(name: string, { command, container, spec }: Made): string {
  const main = {
    name: "main",
    image: "busybox",
    ...(command && { command: ["sh", "-c", ...command] }),
    ...container,
  };
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, labels: { app: name } },
    spec: { nodeName: "node-1", terminationGracePeriodSeconds: 1, containers: [main], ...spec },
  });
}

const make = (name: string, made: Made) => kubectl("apply -f -", podOf(name, made));
const field = (name: string, path: string) => kubectl(`get pod ${name} -o jsonpath='{${path}}'`);
const phase = (name: string) => field(name, ".status.phase");
const state = async (name: string) =>
  JSON.parse(await field(name, ".status.containerStatuses[0].state")) as object;
const events = (name: string) =>
  kubectl(
    `get events --field-selector involvedObject.name=${name} -o jsonpath='{range .items[*]}{.reason}: {.message}{"\\n"}{end}'`,
  );
const forever = "while true; do sleep 0.1; done";

describe("a container's end is told as it was", () => {
  test.each([
    ["done", ["exit 0"], "Succeeded", { exitCode: 0, reason: "Completed" }],
    ["failed", ["exit 3"], "Failed", { exitCode: 3, reason: "Error" }],
    ["killed", ["kill -9 $$; sh -c 'kill -9 $PPID'; exit 137"], "Failed", { exitCode: 137, reason: "Error" }],
    [
      "spoke",
      ["echo -n the disk is full > /dev/termination-log; exit 1"],
      "Failed",
      { exitCode: 1, reason: "Error", message: "the disk is full" },
    ],
  ])("%s", async (name, command, expected, terminated) => {
    await make(name, { command, spec: { restartPolicy: "Never" } });
    await eventually(() => phase(name)).toBe(expected);
    expect(await state(name)).toMatchObject({ terminated });
  });

  test("a program that isn't there", async () => {
    await make("absent", { container: { command: ["/no/such/program"] }, spec: { restartPolicy: "Never" } });
    await eventually(() => phase("absent")).toBe("Failed");
    expect(await state("absent")).toMatchObject({ terminated: { exitCode: 128, reason: "StartError" } });
  });

  test("one that takes more memory than it may", async () => {
    const grow = "const all = []; setInterval(() => all.push(Buffer.alloc(2e7, 1)), 5)";
    const resources = { limits: { memory: "120Mi" } };
    await make("greedy", {
      container: { image: "node", command: ["node", "-e", grow], resources },
      spec: { restartPolicy: "Never" },
    });
    await eventually(() => phase("greedy")).toBe("Failed");
    expect(await state("greedy")).toMatchObject({ terminated: { exitCode: 137, reason: "OOMKilled" } });
  });
});

test("an image that isn't there is asked for again and again", async () => {
  await make("imageless", { container: { image: "nobody/nothing:1" } });
  await eventually(() => state("imageless")).toMatchObject({ waiting: { reason: "ImagePullBackOff" } });
  expect(await phase("imageless")).toBe("Pending");
  expect(await events("imageless")).toContain("Failed: Error: ErrImagePull");
});

test("a container that keeps failing is started again, later and later", async () => {
  await make("crasher", { command: ["echo round; exit 1"] });
  await eventually(() => state("crasher")).toMatchObject({
    waiting: {
      reason: "CrashLoopBackOff",
      message: expect.stringMatching(/^back-off 10s restarting failed container=main/) as string,
    },
  });
  expect(await field("crasher", ".status.containerStatuses[0].restartCount")).toBe("1");
  expect(await kubectl("logs crasher --previous")).toBe("round\n");
  expect(await events("crasher")).toContain(
    "BackOff: Back-off restarting failed container main in pod crasher_default",
  );
});

test("a setting that isn't there is waited for, and the container starts when it comes", async () => {
  const env = [{ name: "COLOR", valueFrom: { configMapKeyRef: { name: "late", key: "color" } } }];
  await make("waiter", {
    command: ["echo color is $COLOR"],
    container: { env },
    spec: { restartPolicy: "Never" },
  });
  await eventually(() => state("waiter")).toMatchObject({
    waiting: { reason: "CreateContainerConfigError", message: 'configmap "late" not found' },
  });
  await kubectl("create configmap late --from-literal=color=green");
  await eventually(() => phase("waiter")).toBe("Succeeded");
  expect(await kubectl("logs waiter")).toBe("color is green\n");
});

test("files of a ConfigMap are where they are mounted, and follow it", async () => {
  await kubectl("create configmap settings --from-literal=level=info");
  await make("reader", {
    command: [
      `echo first $(cat /etc/settings/level); while [ "$(cat /etc/settings/level)" = info ]; do sleep 0.1; done; echo then $(cat /etc/settings/level)`,
    ],
    container: { volumeMounts: [{ name: "settings", mountPath: "/etc/settings" }] },
    spec: { restartPolicy: "Never", volumes: [{ name: "settings", configMap: { name: "settings" } }] },
  });
  await eventually(() => kubectl("logs reader")).toBe("first info\n");
  await kubectl(`patch configmap settings -p '{"data":{"level":"debug"}}'`);
  await eventually(() => kubectl("logs reader")).toBe("first info\nthen debug\n");
});

test("init containers prepare, one after the other, what the others use", async () => {
  const volumeMounts = [{ name: "work", mountPath: "/work-here" }];
  const step = (name: string, text: string) => ({
    name,
    image: "busybox",
    command: ["sh", "-c", `echo ${text} >> /work-here/log`],
    volumeMounts,
  });
  await make("prepared", {
    command: ["cat /work-here/log"],
    container: { volumeMounts },
    spec: {
      restartPolicy: "Never",
      initContainers: [step("one", "first"), step("two", "second")],
      volumes: [{ name: "work", emptyDir: {} }],
    },
  });
  await eventually(() => phase("prepared")).toBe("Succeeded");
  expect(await kubectl("logs prepared -c main")).toBe("first\nsecond\n");
});

test("a sidecar ends after the others, and then the pod is over", async () => {
  const command = ["sh", "-c", `trap 'echo last; exit 0' TERM; ${forever}`];
  await make("with-sidecar", {
    command: ["sleep 0.3; echo main"],
    spec: {
      restartPolicy: "Never",
      initContainers: [{ name: "beside", image: "busybox", restartPolicy: "Always", command }],
    },
  });
  await eventually(() => phase("with-sidecar")).toBe("Succeeded");
  expect(await kubectl("logs with-sidecar -c beside")).toBe("last\n");
});

const serve = (body: string) =>
  `require("http").createServer((q, s) => { ${body} }).listen(process.env.PORT)`;

test("a pod is ready while its probe says so, and is reached at its own address", async () => {
  const body = `if (q.url === "/break") global.broken = true; s.statusCode = global.broken ? 503 : 200; s.end("hello")`;
  await make("server", {
    container: {
      image: "node",
      command: ["node", "-e", serve(body)],
      ports: [{ containerPort: 8080, name: "http" }],
      readinessProbe: { httpGet: { port: "http", path: "/ready" }, periodSeconds: 1, failureThreshold: 1 },
    },
  });
  const ready = () => field("server", `.status.conditions[?(@.type=="Ready")].status`);
  await eventually(ready).toBe("True");
  const address = await field("server", ".status.podIP");
  expect(await (await fetch(`http://${address}:8080/`)).text()).toBe("hello");
  await fetch(`http://${address}:8080/break`);
  await eventually(ready).toBe("False");
  expect(await events("server")).toContain(
    "Unhealthy: Readiness probe failed: HTTP probe failed with statuscode: 503",
  );
});

test.each([
  ["one with a port is asked to listen on loopback", { ports: [{ containerPort: 8080 }] }, {}, "127.0.0.1"],
  [
    "its manifest may say otherwise",
    { ports: [{ containerPort: 8080 }], env: [{ name: "HOST", value: "::" }] },
    {},
    "::",
  ],
  ["one without a port is not asked", {}, {}, "none"],
  [
    "nor is one of the node's own network",
    { ports: [{ containerPort: 8080 }] },
    { hostNetwork: true },
    "none",
  ],
])("of programs %s", async (what, container, spec, expected) => {
  const name = what.replaceAll(/\W+/g, "-");
  await make(name, { command: ["echo ${HOST:-none}"], container, spec: { restartPolicy: "Never", ...spec } });
  await eventually(() => kubectl(`logs ${name}`)).toBe(`${expected}\n`);
});

const hangerAddress = async () => `http://${await field("hanger", ".status.podIP")}:8080`;

test("a container that hangs is started again", async () => {
  const hang = serve(`s.end("ok"); if (q.url === "/hang") setImmediate(() => { for (;;); })`);
  await make("hanger", {
    container: {
      image: "node",
      command: ["node", "-e", hang],
      ports: [{ containerPort: 8080 }],
      livenessProbe: {
        httpGet: { port: 8080 },
        periodSeconds: 1,
        failureThreshold: 1,
        initialDelaySeconds: 1,
      },
    },
  });
  await eventually(async () => (await fetch(`${await hangerAddress()}/hang`)).status).toBe(200);
  await eventually(() => field("hanger", ".status.containerStatuses[0].restartCount")).toBe("1");
  expect(await events("hanger")).toContain(
    "Killing: Container main failed liveness probe, will be restarted",
  );
});

test("a pod that is deleted has its hook run, its signal, and its time", async () => {
  const preStop = { exec: { command: ["sh", "-c", "echo hook > /shared/hook"] } };
  await make("leaver", {
    command: [`trap 'echo $(cat /shared/hook) then term; sleep 0.3; exit 0' TERM; echo up; ${forever}`],
    container: { lifecycle: { preStop }, volumeMounts: [{ name: "shared", mountPath: "/shared" }] },
    spec: { terminationGracePeriodSeconds: 10, volumes: [{ name: "shared", emptyDir: {} }] },
  });
  await eventually(() => kubectl("logs leaver")).toBe("up\n");
  const log = cluster.follow("logs -f leaver");
  await eventually(() => log.output()).toBe("up\n");
  await kubectl("delete pod leaver");
  await eventually(() => log.output()).toBe("up\nhook then term\n");
  const folders = () => readdir(join(cluster.folder, "pods/node-1"));
  await eventually(async () => (await folders()).filter((name) => name.includes("_leaver_"))).toEqual([]);
});

test("who doesn't hear the signal is killed when its time is over", async () => {
  await make("deaf", { command: [`trap '' TERM; echo up; ${forever}`] });
  await eventually(() => kubectl("logs deaf")).toBe("up\n");
  const started = Date.now();
  await kubectl("delete pod deaf");
  expect(Date.now() - started).toBeGreaterThan(900);
  expect(Date.now() - started).toBeLessThan(6000);
});

test("commands run inside: what they print, what they are told, how they end", async () => {
  await make("target", { command: [forever], container: { env: [{ name: "COLOR", value: "red" }] } });
  await eventually(() => phase("target")).toBe("Running");
  expect(await kubectl("exec target -- sh -c 'echo $COLOR $(hostname)'")).toBe("red target\n");
  expect(await kubectl("exec -i target -- cat", "from here\n")).toBe("from here\n");
  expect(await refusal("exec target -- sh -c 'echo oops >&2; exit 7'")).toBe(
    "oops\ncommand terminated with exit code 7\n",
  );
  expect(await refusal("exec target -- /no/such/program")).toMatch(
    /no\/such\/program.*(not found|no such file)/,
  );
  expect(await refusal("exec target -c other -- true")).toContain(
    "container other is not valid for pod target",
  );
});

test("logs are read from their end, from a time, with their times", async () => {
  await make("talker", {
    command: ["for i in 1 2 3 4 5; do echo line $i; done"],
    spec: { restartPolicy: "Never" },
  });
  await eventually(() => phase("talker")).toBe("Succeeded");
  expect(await kubectl("logs talker --tail=2")).toBe("line 4\nline 5\n");
  expect(await kubectl("logs talker --tail=1 --timestamps")).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z line 5\n$/);
  expect(await kubectl("logs talker --since-time=2100-01-01T00:00:00Z")).toBe("");
  expect(await kubectl("logs talker --limit-bytes=6")).toBe("line 1");
  expect(await refusal("logs imageless")).toContain(
    'container "main" in pod "imageless" is waiting to start',
  );
});

test("a pod speaks for its account, as long as it is there", async () => {
  const token = "/var/run/secrets/kubernetes.io/serviceaccount/token";
  await make("caller", { command: [forever] });
  await eventually(() => phase("caller")).toBe("Running");
  const jwt = await kubectl(`exec caller -- cat ${token}`);
  const claims = JSON.parse(Buffer.from(jwt.split(".")[1] ?? "", "base64url").toString()) as Record<
    string,
    unknown
  >;
  expect(claims["sub"]).toBe("system:serviceaccount:default:default");
  const bare = `--kubeconfig /dev/null --insecure-skip-tls-verify --server ${cluster.cluster.url} --token ${jwt}`;
  expect(await kubectl(`${bare} auth whoami -o jsonpath='{.status.userInfo.username}'`)).toBe(claims["sub"]);
  await kubectl("delete pod caller");
  expect(await refusal(`${bare} get --raw /version`)).toContain("Unauthorized");
});

test("after a restart of the cluster its pods run again, counted", async () => {
  await make("survivor", { command: [`echo up; ${forever}`] });
  await make("finished", { command: ["exit 0"], spec: { restartPolicy: "Never" } });
  await eventually(() => phase("finished")).toBe("Succeeded");
  await eventually(() => phase("survivor")).toBe("Running");
  await cluster.restart();
  await eventually(() => field("survivor", ".status.containerStatuses[0].restartCount")).toBe("1");
  await eventually(() => kubectl("logs survivor")).toBe("up\n");
  expect(await kubectl("logs survivor --previous")).toBe("up\n");
  expect(await phase("finished")).toBe("Succeeded");
});
