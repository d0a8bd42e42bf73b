import type { ChartSection } from "./chart.ts";
import { byInstance, ofService, quantile, rate } from "./promql.ts";

/* What JVMs tell of themselves: by the conventions (OpenTelemetry's Java agent 2), as its agent 1 had it, and as Micrometer
 * has it, by OTLP or scraped.
 * Source: https://opentelemetry.io/docs/specs/semconv/runtime/jvm-metrics/ and https://docs.micrometer.io/micrometer/reference/reference/jvm.html */

const instance = "{{instance}}";
const agent1 = "process_runtime_jvm";

export const jvmSection: ChartSection = {
  title: { en: "JVM", ko: "JVM" },
  charts: [
    {
      title: { en: "Heap used", ko: "힙 사용량" },
      of: ["jvm.memory.used", "jvm_memory_used_bytes", "process.runtime.jvm.memory.usage"],
      unit: "bytes",
      queries: [
        [
          byInstance(
            `jvm_memory_used_bytes{${ofService},jvm_memory_type="heap"} or jvm_memory_used_bytes{${ofService},area="heap"} or ${agent1}_memory_usage_bytes{${ofService},type="heap"}`,
          ),
          instance,
        ],
        [
          `max(sum by (instance) (jvm_memory_limit_bytes{${ofService},jvm_memory_type="heap"} or ${agent1}_memory_limit_bytes{${ofService},type="heap"}))`,
          "limit",
        ],
      ],
    },
    {
      title: { en: "Memory by pool", ko: "메모리: 풀별" },
      of: ["jvm.memory.used", "jvm_memory_used_bytes", "process.runtime.jvm.memory.usage"],
      unit: "bytes",
      isStacked: true,
      queries: [
        [
          `sum by (jvm_memory_pool_name) (jvm_memory_used_bytes{${ofService},jvm_memory_pool_name!=""})`,
          "{{jvm_memory_pool_name}}",
        ],
        [`sum by (id) (jvm_memory_used_bytes{${ofService},id!=""})`, "{{id}}"],
        [`sum by (pool) (${agent1}_memory_usage_bytes{${ofService}})`, "{{pool}}"],
      ],
    },
    {
      title: { en: "Heap after the last collection", ko: "마지막 GC 직후의 힙" },
      of: ["jvm.memory.used_after_last_gc", "process.runtime.jvm.memory.usage_after_last_gc"],
      unit: "bytes",
      queries: [
        [
          byInstance(
            `{__name__=~"jvm_memory_used_after_last_gc_bytes|${agent1}_memory_usage_after_last_gc_bytes",${ofService}}`,
          ),
          instance,
        ],
      ],
    },
    {
      title: { en: "Garbage collection: share of time", ko: "가비지 컬렉션: 시간 비율" },
      of: ["jvm.gc.duration", "jvm.gc.pause", "jvm_gc_pause_seconds_sum", "process.runtime.jvm.gc.duration"],
      unit: "percentunit",
      queries: [
        [
          byInstance(
            `${rate("jvm_gc_duration_seconds_sum")} or ${rate("jvm_gc_pause_seconds_sum")} or ${rate("jvm_gc_pause_milliseconds_sum")} / 1000 or ${rate(`${agent1}_gc_duration_milliseconds_sum`)} / 1000`,
          ),
          instance,
        ],
      ],
    },
    {
      title: { en: "Garbage collection pause, p99", ko: "가비지 컬렉션 정지, p99" },
      of: ["jvm.gc.duration", "process.runtime.jvm.gc.duration"],
      unit: "s",
      queries: [
        [quantile(0.99, "jvm_gc_duration_seconds", "jvm_gc_name"), "{{jvm_gc_name}}"],
        [`(${quantile(0.99, `${agent1}_gc_duration_milliseconds`, "gc")}) / 1000`, "{{gc}}"],
      ],
    },
    {
      title: { en: "Threads by state", ko: "스레드: 상태별" },
      of: [
        "jvm.thread.count",
        "jvm.threads.states",
        "jvm_threads_states_threads",
        "process.runtime.jvm.threads.count",
      ],
      isStacked: true,
      queries: [
        [`sum by (jvm_thread_state) (jvm_thread_count{${ofService}})`, "{{jvm_thread_state}}"],
        [`sum by (state) ({__name__=~"jvm_threads_states(_threads)?",${ofService}})`, "{{state}}"],
        [`sum by (daemon) (${agent1}_threads_count{${ofService}})`, "daemon: {{daemon}}"],
      ],
    },
    {
      title: { en: "Processor", ko: "CPU" },
      of: ["jvm.cpu.recent_utilization", "process.runtime.jvm.cpu.utilization"],
      unit: "percentunit",
      queries: [
        [
          `max by (instance) ({__name__=~"jvm_cpu_recent_utilization_ratio|${agent1}_cpu_utilization_ratio",${ofService}})`,
          instance,
        ],
      ],
    },
    {
      title: { en: "Classes loaded", ko: "로드된 클래스" },
      of: [
        "jvm.class.count",
        "jvm.classes.loaded",
        "jvm_classes_loaded_classes",
        "process.runtime.jvm.classes.current_loaded",
      ],
      queries: [
        [
          byInstance(
            `{__name__=~"jvm_class_count|jvm_classes_loaded(_classes)?|${agent1}_classes_current_loaded",${ofService}}`,
          ),
          instance,
        ],
      ],
    },
  ],
};
