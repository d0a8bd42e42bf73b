import type { ChartSection } from "./chart.ts";
import { byInstance, ofService, quantile, rate } from "./promql.ts";

/* Requests that services answer: as the conventions have it, in seconds, and as they had it before they were stable, in
 * milliseconds, which is what OpenTelemetry for Python still sends unless it is told otherwise.
 * Source: https://opentelemetry.io/docs/specs/semconv/non-normative/http-migration/ */

const seconds = "http_server_request_duration_seconds";
const milliseconds = "http_server_duration_milliseconds";

export const requestMetrics = ["http.server.request.duration", "http.server.duration"];

/** Requests a second.
 *  @param status  a pattern of status codes, in quotes */
export function requestsBy(label: string, matchers: string, status = '".*"'): string {
  const of = (metric: string, code: string) =>
    `sum by (${label}) (${rate(`${metric}_count`, `${matchers},${code}=~${status}`)})`;
  return `${of(seconds, "http_response_status_code")} or ${of(milliseconds, "http_status_code")}`;
}

const instance = "{{instance}}";
const took = (q: number) => `${quantile(q, seconds)} or (${quantile(q, milliseconds)}) / 1000`;
const byStatus = (metric: string, label: string): readonly [string, string] => [
  `sum by (${label}) (${rate(`${metric}_count`)})`,
  `{{${label}}}`,
];

export const httpSection: ChartSection = {
  title: { en: "HTTP server", ko: "HTTP 서버" },
  charts: [
    {
      title: { en: "Requests by status", ko: "상태 코드별 요청" },
      of: requestMetrics,
      unit: "reqps",
      isStacked: true,
      queries: [byStatus(seconds, "http_response_status_code"), byStatus(milliseconds, "http_status_code")],
    },
    {
      title: { en: "Response time", ko: "응답 시간" },
      of: requestMetrics,
      unit: "s",
      queries: [
        [took(0.5), "p50"],
        [took(0.95), "p95"],
        [took(0.99), "p99"],
      ],
    },
    {
      title: { en: "Response time, distribution", ko: "응답 시간 분포" },
      of: ["http.server.request.duration"],
      unit: "s",
      kind: "heatmap",
      queries: [[`sum by (le) (${rate(`${seconds}_bucket`)})`, "{{le}}"]],
    },
    {
      title: { en: "Requests under way", ko: "처리 중인 요청" },
      of: ["http.server.active_requests"],
      queries: [[byInstance(`http_server_active_requests{${ofService}}`), instance]],
    },
  ],
};
