import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../kubectl.fixture.ts";
import { type Api, openApi } from "./api.fixture.ts";
import { logOf, type Made, makeImage, makePod, place, podOf, printed, statusOf } from "./running.fixture.ts";

/* What a container is given, and what it leaves behind. Source: Kubernetes' test/e2e/common/node: containers, expansion,
 * downwardapi, configmap, secrets, runtime, security_context, kubelet. */

const field = (name: string, fieldPath: string) => ({ name, valueFrom: { fieldRef: { fieldPath } } });
const amount = (name: string, resource: string, divisor?: string) => ({
  name,
  valueFrom: { resourceFieldRef: { resource, ...(divisor && { divisor }) } },
});
const resources = {
  requests: { cpu: "250m", memory: "32Mi" },
  limits: { cpu: "1250m", memory: "64Mi" },
};
const amounts = [
  amount("A", "limits.cpu"),
  amount("B", "limits.memory", "1Mi"),
  amount("C", "requests.cpu", "1m"),
  amount("D", "requests.memory"),
];
const shared = { volumes: [{ name: "v", emptyDir: {} }] };
const mount = (more: object) => ({
  env: [field("POD_NAME", "metadata.name")],
  volumeMounts: [{ name: "v", mountPath: "/there", ...more }],
});
const image = "echoer";
const waiting = async (name: string) =>
  (await statusOf(api, name)).containerStatuses?.[0].state.waiting?.reason;
const ids = "echo $(id -u) $(id -g)";

const facts: [name: string, made: Made, told: string | RegExp][] = [
  ["image-defaults", { container: { image } }, "entry cmd\n"],
  ["own-arguments", { container: { image, args: ["mine", "too"] } }, "entry mine too\n"],
  ["own-command", { container: { image, command: ["echo", "mine"] } }, "mine\n"],
  ["both-own", { container: { image, command: ["echo"], args: ["mine", "too"] } }, "mine too\n"],

  [
    "composed-variables",
    {
      script: "echo $FOOBAR",
      container: {
        env: [
          { name: "FOO", value: "foo-value" },
          { name: "FOOBAR", value: "$(FOO);;$$(FOO)" },
        ],
      },
    },
    "foo-value;;$(FOO)\n",
  ],
  [
    "expanded-command",
    {
      container: {
        command: ["sh", "-c", 'echo "$(T)"'],
        env: [{ name: "T", value: "t" }],
      },
    },
    "t\n",
  ],
  [
    "expanded-arguments",
    {
      container: {
        command: ["sh", "-c"],
        args: ['echo "$(T)" "$(T)"'],
        env: [{ name: "T", value: "t" }],
      },
    },
    "t t\n",
  ],

  [
    "from-map",
    {
      script: "echo $A $B $p_key $SECRET $s_key",
      container: {
        env: [
          { name: "A", valueFrom: { configMapKeyRef: { name: "map", key: "key" } } },
          { name: "B", valueFrom: { configMapKeyRef: { name: "none", key: "key", optional: true } } },
          { name: "SECRET", valueFrom: { secretKeyRef: { name: "secret", key: "key" } } },
        ],
        envFrom: [
          { prefix: "p_", configMapRef: { name: "map" } },
          { prefix: "s_", secretRef: { name: "secret" } },
          { configMapRef: { name: "none", optional: true } },
        ],
      },
    },
    "map value map value secret value secret value\n",
  ],
  [
    "told-of-itself",
    {
      script: "echo $N $S $U $I $H $L",
      metadata: { labels: { app: "told" } },
      container: {
        env: [
          field("N", "metadata.name"),
          field("S", "metadata.namespace"),
          field("U", "metadata.uid"),
          field("I", "status.podIP"),
          field("H", "status.hostIP"),
          field("L", "metadata.labels['app']"),
        ],
      },
    },
    /^told-of-itself default [\da-f-]{36} 127\.\d+\.\d+\.\d+ 127\.\d+\.\d+\.\d+ told\n$/,
  ],
  [
    "told-its-amounts",
    { script: "echo $A $B $C $D", container: { resources, env: amounts } },
    "2 64 250 33554432\n",
  ],
  [
    "told-the-nodes-amounts",
    { script: 'test "$A" -ge 1 && test "$B" -ge 64 && echo whole', container: { env: amounts } },
    "whole\n",
  ],
  [
    "variables-of-services",
    {
      script:
        "echo $FOOSERVICE_SERVICE_PORT $FOOSERVICE_PORT_8765_TCP_PORT $FOOSERVICE_PORT_8765_TCP_PROTO; test $FOOSERVICE_PORT = tcp://$FOOSERVICE_SERVICE_HOST:8765 && test $FOOSERVICE_PORT_8765_TCP = $FOOSERVICE_PORT && test $FOOSERVICE_PORT_8765_TCP_ADDR = $FOOSERVICE_SERVICE_HOST && echo same",
    },
    "8765 8765 tcp\nsame\n",
  ],

  [
    "part-of-volume",
    {
      script: "echo one > /there/file; cat /there/file; ls /whole",
      container: {
        env: [field("POD_NAME", "metadata.name")],
        volumeMounts: [
          { name: "v", mountPath: "/there", subPathExpr: "$(POD_NAME)" },
          { name: "v", mountPath: "/whole" },
        ],
      },
      spec: shared,
    },
    "one\npart-of-volume\n",
  ],

  ["uid-65534", { script: "id -u", container: { securityContext: { runAsUser: 65_534 } } }, "65534\n"],
  [
    "uid-and-gid-of-container",
    { script: ids, container: { securityContext: { runAsUser: 1001, runAsGroup: 2002 } } },
    "1001 2002\n",
  ],
  [
    "uid-and-gid-of-pod",
    { script: ids, spec: { securityContext: { runAsUser: 1001, runAsGroup: 2002 } } },
    "1001 2002\n",
  ],
  [
    "more-groups",
    {
      script: "id -G",
      spec: {
        securityContext: { runAsUser: 1000, runAsGroup: 3000, fsGroup: 1234, supplementalGroups: [4321] },
      },
    },
    "3000 1234 4321\n",
  ],
  [
    "unprivileged",
    {
      script: "mount -t tmpfs none /mnt 2>/dev/null && echo mounted || echo refused",
      container: { securityContext: { privileged: false } },
    },
    "refused\n",
  ],
  [
    "writable-root",
    {
      script: "touch /checkfile-of-a-pod && rm /checkfile-of-a-pod && echo written",
      container: { securityContext: { readOnlyRootFilesystem: false } },
    },
    "written\n",
  ],
  [
    "read-only-root",
    {
      script:
        "touch /file 2>/dev/null || echo refused; touch /usr/file 2>/dev/null || echo refused; touch /there/file && echo written; cat /proc/self/comm",
      container: {
        securityContext: { readOnlyRootFilesystem: true },
        volumeMounts: [{ name: "v", mountPath: "/there" }],
      },
      spec: shared,
    },
    "refused\nrefused\nwritten\ncat\n",
  ],
  [
    "no-new-privileges",
    {
      script: "grep NoNewPrivs /proc/self/status",
      container: { securityContext: { runAsUser: 1000, allowPrivilegeEscalation: false } },
    },
    "NoNewPrivs:\t1\n",
  ],
  [
    "host-aliases",
    {
      script: "grep 123.45.67.89 /etc/hosts",
      spec: { hostAliases: [{ ip: "123.45.67.89", hostnames: ["foo", "bar"] }] },
    },
    "123.45.67.89\tfoo\tbar\n",
  ],
  ["hosts-are-managed", { script: "head -1 /etc/hosts" }, "# Kubernetes-managed hosts file.\n"],
  [
    "hosts-of-the-node",
    { script: "head -1 /etc/hosts", spec: { hostNetwork: true } },
    "# Kubernetes-managed hosts file (host network).\n",
  ],
  [
    "name-and-domain",
    {
      script: "hostname; getent hosts inner.sub.default.svc.cluster.local | tr -s ' ' | cut -d' ' -f2",
      spec: { hostname: "inner", subdomain: "sub" },
    },
    "inner\ninner.sub.default.svc.cluster.local\n",
  ],
];

let api: Api;
beforeAll(async () => {
  api = await openApi(1);
  await makeImage(api, "echoer", { Entrypoint: ["echo", "entry"], Cmd: ["cmd"] });
  const at = "/api/v1/namespaces/default";
  await api.create(`${at}/configmaps`, { metadata: { name: "map" }, data: { key: "map value" } });
  await api.create(`${at}/secrets`, { metadata: { name: "secret" }, stringData: { key: "secret value" } });
  await api.create(`${at}/services`, {
    metadata: { name: "fooservice" },
    spec: { ports: [{ port: 8765, targetPort: 8080 }] },
  });
  for (const [name, made] of facts) await makePod(api, name, made);
});
afterAll(() => api.stop());

test.each(facts)("%s", async (name, _, told) => {
  const text = await printed(api, name);
  if (typeof told === "string") expect(text).toBe(told);
  else expect(text).toMatch(told);
});

describe("the last words of a container", () => {
  const policy = { terminationMessagePolicy: "FallbackToLogsOnError" };
  test.each<[name: string, made: Made, phase: string, message: string | undefined]>([
    [
      "words-elsewhere",
      {
        script: "printf DONE > /dev/words",
        container: { terminationMessagePath: "/dev/words", securityContext: { runAsUser: 1000 } },
      },
      "Succeeded",
      "DONE",
    ],
    ["words-in-log", { script: "printf DONE; exit 1", container: policy }, "Failed", "DONE"],
    ["no-words", { script: "printf DONE", container: policy }, "Succeeded", undefined],
    [
      "words-in-file",
      { script: "printf OK > /dev/termination-log; printf DONE", container: policy },
      "Succeeded",
      "OK",
    ],
  ])("%s", async (name, made, phase, message) => {
    await makePod(api, name, made);
    await printed(api, name, phase);
    expect((await statusOf(api, name)).containerStatuses[0].state.terminated.message).toBe(message);
  });
});

describe("a part of a volume that can't be", () => {
  test.each(["/tmp", "../tmp"])("%s keeps its pod out", async (path) => {
    const made = podOf("part", { container: mount({ subPathExpr: path }), spec: shared });
    const { status, body } = await api.create(place, made);
    expect([status, body.message]).toEqual([422, expect.stringContaining("subPathExpr")]);
  });
  test.each([
    ["absolute", "/tmp"],
    ["upwards", "../tmp"],
  ])("named by a variable, %s, keeps its container from starting", async (name, value) => {
    const container = { ...mount({ subPathExpr: "$(P)" }), env: [{ name: "P", value }] };
    await makePod(api, `part-${name}`, { script: "true", container, spec: shared });
    await eventually(() => waiting(`part-${name}`)).toBe("CreateContainerConfigError");
  });
});

test("a path that is named wrongly at first is mended while the pod waits", async () => {
  const expr = { subPathExpr: "$(ANNOTATION)" };
  const env = [field("ANNOTATION", "metadata.annotations['path']")];
  await makePod(api, "mended", {
    metadata: { annotations: { path: "/wrong" } },
    script: "echo here > /there/file; cat /there/file",
    container: { ...mount(expr), env },
    spec: shared,
  });
  await eventually(() => waiting("mended")).toBe("CreateContainerConfigError");
  await api.patch(`${place}/mended`, "merge", { metadata: { annotations: { path: "right" } } });
  expect(await printed(api, "mended")).toBe("here\n");
});

test("the log of a container is what it printed, on either way out", async () => {
  await makePod(api, "printer", { script: "echo out; echo err >&2" });
  await printed(api, "printer");
  expect((await logOf(api, "printer")).split("\n").toSorted()).toEqual(["", "err", "out"]);
});
