import type { BuiltIn, ChartSection } from "./chart.ts";

const rateOf = (metric: string) => `rate(${metric}{job="naru"}[$__rate_interval])`;
const visible = (q: number) =>
  `histogram_quantile(${q}, sum by (le) (${rateOf("naru_ingest_visible_seconds_bucket")}))`;

const ingest: ChartSection = {
  title: { en: "Telemetry in", ko: "텔레메트리 수신" },
  charts: [
    {
      title: { en: "Accepted, by signal", ko: "신호별 수신" },
      of: ["naru_ingest_received_items_total"],
      unit: "cps",
      isStacked: true,
      queries: [[`sum by (signal) (${rateOf("naru_ingest_received_items_total")})`, "{{signal}}"]],
    },
    {
      title: { en: "Stored, by signal", ko: "신호별 저장" },
      of: ["naru_ingest_stored_items_total"],
      unit: "cps",
      isStacked: true,
      queries: [[`sum by (signal) (${rateOf("naru_ingest_stored_items_total")})`, "{{signal}}"]],
    },
    {
      title: { en: "From accepted to visible", ko: "수신부터 조회 가능까지" },
      of: ["naru_ingest_visible_seconds_bucket"],
      unit: "s",
      queries: [
        [visible(0.5), "p50"],
        [visible(0.99), "p99"],
      ],
    },
    {
      title: { en: "Accepted and not yet stored", ko: "수신 후 저장 대기" },
      of: ["naru_ingest_queue_bytes"],
      unit: "bytes",
      queries: [['sum(naru_ingest_queue_bytes{job="naru"})', "queue"]],
    },
    {
      title: { en: "Refused, by reason", ko: "사유별 거부" },
      of: ["naru_ingest_refused_requests_total"],
      unit: "cps",
      draw: "bars",
      queries: [
        [`sum by (reason) (${rateOf("naru_ingest_refused_requests_total")})`, "{{reason}}"],
        [`sum by (reason) (${rateOf("naru_ingest_rejected_items_total")})`, "{{reason}}"],
      ],
    },
    {
      title: { en: "Set aside, and inserts tried again", ko: "격리, 저장 재시도" },
      of: ["naru_ingest_quarantined_requests_total"],
      draw: "bars",
      queries: [
        ['sum(increase(naru_ingest_quarantined_requests_total{job="naru"}[$__rate_interval]))', "set aside"],
        ['sum(increase(naru_ingest_insert_retries_total{job="naru"}[$__rate_interval]))', "tried again"],
      ],
    },
  ],
};

const resources: ChartSection = {
  title: { en: "What it uses", ko: "자원 사용" },
  charts: [
    {
      title: { en: "Memory: platform and store", ko: "메모리: 플랫폼과 저장소" },
      of: ["naru_process_resident_memory_bytes"],
      unit: "bytes",
      isStacked: true,
      queries: [
        ['sum(naru_process_resident_memory_bytes{job="naru"})', "platform"],
        ['sum(naru_store_resident_memory_bytes{job="naru"})', "store"],
      ],
    },
    {
      title: { en: "Processor of the platform, in cores", ko: "플랫폼 CPU(코어)" },
      of: ["naru_process_cpu_seconds_total"],
      queries: [[`sum by (mode) (${rateOf("naru_process_cpu_seconds_total")})`, "{{mode}}"]],
    },
    {
      title: { en: "Room left on the disk", ko: "디스크 여유" },
      of: ["naru_data_folder_available_bytes"],
      unit: "bytes",
      queries: [
        ['min(naru_data_folder_available_bytes{job="naru"})', "available"],
        ['max(naru_data_folder_capacity_bytes{job="naru"})', "capacity"],
      ],
    },
    {
      title: { en: "Event loop delay, p99", ko: "이벤트 루프 지연, p99" },
      of: ["naru_event_loop_lag_p99_seconds"],
      unit: "s",
      queries: [['max(naru_event_loop_lag_p99_seconds{job="naru"})', "p99"]],
    },
    {
      title: { en: "Store started again", ko: "저장소 재시작" },
      of: ["naru_store_restarts_total"],
      draw: "bars",
      queries: [['sum(increase(naru_store_restarts_total{job="naru"}[$__rate_interval]))', "restarts"]],
    },
  ],
};

const alerts: ChartSection = {
  title: { en: "Alerts", ko: "알림" },
  charts: [
    {
      title: { en: "Rules evaluated, by outcome", ko: "결과별 규칙 평가" },
      of: ["naru_alerts_evaluations_total"],
      unit: "cps",
      queries: [[`sum by (outcome) (${rateOf("naru_alerts_evaluations_total")})`, "{{outcome}}"]],
    },
    {
      title: { en: "Receivers told, by outcome", ko: "결과별 알림 전송" },
      of: ["naru_alerts_notifications_total"],
      draw: "bars",
      queries: [
        [
          'sum by (kind, outcome) (increase(naru_alerts_notifications_total{job="naru"}[$__rate_interval]))',
          "{{kind}} {{outcome}}",
        ],
      ],
    },
    {
      title: { en: "Active alerts", ko: "활성 알림" },
      of: ["naru_alerts_active"],
      queries: [['sum by (state) (naru_alerts_active{job="naru"})', "{{state}}"]],
    },
  ],
};

/** How Naru itself does, by its own metrics. */
export const naruDashboard: BuiltIn = {
  uid: "naru-itself",
  title: { en: "Naru itself", ko: "나루 자체" },
  description: {
    en: "What comes in, how soon it can be seen, and what that costs.",
    ko: "들어오는 텔레메트리, 조회까지 걸리는 시간, 사용 자원입니다.",
  },
  tags: ["naru"],
  variables: [],
  sections: [ingest, resources, alerts],
};
