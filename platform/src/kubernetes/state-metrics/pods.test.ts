import { describe, expect, test } from "vitest";
import type { ContainerStatus, Pod } from "../resources.ts";
import { printed } from "./fixture.ts";
import { podSamples } from "./pods.ts";

const status = (more: Partial<ContainerStatus>): ContainerStatus => ({
  name: "main",
  ready: false,
  restartCount: 0,
  ...more,
});

const podOf = (more: Partial<Pod> = {}): Pod => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: {
    namespace: "shop",
    name: "cart-1",
    uid: "u1",
    creationTimestamp: "1970-01-01T00:01:40Z",
    ownerReferences: [
      { apiVersion: "apps/v1", kind: "ReplicaSet", name: "cart-abc", uid: "r1", controller: true },
    ],
  },
  spec: { nodeName: "node-1", containers: [{ name: "main", image: "cart:1" }] },
  status: { phase: "Running", podIP: "10.0.0.7", hostIP: "127.0.0.1", startTime: "1970-01-01T00:02:00Z" },
  ...more,
});

/** Of every pod the same. */
const own = 'namespace="shop",pod="cart-1",uid="u1"';
const told = (pod: Pod, pattern: RegExp) =>
  printed(podSamples(pod), pattern).map((line) => line.replace(own, "…"));
const ofContainer = (more: Partial<ContainerStatus>, pattern: RegExp) =>
  told(podOf({ status: { phase: "Running", containerStatuses: [status(more)] } }), pattern);

test("a pod tells its node, its addresses and who made it", () => {
  expect(printed(podSamples(podOf()), /_(info|owner|created|start_time)$/)).toEqual([
    `kube_pod_info{${own},node="node-1",host_ip="127.0.0.1",pod_ip="10.0.0.7",created_by_kind="ReplicaSet",created_by_name="cart-abc",host_network="false"} 1`,
    `kube_pod_created{${own}} 100`,
    `kube_pod_start_time{${own}} 120`,
    `kube_pod_owner{${own},owner_kind="ReplicaSet",owner_name="cart-abc",owner_is_controller="true"} 1`,
  ]);
});

test("a pod is in one phase and not in the others", () => {
  expect(told(podOf(), /phase/)).toEqual([
    'kube_pod_status_phase{…,phase="Pending"} 0',
    'kube_pod_status_phase{…,phase="Running"} 1',
    'kube_pod_status_phase{…,phase="Succeeded"} 0',
    'kube_pod_status_phase{…,phase="Failed"} 0',
    'kube_pod_status_phase{…,phase="Unknown"} 0',
  ]);
});

describe("a pod's conditions", () => {
  const facts: [what: string, pod: Pod, told: string[]][] = [
    [
      "ready",
      podOf({ status: { conditions: [{ type: "Ready", status: "True" }] } }),
      [
        'kube_pod_status_ready{…,condition="true"} 1',
        'kube_pod_status_ready{…,condition="false"} 0',
        'kube_pod_status_ready{…,condition="unknown"} 0',
      ],
    ],
    [
      "without a node that could take it",
      podOf({ status: { conditions: [{ type: "PodScheduled", status: "False", reason: "Unschedulable" }] } }),
      [
        'kube_pod_status_scheduled{…,condition="true"} 0',
        'kube_pod_status_scheduled{…,condition="false"} 1',
        'kube_pod_status_scheduled{…,condition="unknown"} 0',
        "kube_pod_status_unschedulable{…} 1",
      ],
    ],
    [
      "evicted",
      podOf({ status: { phase: "Failed", reason: "Evicted" } }),
      ['kube_pod_status_reason{…,reason="Evicted"} 1'],
    ],
    ["not known yet", podOf({ status: {} }), []],
  ];
  test.each(facts)("%s", (_, pod, expected) => {
    expect(told(pod, /_status_(ready|scheduled|unschedulable|reason)$/)).toEqual(expected);
  });
});

describe("a container", () => {
  const ended = { exitCode: 137, reason: "OOMKilled", finishedAt: "1970-01-01T00:03:20Z" };
  const facts: [what: string, status: Partial<ContainerStatus>, pattern: RegExp, told: string[]][] = [
    [
      "that runs, and was ended before for its memory",
      {
        ready: true,
        restartCount: 2,
        state: { running: { startedAt: "1970-01-01T00:05:00Z" } },
        lastState: { terminated: ended },
      },
      /_(ready|restarts_total|running|waiting|terminated|started|last_terminated_.+)$/,
      [
        'kube_pod_container_status_ready{…,container="main"} 1',
        'kube_pod_container_status_restarts_total{…,container="main"} 2',
        'kube_pod_container_status_running{…,container="main"} 1',
        'kube_pod_container_status_waiting{…,container="main"} 0',
        'kube_pod_container_status_terminated{…,container="main"} 0',
        'kube_pod_container_status_last_terminated_reason{…,container="main",reason="OOMKilled"} 1',
        'kube_pod_container_state_started{…,container="main"} 300',
        'kube_pod_container_status_last_terminated_exitcode{…,container="main"} 137',
        'kube_pod_container_status_last_terminated_timestamp{…,container="main"} 200',
      ],
    ],
    [
      "that waits says why",
      { state: { waiting: { reason: "CrashLoopBackOff" } } },
      /waiting/,
      [
        'kube_pod_container_status_waiting{…,container="main"} 1',
        'kube_pod_container_status_waiting_reason{…,container="main",reason="CrashLoopBackOff"} 1',
      ],
    ],
    [
      "that has ended says why and when",
      { state: { terminated: ended } },
      /(terminated_reason|completion_time)$/,
      [
        "kube_pod_completion_time{…} 200",
        'kube_pod_container_status_terminated_reason{…,container="main",reason="OOMKilled"} 1',
      ],
    ],
    [
      "tells its image",
      { image: "cart:1", imageID: "sha256:a", containerID: "naru://7" },
      /container_info/,
      [
        'kube_pod_container_info{…,container="main",image="cart:1",image_id="sha256:a",container_id="naru://7"} 1',
      ],
    ],
  ];
  test.each(facts)("%s", (_, more, pattern, expected) => {
    expect(ofContainer(more, pattern)).toEqual(expected);
  });
});

test("what containers ask for is told in base units, by resource and node", () => {
  const resources = {
    requests: { cpu: "250m", memory: "64Mi", "ephemeral-storage": "1G", "nvidia.com/gpu": "1" },
    limits: { cpu: "1", "example.kubernetes.io/odd": "3" },
  };
  const pod = podOf({
    spec: {
      nodeName: "node-1",
      containers: [{ name: "main", resources }],
      initContainers: [{ name: "first", resources: { limits: { memory: "1Ki" } } }],
    },
  });
  expect(told(pod, /_resource_/)).toEqual([
    'kube_pod_container_resource_requests{…,container="main",node="node-1",resource="cpu",unit="core"} 0.25',
    'kube_pod_container_resource_requests{…,container="main",node="node-1",resource="memory",unit="byte"} 67108864',
    'kube_pod_container_resource_requests{…,container="main",node="node-1",resource="ephemeral_storage",unit="byte"} 1000000000',
    'kube_pod_container_resource_requests{…,container="main",node="node-1",resource="nvidia_com_gpu",unit="integer"} 1',
    'kube_pod_container_resource_limits{…,container="main",node="node-1",resource="cpu",unit="core"} 1',
    'kube_pod_init_container_resource_limits{…,container="first",node="node-1",resource="memory",unit="byte"} 1024',
  ]);
});
