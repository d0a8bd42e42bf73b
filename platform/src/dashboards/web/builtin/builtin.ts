import type { BuiltIn, ChartSection } from "./chart.ts";
import { kubeletDashboard } from "./kubelet.ts";
import { kubernetesDashboard } from "./kubernetes.ts";
import { naruDashboard } from "./naru.ts";
import { httpSection, requestMetrics, requestsBy } from "./http.ts";
import { poolSection, processSection } from "./process.ts";
import { type Runtime, runtimes } from "./runtimes.ts";
import { spansDashboard } from "./spans.ts";

const variables: BuiltIn["variables"] = [
  { name: "job", label: { en: "Service", ko: "서비스" }, query: "label_values(target_info, job)" },
  {
    name: "instance",
    label: { en: "Instance", ko: "인스턴스" },
    query: 'label_values(target_info{job=~"$job"}, instance)',
  },
];

/** Requests, processor and memory of every service that sends metrics. */
const services: BuiltIn = {
  uid: "naru-services",
  title: { en: "Services: overview", ko: "서비스 개요" },
  description: {
    en: "Requests, response times, processor and memory of all services.",
    ko: "모든 서비스의 요청, 응답 시간, CPU, 메모리입니다.",
  },
  tags: ["services"],
  variables,
  sections: [overview(), httpSection, processSection, poolSection],
};

function overview(): ChartSection {
  const matchers = 'job=~"$job",instance=~"$instance"';
  const requests = requestsBy("job", matchers);
  const failed = requestsBy("job", matchers, '"5.."');
  return {
    title: { en: "Overview", ko: "개요" },
    charts: [
      {
        title: { en: "Requests by service", ko: "서비스별 요청" },
        of: requestMetrics,
        unit: "reqps",
        queries: [[requests, "{{job}}"]],
      },
      {
        title: { en: "Share of errors (5xx)", ko: "오류 비율(5xx)" },
        of: requestMetrics,
        unit: "percentunit",
        kind: "bargauge",
        max: 0.1,
        limits: [0.01, 0.05],
        queries: [[`((${failed}) or (${requests}) * 0) / (${requests})`, "{{job}}"]],
      },
      {
        title: { en: "Memory by service", ko: "서비스별 메모리" },
        of: ["process.memory.usage"],
        unit: "bytes",
        isStacked: true,
        queries: [[`sum by (job) (process_memory_usage_bytes{${matchers}})`, "{{job}}"]],
      },
    ],
  };
}

const ofRuntime = ({ id, name, section }: Runtime): BuiltIn => ({
  uid: `naru-runtime-${id}`,
  title: { en: `Runtime: ${name}`, ko: `런타임: ${name}` },
  description: {
    en: `What ${name} tells of itself, by OpenTelemetry's semantic conventions.`,
    ko: `OpenTelemetry 시맨틱 컨벤션에 따라 ${name}이(가) 보내는 메트릭입니다.`,
  },
  tags: ["runtime"],
  variables,
  sections: [section, processSection],
});

/** Those that come with Naru. */
export const builtIns: readonly BuiltIn[] = [
  services,
  spansDashboard,
  ...runtimes.map(ofRuntime),
  kubernetesDashboard,
  kubeletDashboard,
  naruDashboard,
];

/** What is known of one service: the sections of its runtimes first.
 *  @param found the runtimes that its metrics are of */
export const serviceDashboard = (found: readonly Runtime[]): BuiltIn => ({
  uid: "naru-service-runtime",
  title: { en: "Runtime", ko: "런타임" },
  description: { en: "", ko: "" },
  tags: [],
  variables: [],
  sections: [...found.map(({ section }) => section), processSection, httpSection, poolSection],
});
