import { float, instantQuery } from "@naru/promql";
import { MemorySource, readScript, samplesOf } from "@naru/promql/conformance";
import { describe, expect, test } from "vitest";
import { read, ruleFiles } from "../cluster/definitions.ts";
import { holdingOf } from "../rules/evaluate.ts";
import { type AlertRule, readRules } from "../rules/rule.ts";

/* What the rules that Naru brings find, each in series of its own. */

const files = await Promise.all(ruleFiles.map(async (name) => readRules("local", await read(name))));
const rules = new Map(
  files
    .flatMap(({ groups }) => groups.flatMap((group) => group.rules))
    .filter((rule) => rule.kind === "alert")
    .map((rule): [string, AlertRule] => [rule.name, rule]),
);

const pod = 'cluster="local",namespace="shop",pod="cart-1"';
const main = `${pod},container="main"`;

/** Series are told each minute for half an hour. */
const facts: readonly [alert: string, series: readonly string[], summaries: readonly string[]][] = [
  [
    "KubePodCrashLooping",
    [`kube_pod_container_status_waiting_reason{${main},reason="CrashLoopBackOff"} _x26 1 _x4`],
    ["main in shop/cart-1 ends again and again"],
  ],
  [
    "KubePodCrashLooping",
    [`kube_pod_container_status_waiting_reason{${main},reason="ContainerCreating"} 1x30`],
    [],
  ],
  [
    "KubeContainerOOMKilled",
    [
      `kube_pod_container_status_last_terminated_reason{${main},reason="OOMKilled"} 1x30`,
      `kube_pod_container_status_last_terminated_timestamp{${main}} 1500x30`,
    ],
    ["main in shop/cart-1 was ended for using too much memory"],
  ],
  [
    "KubeContainerOOMKilled",
    [
      `kube_pod_container_status_last_terminated_reason{${main},reason="OOMKilled"} 1x30`,
      `kube_pod_container_status_last_terminated_timestamp{${main}} 600x30`,
    ],
    [],
  ],
  [
    "KubeContainerOOMKilled",
    [
      `kube_pod_container_status_terminated_reason{${main},reason="OOMKilled"} 1x30`,
      `kube_pod_completion_time{${pod}} 1500x30`,
    ],
    ["main in shop/cart-1 was ended for using too much memory"],
  ],
  [
    "KubeImagePullFailing",
    [
      `kube_pod_container_status_waiting_reason{${main},reason="ErrImagePull"} _x28 1 _`,
      `kube_pod_container_status_waiting_reason{${main},reason="ImagePullBackOff"} _x29 1`,
      `kube_pod_init_container_status_waiting_reason{${pod},container="init",reason="InvalidImageName"} 1x30`,
    ],
    ["The image of init in shop/cart-1 can't be had", "The image of main in shop/cart-1 can't be had"],
  ],
  [
    "KubeContainerCannotStart",
    [`kube_pod_container_status_waiting_reason{${main},reason="CreateContainerConfigError"} 1x30`],
    ["main in shop/cart-1 can't start: CreateContainerConfigError"],
  ],
  [
    "KubePodNotReady",
    [
      `kube_pod_status_phase{${pod},phase="Pending"} 1x30`,
      `kube_pod_owner{${pod},owner_kind="ReplicaSet",owner_name="cart"} 1x30`,
    ],
    ["shop/cart-1 has not been ready for ten minutes"],
  ],
  [
    "KubePodNotReady",
    [
      `kube_pod_status_phase{${pod},phase="Running"} 1x30`,
      `kube_pod_status_ready{${pod},condition="false"} 1x30`,
      `kube_pod_status_ready{${pod},condition="true"} 0x30`,
    ],
    ["shop/cart-1 has not been ready for ten minutes"],
  ],
  [
    "KubePodNotReady",
    [
      `kube_pod_status_phase{${pod},phase="Succeeded"} 1x30`,
      `kube_pod_status_ready{${pod},condition="false"} 1x30`,
    ],
    [],
  ],
  [
    "KubePodNotReady",
    [
      `kube_pod_status_phase{${pod},phase="Pending"} 1x30`,
      `kube_pod_owner{${pod},owner_kind="Job",owner_name="tidy"} 1x30`,
    ],
    [],
  ],
  [
    "KubeDeploymentReplicasMismatch",
    [
      'kube_deployment_spec_replicas{cluster="local",namespace="shop",deployment="cart"} 3x30',
      'kube_deployment_status_replicas_available{cluster="local",namespace="shop",deployment="cart"} 1x30',
      'kube_deployment_status_replicas_updated{cluster="local",namespace="shop",deployment="cart"} 3x30',
    ],
    ["2 of the replicas of shop/cart are missing"],
  ],
  [
    "KubeDeploymentReplicasMismatch",
    [
      'kube_deployment_spec_replicas{cluster="local",namespace="shop",deployment="cart"} 3x30',
      'kube_deployment_status_replicas_available{cluster="local",namespace="shop",deployment="cart"} 1x30',
      'kube_deployment_status_replicas_updated{cluster="local",namespace="shop",deployment="cart"} 1x25 2x4',
    ],
    [],
  ],
  [
    "KubeDeploymentRolloutStuck",
    [
      'kube_deployment_status_condition{cluster="local",namespace="shop",deployment="cart",condition="Progressing",status="false"} 1x30',
    ],
    ["The rollout of shop/cart does not go on"],
  ],
  [
    "KubeStatefulSetReplicasMismatch",
    [
      'kube_statefulset_replicas{cluster="local",namespace="shop",statefulset="db"} 3x30',
      'kube_statefulset_status_replicas_ready{cluster="local",namespace="shop",statefulset="db"} 2x30',
      'kube_statefulset_status_replicas_updated{cluster="local",namespace="shop",statefulset="db"} 3x30',
    ],
    ["1 of the replicas of shop/db are missing"],
  ],
  [
    "KubeDaemonSetNotReady",
    [
      'kube_daemonset_status_desired_number_scheduled{cluster="local",namespace="shop",daemonset="agent"} 3x30',
      'kube_daemonset_status_number_ready{cluster="local",namespace="shop",daemonset="agent"} 1x30',
    ],
    ["shop/agent is not ready on 2 nodes"],
  ],
  [
    "KubeJobFailed",
    [
      'kube_job_failed{cluster="local",namespace="shop",job_name="tidy",condition="true"} 1x30',
      'kube_job_failed{cluster="local",namespace="shop",job_name="fine",condition="true"} 0x30',
    ],
    ["The job shop/tidy has failed"],
  ],
  ...[
    [5, 5, ["shop/cart has run at its limit of 5 replicas for 15 minutes"]] as const,
    [4, 5, []] as const,
  ].map(([current, most, summaries]): [string, string[], readonly string[]] => [
    "KubeHpaMaxedOut",
    [
      `kube_horizontalpodautoscaler_status_current_replicas{cluster="local",namespace="shop",horizontalpodautoscaler="cart"} ${current}x30`,
      `kube_horizontalpodautoscaler_spec_max_replicas{cluster="local",namespace="shop",horizontalpodautoscaler="cart"} ${most}x30`,
      'kube_horizontalpodautoscaler_spec_min_replicas{cluster="local",namespace="shop",horizontalpodautoscaler="cart"} 2x30',
    ],
    summaries,
  ]),
  [
    "KubeQuotaExhausted",
    [
      'kube_resourcequota{cluster="local",namespace="shop",resourcequota="few",resource="pods",type="hard"} 3x30',
      'kube_resourcequota{cluster="local",namespace="shop",resourcequota="few",resource="pods",type="used"} 3x30',
      'kube_resourcequota{cluster="local",namespace="shop",resourcequota="few",resource="cpu",type="hard"} 4x30',
      'kube_resourcequota{cluster="local",namespace="shop",resourcequota="few",resource="cpu",type="used"} 3x30',
    ],
    ["The quota few of shop has no pods left"],
  ],
  [
    "KubePersistentVolumeClaimPending",
    [
      'kube_persistentvolumeclaim_status_phase{cluster="local",namespace="shop",persistentvolumeclaim="a",phase="Pending"} 1x30',
      'kube_persistentvolumeclaim_status_phase{cluster="local",namespace="shop",persistentvolumeclaim="b",phase="Pending"} 0x30',
    ],
    ["The claim shop/a has no volume"],
  ],
  [
    "KubeNodeNotReady",
    ['kube_node_status_condition{cluster="local",node="node-1",condition="Ready",status="true"} 0x30'],
    ["The node node-1 is not ready"],
  ],
  [
    "KubeNodePressure",
    ['kube_node_status_condition{cluster="local",node="node-1",condition="DiskPressure",status="true"} 1x30'],
    ["The node node-1 has DiskPressure"],
  ],
  [
    "NaruDiskAlmostFull",
    [
      'naru_data_folder_available_bytes{job="naru"} 4x30',
      'naru_data_folder_capacity_bytes{job="naru"} 100x30',
    ],
    ["4% of the disk that holds Naru's data are left"],
  ],
  [
    "NaruDiskFillsWithinADay",
    [
      'naru_data_folder_available_bytes{job="naru"} 50-1x30',
      'naru_data_folder_capacity_bytes{job="naru"} 100x30',
    ],
    ["The disk that holds Naru's data will be full within a day if it goes on as in the last three hours"],
  ],
  [
    "NaruDiskFillsWithinADay",
    [
      'naru_data_folder_available_bytes{job="naru"} 20x30',
      'naru_data_folder_capacity_bytes{job="naru"} 100x30',
    ],
    [],
  ],
  [
    "NaruTelemetrySetAside",
    ['naru_ingest_quarantined_requests_total{job="naru"} 0x25 1x4'],
    ["Telemetry could not be stored and was set aside"],
  ],
  ["NaruTelemetrySetAside", ['naru_ingest_quarantined_requests_total{job="naru"} 7x30'], []],
  [
    "NaruTelemetryRefused",
    [
      'naru_ingest_refused_requests_total{job="naru",reason="queue_full"} 0+5x30',
      'naru_ingest_refused_requests_total{job="naru",reason="malformed"} 0+5x30',
    ],
    ["Telemetry is refused: queue_full"],
  ],
  [
    "NaruClusterAway",
    [
      'naru_kubernetes_cluster_live{job="naru",cluster="east"} 1x30',
      'naru_kubernetes_cluster_live{job="naru",cluster="moon"} 0x30',
    ],
    ["The cluster moon does not answer"],
  ],
];

/** The summaries of what a rule finds half an hour after the first of the points. */
async function found(alert: string, series: readonly string[]): Promise<string[]> {
  const rule = rules.get(alert);
  if (!rule) throw new Error(`there is no rule ${alert}`);
  const source = new MemorySource();
  const [load] = readScript(`load 1m\n${series.map((each) => `  ${each}\n`).join("")}`);
  if (load?.kind !== "load") throw new Error("the series can't be read");
  for (const { labels, samples } of samplesOf(load)) source.add(labels, samples);
  const { signal } = new AbortController();
  const { result } = await instantQuery(rule.expression, 30 * 60_000, { source, signal });
  if (result.type !== "vector") throw new Error(`${alert} gives a ${result.type}`);
  const samples = result.rows.map(({ labels, kinds, values }) => ({
    labels,
    value: kinds[0] === float ? (values[0] ?? 0) : Number.NaN,
  }));
  return holdingOf(rule, samples, 0, "http://naru")
    .map(({ annotations }) => annotations["summary"] ?? "")
    .toSorted();
}

test("the rules that Naru brings can all be read", () => {
  expect(files.flatMap(({ problems }) => problems)).toEqual([]);
  expect([...rules.values()].filter(({ problem }) => problem !== undefined)).toEqual([]);
});

test("each has a severity, and says what is wrong and what to do", () => {
  const wanting = [...rules.values()].filter(
    ({ labels, annotations }) => !labels["severity"] || !annotations["summary"],
  );
  expect(wanting.map(({ name }) => name)).toEqual([]);
});

test("each of clusters and of Naru itself has a fact below", () => {
  const named = new Set(facts.map(([alert]) => alert));
  expect([...rules.keys()].filter((name) => /^(Kube|Naru)/.test(name) && !named.has(name))).toEqual([]);
});

describe("a rule that Naru brings finds", () => {
  test.each(facts)("%s in %j: %j", async (alert, series, summaries) => {
    expect(await found(alert, series)).toEqual(summaries);
  });
});
