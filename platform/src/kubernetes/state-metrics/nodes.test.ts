import { expect, test } from "vitest";
import { autoscalerSamples } from "./autoscalers.ts";
import { budgetSamples } from "./budgets.ts";
import { claimSamples } from "./claims.ts";
import { printed } from "./fixture.ts";
import { namespaceSamples } from "./namespaces.ts";
import { nodeSamples } from "./nodes.ts";
import { quotaSamples } from "./quotas.ts";
import { serviceSamples } from "./services.ts";

const head = { apiVersion: "v1", kind: "" };

test("a node tells its versions, roles, taints, conditions and amounts", () => {
  const samples = nodeSamples({
    ...head,
    metadata: { name: "n", labels: { "node-role.kubernetes.io/worker": "" } },
    spec: { unschedulable: true, taints: [{ key: "k", effect: "NoSchedule" }] },
    status: {
      conditions: [{ type: "Ready", status: "Unknown" }],
      allocatable: { cpu: "1500m", memory: "1Gi", pods: "110" },
      addresses: [{ type: "InternalIP", address: "10.0.0.1" }],
      nodeInfo: { kubeletVersion: "v1.34.1" },
    },
  });
  expect(printed(samples)).toEqual([
    'kube_node_info{node="n",kubelet_version="v1.34.1",internal_ip="10.0.0.1"} 1',
    'kube_node_role{node="n",role="worker"} 1',
    'kube_node_spec_unschedulable{node="n"} 1',
    'kube_node_spec_taint{node="n",key="k",effect="NoSchedule"} 1',
    'kube_node_status_condition{node="n",condition="Ready",status="true"} 0',
    'kube_node_status_condition{node="n",condition="Ready",status="false"} 0',
    'kube_node_status_condition{node="n",condition="Ready",status="unknown"} 1',
    'kube_node_status_allocatable{node="n",resource="cpu",unit="core"} 1.5',
    'kube_node_status_allocatable{node="n",resource="memory",unit="byte"} 1073741824',
    'kube_node_status_allocatable{node="n",resource="pods",unit="integer"} 110',
  ]);
});

test("a namespace is there, or on its way out", () => {
  const samples = namespaceSamples({
    ...head,
    metadata: { name: "shop", creationTimestamp: "1970-01-01T00:00:10Z" },
    status: { phase: "Terminating" },
  });
  expect(printed(samples)).toEqual([
    'kube_namespace_created{namespace="shop"} 10',
    'kube_namespace_status_phase{namespace="shop",phase="Active"} 0',
    'kube_namespace_status_phase{namespace="shop",phase="Terminating"} 1',
  ]);
});

test("a service tells its address and type", () => {
  const metadata = { namespace: "shop", name: "cart", uid: "s" };
  expect(printed(serviceSamples({ ...head, metadata, spec: { clusterIP: "10.96.0.7" } }))).toEqual([
    'kube_service_info{namespace="shop",service="cart",uid="s",cluster_ip="10.96.0.7"} 1',
    'kube_service_spec_type{namespace="shop",service="cart",uid="s",type="ClusterIP"} 1',
  ]);
});

test("an autoscaler tells its bounds, and what its metrics are and are to be", () => {
  const samples = autoscalerSamples({
    ...head,
    metadata: { namespace: "shop", name: "cart" },
    spec: {
      minReplicas: 2,
      maxReplicas: 5,
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "cart" },
      metrics: [
        { type: "Resource", resource: { name: "cpu", target: { averageUtilization: 80 } } },
        { type: "Pods", pods: { metric: { name: "queue" }, target: { averageValue: "1500m" } } },
      ],
    },
    status: {
      currentReplicas: 3,
      desiredReplicas: 4,
      currentMetrics: [
        {
          type: "Resource",
          resource: { name: "cpu", current: { averageUtilization: 95, averageValue: "95m" } },
        },
      ],
    },
  });
  const own = 'namespace="shop",horizontalpodautoscaler="cart"';
  expect(printed(samples)).toEqual([
    `kube_horizontalpodautoscaler_info{${own},scaletargetref_api_version="apps/v1",scaletargetref_kind="Deployment",scaletargetref_name="cart"} 1`,
    `kube_horizontalpodautoscaler_spec_min_replicas{${own}} 2`,
    `kube_horizontalpodautoscaler_spec_max_replicas{${own}} 5`,
    `kube_horizontalpodautoscaler_status_current_replicas{${own}} 3`,
    `kube_horizontalpodautoscaler_status_desired_replicas{${own}} 4`,
    `kube_horizontalpodautoscaler_spec_target_metric{${own},metric_name="cpu",metric_target_type="utilization"} 80`,
    `kube_horizontalpodautoscaler_spec_target_metric{${own},metric_name="queue",metric_target_type="average"} 1.5`,
    `kube_horizontalpodautoscaler_status_target_metric{${own},metric_name="cpu",metric_target_type="average"} 0.095`,
    `kube_horizontalpodautoscaler_status_target_metric{${own},metric_name="cpu",metric_target_type="utilization"} 95`,
  ]);
});

test("a budget tells how many of its pods are well and may go", () => {
  const status = { currentHealthy: 3, desiredHealthy: 2, disruptionsAllowed: 1, expectedPods: 3 };
  const own = 'namespace="shop",poddisruptionbudget="cart"';
  expect(printed(budgetSamples({ ...head, metadata: { namespace: "shop", name: "cart" }, status }))).toEqual([
    `kube_poddisruptionbudget_status_current_healthy{${own}} 3`,
    `kube_poddisruptionbudget_status_desired_healthy{${own}} 2`,
    `kube_poddisruptionbudget_status_pod_disruptions_allowed{${own}} 1`,
    `kube_poddisruptionbudget_status_expected_pods{${own}} 3`,
  ]);
});

test("a quota tells what may be had and what is", () => {
  const status = { hard: { "requests.cpu": "2", pods: "10" }, used: { "requests.cpu": "500m", pods: "3" } };
  const own = 'namespace="shop",resourcequota="few"';
  expect(printed(quotaSamples({ ...head, metadata: { namespace: "shop", name: "few" }, status }))).toEqual([
    `kube_resourcequota{${own},resource="requests.cpu",type="hard"} 2`,
    `kube_resourcequota{${own},resource="pods",type="hard"} 10`,
    `kube_resourcequota{${own},resource="requests.cpu",type="used"} 0.5`,
    `kube_resourcequota{${own},resource="pods",type="used"} 3`,
  ]);
});

test("a claim tells its class, its room and whether it has a volume", () => {
  const spec = { storageClassName: "standard", resources: { requests: { storage: "1Ki" } } };
  const own = 'namespace="shop",persistentvolumeclaim="data"';
  expect(printed(claimSamples({ ...head, metadata: { namespace: "shop", name: "data" }, spec }))).toEqual([
    `kube_persistentvolumeclaim_info{${own},storageclass="standard"} 1`,
    `kube_persistentvolumeclaim_resource_requests_storage_bytes{${own}} 1024`,
    `kube_persistentvolumeclaim_status_phase{${own},phase="Pending"} 1`,
    `kube_persistentvolumeclaim_status_phase{${own},phase="Bound"} 0`,
    `kube_persistentvolumeclaim_status_phase{${own},phase="Lost"} 0`,
  ]);
});
