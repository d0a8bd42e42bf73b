import { Client, kinds } from "@naru/kubernetes";
import { eventually, type Platform, startPlatform } from "@naru/testkit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

/* From a real cluster to PromQL, through all that is between. */

let platform: Platform;
let client: Client;

const container = (script: string) => ({
  name: "main",
  image: "busybox",
  command: ["sh", "-c", script],
  resources: { requests: { cpu: "100m", memory: "32Mi" } },
});

const deployment = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "cart" },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: "cart" } },
    template: {
      metadata: { labels: { app: "cart" } },
      spec: {
        terminationGracePeriodSeconds: 0,
        containers: [container("while true; do timeout 0.1 sh -c 'while :; do :; done'; sleep 0.4; done")],
      },
    },
  },
};
const job = {
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: { name: "tidy" },
  spec: {
    backoffLimit: 0,
    template: { spec: { restartPolicy: "Never", containers: [container("exit 3")] } },
  },
};

beforeAll(async () => {
  platform = await startPlatform({ nodes: 1, settings: { NARU_STATE_METRICS_INTERVAL: "1s" } });
  client = new Client({ kubeconfig: platform.kubernetes.kubeconfig });
  await client.create(kinds.deployments, "default", deployment);
  await client.create(kinds.jobs, "default", job);
});
afterAll(async () => {
  client?.close();
  await platform?.stop();
});

interface Answer {
  readonly data: {
    readonly result: { readonly metric: Record<string, string>; readonly value: [number, string] }[];
  };
}

async function ask(query: string): Promise<[metric: Record<string, string>, value: number][]> {
  const path = `/prometheus/api/v1/query?query=${encodeURIComponent(query)}`;
  const { data } = await platform.call<Answer>(path);
  return data.result.map(({ metric, value }) => [metric, Number(value[1])]);
}

const gives = (query: string, values: readonly number[], mostMs = 20_000) =>
  eventually(async () => {
    expect((await ask(query)).map(([, value]) => value)).toEqual(values);
  }, mostMs);

describe("the state of a cluster is asked for by PromQL as kube-state-metrics would have it", () => {
  test.each<[query: string, values: number[]]>([
    ['sum(kube_pod_status_phase{namespace="default",phase="Running"})', [2]],
    ['kube_deployment_status_replicas_available{deployment="cart"}', [2]],
    ['kube_deployment_spec_replicas{cluster="local",job="kube-state-metrics",deployment="cart"}', [2]],
    ['sum(kube_pod_container_resource_requests{resource="cpu",container="main",pod=~"cart-.+"})', [0.2]],
    ['kube_job_status_failed{job_name="tidy",reason="BackoffLimitExceeded"}', [1]],
    ['kube_node_status_condition{condition="Ready",status="true"}', [1]],
    ['kube_namespace_status_phase{namespace="kube-system",phase="Active"}', [1]],
    ["min(naru_kubernetes_cluster_live)", [1]],
    [
      // Owners of pods as the kubernetes-mixin finds them.
      `count(
         label_replace(kube_pod_owner{namespace="default",owner_kind="ReplicaSet"}, "replicaset", "$1", "owner_name", "(.*)")
           * on (cluster, namespace, replicaset) group_left ()
         topk by (cluster, namespace, replicaset) (1, kube_replicaset_owner{owner_kind="Deployment",owner_name="cart"})
       )`,
      [2],
    ],
  ])("%s", (query, values) => gives(query, values));

  test(
    "what containers use is a counter of seconds and an amount of bytes",
    { timeout: 60_000 },
    async () => {
      const cpu =
        'sum by (container, node) (container_cpu_usage_seconds_total{job="kubelet",pod=~"cart-.+",image!=""})';
      await eventually(async () => {
        const [[labels, value] = []] = await ask(cpu);
        expect(labels).toEqual({ container: "main", node: "node-1" });
        expect(value).toBeGreaterThan(0);
      }, 40_000);
      const [[, memory] = []] = await ask('min(container_memory_working_set_bytes{pod=~"cart-.+"})');
      expect(memory).toBeGreaterThan(10_000);
      expect((await ask("node_cpu_usage_seconds_total")).length).toBe(1);
    },
  );
});

test("a series ends when its object is gone, and begins anew with its successor", async () => {
  await client.delete(kinds.deployments, { namespace: "default", name: "cart" });
  const running = 'kube_pod_status_phase{namespace="default",phase="Running"} == 1';
  await eventually(async () => {
    expect(await ask(running)).toEqual([]);
    expect(await ask('kube_deployment_spec_replicas{deployment="cart"}')).toEqual([]);
  }, 20_000);
  await client.create(kinds.deployments, "default", {
    ...deployment,
    spec: { ...deployment.spec, replicas: 1 },
  });
  await gives('kube_deployment_status_replicas_available{deployment="cart"}', [1]);
});

test("Naru's own metrics are asked for the same way", async () => {
  await gives('naru_data_folder_available_bytes{job="naru"} > bool 0', [1]);
  await gives('min(naru_ingest_stored_items_total{signal="metrics"}) > bool 0', [1]);
  expect((await ask("naru_kubernetes_state_series_left_out")).map(([, value]) => value)).toEqual([0]);
});
