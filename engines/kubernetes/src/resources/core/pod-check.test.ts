import { describe, expect, test } from "vitest";
import { complaints, specimen } from "../specimen.ts";
import { pod } from "./pod.ts";

const web = { name: "web", image: "nginx" };
const told = (spec: object) => complaints(pod, specimen(pod, { spec }));
const ofContainer = (more: object) => told({ containers: [{ ...web, ...more }] });
const inRange = "must be between 1 and 65535, inclusive";

test("a pod that says what it runs is accepted", () => {
  expect(told({ containers: [web] })).toEqual([]);
});

describe("a pod is refused", () => {
  test.each([
    [{}, ["spec.containers: Required value"]],
    [
      { containers: [{}] },
      ["spec.containers[0].name: Required value", "spec.containers[0].image: Required value"],
    ],
    [{ containers: [web, web] }, ['spec.containers[1].name: Duplicate value: "web"']],
    [{ containers: [web], initContainers: [web] }, ['spec.initContainers[0].name: Duplicate value: "web"']],
    [
      { containers: [web], restartPolicy: "Sometimes" },
      [
        'spec.restartPolicy: Unsupported value: "Sometimes": supported values: "Always", "OnFailure", "Never"',
      ],
    ],
    [
      { containers: [web], volumes: [{ name: "v" }, { name: "v" }] },
      ['spec.volumes[1].name: Duplicate value: "v"'],
    ],
    [
      { containers: [web], volumes: [{ name: "v", emptyDir: {}, hostPath: { path: "/" } }] },
      ["spec.volumes[0].hostPath: Forbidden: may not specify more than 1 volume type"],
    ],
    [
      { containers: [web], tolerations: [{ operator: "Equal" }] },
      [
        'spec.tolerations[0].operator: Invalid value: "Equal": operator must be Exists when `key` is empty, which means "match all values and all keys"',
      ],
    ],
    [
      {
        containers: [web],
        initContainers: [{ name: "i", image: "x", readinessProbe: { exec: { command: ["x"] } } }],
      },
      [
        "spec.initContainers[0].readinessProbe: Forbidden: may not be set for init containers without restartPolicy=Always",
      ],
    ],
    [
      { containers: [web], activeDeadlineSeconds: 0 },
      ["spec.activeDeadlineSeconds: Invalid value: 0: must be between 1 and 2147483647, inclusive"],
    ],
  ])("%j", (spec, expected) => {
    expect(told(spec)).toEqual(expected);
  });
});

describe("a container is refused", () => {
  test.each([
    [
      { imagePullPolicy: "Now" },
      'imagePullPolicy: Unsupported value: "Now": supported values: "Always", "IfNotPresent", "Never"',
    ],
    [{ ports: [{}] }, "ports[0].containerPort: Required value"],
    [{ ports: [{ containerPort: 70_000 }] }, `ports[0].containerPort: Invalid value: 70000: ${inRange}`],
    [
      {
        ports: [
          { name: "a", containerPort: 1 },
          { name: "a", containerPort: 2 },
        ],
      },
      'ports[1].name: Duplicate value: "a"',
    ],
    [
      { ports: [1, 2].map((containerPort) => ({ containerPort, hostPort: 80 })) },
      'ports[1].hostPort: Duplicate value: "TCP//80"',
    ],
    [{ env: [{ name: "" }] }, "env[0].name: Required value"],
    [
      { env: [{ name: "a=b" }] },
      `env[0].name: Invalid value: "a=b": a valid environment variable name must consist only of printable ASCII characters other than '='`,
    ],
    [
      { env: [{ name: "A", value: "b", valueFrom: { secretKeyRef: { name: "s", key: "k" } } }] },
      'env[0].valueFrom: Invalid value: "": may not be specified when `value` is not empty',
    ],
    [{ volumeMounts: [{ name: "v", mountPath: "/v" }] }, 'volumeMounts[0].name: Not found: "v"'],
    [{ livenessProbe: {} }, "livenessProbe: Required value: must specify a handler type"],
    [
      { livenessProbe: { exec: { command: ["x"] }, httpGet: { port: 80 } } },
      "livenessProbe.httpGet: Forbidden: may not specify more than 1 handler type",
    ],
    [
      { readinessProbe: { tcpSocket: { port: 0 } } },
      `readinessProbe.tcpSocket.port: Invalid value: 0: ${inRange}`,
    ],
    [
      { livenessProbe: { exec: { command: ["x"] }, successThreshold: 2 } },
      "livenessProbe.successThreshold: Invalid value: 2: must be 1",
    ],
    [
      { resources: { requests: { cpu: "2" }, limits: { cpu: "1" } } },
      'resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1',
    ],
    [
      { resources: { limits: { memory: "-1Gi" } } },
      'resources.limits[memory]: Invalid value: "-1Gi": must be greater than or equal to 0',
    ],
    [
      { resources: { limits: { cpu: "many" } } },
      `resources.limits[cpu]: Invalid value: "many": quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'`,
    ],
  ])("%j", (container, expected) => {
    expect(ofContainer(container)[0]).toBe(`spec.containers[0].${expected}`);
  });
});

describe("a pod that runs", () => {
  const tolerations = [{ key: "a", operator: "Exists" }];
  const before = specimen(pod, { spec: { containers: [web], tolerations } });
  const changed = (spec: object, subresource?: string) =>
    complaints(
      pod,
      specimen(pod, { spec: { containers: [web], tolerations, ...spec } }),
      before,
      subresource,
    );

  test.each([
    [{ containers: [{ ...web, image: "nginx:2", imagePullPolicy: "Always" }] }],
    [{ activeDeadlineSeconds: 60 }],
    [{ tolerations: [...tolerations, { key: "b", operator: "Exists" }] }],
    [{ hostNetwork: false, nodeSelector: {} }],
  ])("may become %j", (spec) => {
    expect(changed(spec)).toEqual([]);
  });

  test.each([
    [
      { nodeName: "n1" },
      /^spec: Forbidden: pod updates may not change fields other than `spec\.containers\[\*\]\.image`/,
    ],
    [{ containers: [{ ...web, command: ["x"] }] }, /^spec: Forbidden: pod updates may not change/],
    [
      { containers: [web, { name: "b", image: "x" }] },
      /^spec\.containers: Forbidden: pod updates may not add or remove containers$/,
    ],
    [
      { tolerations: [] },
      /^spec\.tolerations: Forbidden: existing toleration can not be modified except its tolerationSeconds$/,
    ],
    [{ terminationGracePeriodSeconds: 5 }, /^spec: Forbidden/],
  ])("may not become %j", (spec, expected) => {
    expect(changed(spec)).toEqual([expect.stringMatching(expected)]);
  });

  test("gets its node by being bound", () => {
    expect(changed({ nodeName: "n1" }, "binding")).toEqual([]);
  });
});
