import type { BuiltIn } from "./chart.ts";

const of = 'service_name=~"$service"';
const rateOf = (metric: string, matchers = of) => `rate(${metric}{${matchers}}[$__rate_interval])`;
const requests = `sum by (service_name) (${rateOf("naru_service_requests_total")})`;
const quantile = (q: number, metric: string, by: string, matchers = of) =>
  `histogram_quantile(${q}, sum by (${by}) (${rateOf(metric, matchers)}))`;
const served = `${of},span_kind=~"server|consumer"`;
const called = `${of},span_kind=~"client|producer"`;
const operation = "{{service_name}} {{span_name}}";

/** What spans and log lines amount to: of every service, whether it sends metrics or not. */
export const spansDashboard: BuiltIn = {
  uid: "naru-services-spans",
  title: { en: "Services: from spans and logs", ko: "서비스: 스팬과 로그 기준" },
  description: {
    en: "Requests, errors and response times counted from spans, and log lines, of every service.",
    ko: "모든 서비스의 요청, 오류, 응답 시간을 스팬에서, 로그는 로그에서 집계합니다.",
  },
  tags: ["services"],
  variables: [
    {
      name: "service",
      label: { en: "Service", ko: "서비스" },
      query: "label_values(naru_service_requests_total, service_name)",
    },
  ],
  sections: [
    {
      title: { en: "Requests", ko: "요청" },
      charts: [
        {
          title: { en: "Requests by service", ko: "서비스별 요청" },
          of: ["naru_service_requests_total"],
          unit: "reqps",
          isStacked: true,
          queries: [[requests, "{{service_name}}"]],
        },
        {
          title: { en: "Share of errors", ko: "오류 비율" },
          of: ["naru_service_errors_total"],
          unit: "percentunit",
          queries: [
            [
              `sum by (service_name) (${rateOf("naru_service_errors_total")}) / ${requests}`,
              "{{service_name}}",
            ],
          ],
        },
        {
          title: { en: "Response time, p95", ko: "응답 시간, p95" },
          of: ["naru_service_duration_seconds"],
          unit: "s",
          queries: [[quantile(0.95, "naru_service_duration_seconds", "service_name"), "{{service_name}}"]],
        },
      ],
    },
    {
      title: { en: "Operations", ko: "오퍼레이션" },
      charts: [
        {
          title: { en: "Slowest of those served, p95", ko: "가장 느린 처리, p95" },
          of: ["naru_span_duration_seconds"],
          unit: "s",
          w: 12,
          queries: [
            [
              `topk(10, ${quantile(0.95, "naru_span_duration_seconds", "service_name, span_name", served)})`,
              operation,
            ],
          ],
        },
        {
          title: { en: "Slowest of those called, p95", ko: "가장 느린 호출, p95" },
          of: ["naru_span_duration_seconds"],
          unit: "s",
          w: 12,
          queries: [
            [
              `topk(10, ${quantile(0.95, "naru_span_duration_seconds", "service_name, span_name", called)})`,
              operation,
            ],
          ],
        },
      ],
    },
    {
      title: { en: "Log lines", ko: "로그" },
      charts: [
        {
          title: { en: "By severity", ko: "심각도별" },
          of: ["naru_log_records_total"],
          unit: "cps",
          isStacked: true,
          w: 12,
          queries: [[`sum by (severity) (${rateOf("naru_log_records_total")})`, "{{severity}}"]],
        },
        {
          title: { en: "Errors by service", ko: "서비스별 오류" },
          of: ["naru_log_records_total"],
          unit: "cps",
          w: 12,
          queries: [
            [
              `sum by (service_name) (${rateOf("naru_log_records_total", `${of},severity=~"ERROR|FATAL"`)})`,
              "{{service_name}}",
            ],
          ],
        },
      ],
    },
  ],
};
