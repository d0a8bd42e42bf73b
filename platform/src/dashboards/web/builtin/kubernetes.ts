import type { BuiltIn, ChartSection } from "./chart.ts";

const chosen = 'cluster=~"$cluster",namespace=~"$namespace"';
const ofCluster = 'cluster=~"$cluster"';
const pod = "{{namespace}}/{{pod}}";

const pods: ChartSection = {
  title: { en: "Pods", ko: "파드" },
  charts: [
    {
      title: { en: "Pods by phase", ko: "단계별 파드" },
      of: ["kube_pod_status_phase"],
      isStacked: true,
      queries: [[`sum by (phase) (kube_pod_status_phase{${chosen}}) > 0`, "{{phase}}"]],
    },
    {
      title: { en: "Containers started again", ko: "컨테이너 재시작" },
      of: ["kube_pod_container_status_restarts_total"],
      draw: "bars",
      queries: [
        [
          `topk(10, sum by (namespace, pod) (increase(kube_pod_container_status_restarts_total{${chosen}}[$__rate_interval])) > 0)`,
          pod,
        ],
      ],
    },
    {
      title: { en: "Containers that wait, by reason", ko: "사유별 대기 중 컨테이너" },
      of: ["kube_pod_container_status_waiting_reason"],
      isStacked: true,
      queries: [[`sum by (reason) (kube_pod_container_status_waiting_reason{${chosen}}) > 0`, "{{reason}}"]],
    },
  ],
};

const workloads: ChartSection = {
  title: { en: "Deployments", ko: "디플로이먼트" },
  charts: [
    {
      title: { en: "Replicas available", ko: "가용 레플리카" },
      of: ["kube_deployment_status_replicas_available"],
      w: 12,
      queries: [
        [
          `topk(20, sum by (namespace, deployment) (kube_deployment_status_replicas_available{${chosen}}))`,
          "{{namespace}}/{{deployment}}",
        ],
      ],
    },
    {
      title: { en: "Replicas that are missing", ko: "부족한 레플리카" },
      of: ["kube_deployment_status_replicas_available"],
      w: 12,
      queries: [
        [
          `sum by (namespace, deployment) (kube_deployment_spec_replicas{${chosen}} - kube_deployment_status_replicas_available{${chosen}}) > 0`,
          "{{namespace}}/{{deployment}}",
        ],
      ],
    },
  ],
};

const nodes: ChartSection = {
  title: { en: "Nodes", ko: "노드" },
  charts: [
    {
      title: { en: "Nodes that are ready, and all", ko: "준비된 노드와 전체 노드" },
      of: ["kube_node_status_condition"],
      queries: [
        [`sum(kube_node_status_condition{${ofCluster},condition="Ready",status="true"})`, "ready"],
        [`sum(kube_node_status_condition{${ofCluster},condition="Ready"})`, "all"],
      ],
    },
    {
      title: { en: "Pressure on nodes", ko: "노드 압박" },
      of: ["kube_node_status_condition"],
      queries: [
        [
          `sum by (node, condition) (kube_node_status_condition{${ofCluster},condition!="Ready",status="true"})`,
          "{{node}} {{condition}}",
        ],
      ],
    },
    {
      title: { en: "Processor: in use, of what there is", ko: "CPU 사용 비율" },
      of: ["node_cpu_usage_seconds_total"],
      unit: "percentunit",
      queries: [
        [
          `sum by (node) (rate(node_cpu_usage_seconds_total{${ofCluster}}[$__rate_interval])) / sum by (node) (kube_node_status_allocatable{${ofCluster},resource="cpu"})`,
          "{{node}}",
        ],
      ],
    },
  ],
};

const usage: ChartSection = {
  title: { en: "What pods use", ko: "파드 사용량" },
  charts: [
    {
      title: { en: "Processor, in cores", ko: "CPU(코어)" },
      of: ["container_cpu_usage_seconds_total"],
      w: 12,
      queries: [
        [
          `topk(20, sum by (namespace, pod) (rate(container_cpu_usage_seconds_total{${chosen},container!=""}[$__rate_interval])))`,
          pod,
        ],
      ],
    },
    {
      title: { en: "Memory", ko: "메모리" },
      of: ["container_memory_working_set_bytes"],
      unit: "bytes",
      w: 12,
      queries: [
        [
          `topk(20, sum by (namespace, pod) (container_memory_working_set_bytes{${chosen},container!=""}))`,
          pod,
        ],
      ],
    },
  ],
};

/** The state of clusters in the names of kube-state-metrics and the kubelet, as Naru itself tells it.
 *  Source: https://github.com/kubernetes/kube-state-metrics/tree/main/docs/metrics */
export const kubernetesDashboard: BuiltIn = {
  uid: "naru-kubernetes",
  title: { en: "Kubernetes: pods and nodes", ko: "쿠버네티스: 파드와 노드" },
  description: {
    en: "The state of clusters and what their pods use.",
    ko: "클러스터의 상태와 파드의 사용량입니다.",
  },
  tags: ["kubernetes"],
  variables: [
    {
      name: "cluster",
      label: { en: "Cluster", ko: "클러스터" },
      query: "label_values(kube_node_status_condition, cluster)",
    },
    {
      name: "namespace",
      label: { en: "Namespace", ko: "네임스페이스" },
      query: 'label_values(kube_pod_status_phase{cluster=~"$cluster"}, namespace)',
    },
  ],
  sections: [pods, workloads, nodes, usage],
};
