import type { BuiltIn } from "./chart.ts";

const joined = (metric: string) =>
  `${metric} * on (job, instance) group_left (k8s_namespace_name, k8s_pod_name, k8s_node_name) target_info`;

/** What a collector's kubelet receiver tells of pods and nodes.
 *  Source: https://opentelemetry.io/docs/specs/semconv/system/k8s-metrics/ */
export const kubeletDashboard: BuiltIn = {
  uid: "naru-kubelet",
  title: { en: "Kubernetes: usage, from the Collector", ko: "쿠버네티스: 사용량(컬렉터)" },
  description: {
    en: "Usage as the OpenTelemetry Collector's kubeletstats receiver sends it.",
    ko: "OpenTelemetry Collector의 kubeletstats 리시버가 보내는 사용량입니다.",
  },
  tags: ["kubernetes"],
  variables: [],
  sections: [
    {
      title: { en: "Nodes", ko: "노드" },
      charts: [
        {
          title: { en: "Processor, in cores", ko: "CPU(코어)" },
          of: ["k8s.node.cpu.usage"],
          w: 12,
          queries: [[`sum by (k8s_node_name) (${joined("k8s_node_cpu_usage")})`, "{{k8s_node_name}}"]],
        },
        {
          title: { en: "Memory", ko: "메모리" },
          of: ["k8s.node.memory.working_set"],
          unit: "bytes",
          w: 12,
          queries: [
            [`sum by (k8s_node_name) (${joined("k8s_node_memory_working_set_bytes")})`, "{{k8s_node_name}}"],
          ],
        },
      ],
    },
    {
      title: { en: "Pods", ko: "파드" },
      charts: [
        {
          title: { en: "Processor, in cores", ko: "CPU(코어)" },
          of: ["k8s.pod.cpu.usage"],
          w: 12,
          queries: [
            [
              `topk(20, sum by (k8s_namespace_name, k8s_pod_name) (${joined("k8s_pod_cpu_usage")}))`,
              "{{k8s_namespace_name}}/{{k8s_pod_name}}",
            ],
          ],
        },
        {
          title: { en: "Memory", ko: "메모리" },
          of: ["k8s.pod.memory.working_set"],
          unit: "bytes",
          w: 12,
          queries: [
            [
              `topk(20, sum by (k8s_namespace_name, k8s_pod_name) (${joined("k8s_pod_memory_working_set_bytes")}))`,
              "{{k8s_namespace_name}}/{{k8s_pod_name}}",
            ],
          ],
        },
      ],
    },
  ],
};
