import type { ChartSection } from "./chart.ts";
import { byInstance, ofService, quantile, rate } from "./promql.ts";

const instance = "{{instance}}";

/** Processor and memory of a service's processes.
 *  Source: https://opentelemetry.io/docs/specs/semconv/system/process-metrics/ */
export const processSection: ChartSection = {
  title: { en: "Process", ko: "프로세스" },
  charts: [
    {
      title: { en: "Processor, in cores", ko: "CPU(코어)" },
      of: ["process.cpu.time"],
      queries: [[byInstance(rate("process_cpu_time_seconds_total")), instance]],
    },
    {
      title: { en: "Memory", ko: "메모리" },
      of: ["process.memory.usage"],
      unit: "bytes",
      queries: [[byInstance(`process_memory_usage_bytes{${ofService}}`), instance]],
    },
    {
      title: { en: "Uptime", ko: "가동 시간" },
      of: ["process.uptime"],
      unit: "s",
      queries: [[`max by (instance) (process_uptime_seconds{${ofService}})`, instance]],
    },
    {
      title: { en: "Threads", ko: "스레드" },
      of: ["process.thread.count"],
      queries: [[byInstance(`process_thread_count{${ofService}}`), instance]],
    },
    {
      title: { en: "Open files", ko: "열린 파일" },
      of: ["process.unix.file_descriptor.count", "process.open_file_descriptor.count"],
      queries: [
        [byInstance(`{__name__=~"process_(unix|open)_file_descriptor_count",${ofService}}`), instance],
      ],
    },
  ],
};

/** Connections to databases.
 *  Source: https://opentelemetry.io/docs/specs/semconv/database/database-metrics/#connection-pools */
export const poolSection: ChartSection = {
  title: { en: "Connection pools", ko: "커넥션 풀" },
  charts: [
    {
      title: { en: "Connections by state", ko: "상태별 커넥션" },
      of: [
        "db.client.connection.count",
        "db.client.connections.usage",
        "hikaricp.connections.active",
        "hikaricp_connections_active",
      ],
      isStacked: true,
      queries: [
        [
          `sum by (db_client_connection_pool_name, db_client_connection_state) (db_client_connection_count{${ofService}})`,
          "{{db_client_connection_pool_name}} {{db_client_connection_state}}",
        ],
        [`sum by (pool_name, state) (db_client_connections_usage{${ofService}})`, "{{pool_name}} {{state}}"],
        [`sum by (pool) (hikaricp_connections_active{${ofService}})`, "{{pool}} used"],
        [`sum by (pool) (hikaricp_connections_idle{${ofService}})`, "{{pool}} idle"],
      ],
    },
    {
      title: { en: "Waiting for a connection", ko: "커넥션 대기" },
      of: [
        "db.client.connection.pending_requests",
        "db.client.connections.pending_requests",
        "hikaricp.connections.pending",
        "hikaricp_connections_pending",
      ],
      queries: [
        [
          byInstance(
            `{__name__=~"db_client_connections?_pending_requests|hikaricp_connections_pending",${ofService}}`,
          ),
          instance,
        ],
      ],
    },
    {
      title: { en: "Time until a connection is had, p95", ko: "커넥션 획득 시간, p95" },
      of: ["db.client.connection.wait_time"],
      unit: "s",
      queries: [
        [
          quantile(0.95, "db_client_connection_wait_time_seconds", "db_client_connection_pool_name"),
          "{{db_client_connection_pool_name}}",
        ],
      ],
    },
    {
      title: { en: "Time a connection is used, p95", ko: "커넥션 사용 시간, p95" },
      of: ["db.client.connection.use_time"],
      unit: "s",
      queries: [
        [
          quantile(0.95, "db_client_connection_use_time_seconds", "db_client_connection_pool_name"),
          "{{db_client_connection_pool_name}}",
        ],
      ],
    },
  ],
};
