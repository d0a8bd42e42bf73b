import type { ChartSection, Words } from "./chart.ts";
import { jvmSection } from "./jvm.ts";
import { byInstance, ofService, quantile, rate } from "./promql.ts";

/* What runtimes tell of themselves, by OpenTelemetry's semantic conventions.
 * Source: https://opentelemetry.io/docs/specs/semconv/runtime/ */

export interface Runtime {
  readonly id: "node" | "jvm" | "python" | "go" | "dotnet";
  readonly name: string;
  /** Metrics that begin so are this runtime's only. */
  readonly prefixes: readonly string[];
  readonly section: ChartSection;
}

const instance = "{{instance}}";
const words = (en: string, ko: string): Words => ({ en, ko });
const section = (name: string, charts: ChartSection["charts"]): ChartSection => ({
  title: words(name, name),
  charts,
});

const node: Runtime = {
  id: "node",
  name: "Node.js",
  prefixes: ["nodejs.", "v8js."],
  section: section("Node.js", [
    {
      title: words("Event loop delay, p99", "이벤트 루프 지연, p99"),
      of: ["nodejs.eventloop.delay.p99"],
      unit: "s",
      queries: [[`max by (instance) (nodejs_eventloop_delay_p99_seconds{${ofService}})`, instance]],
    },
    {
      title: words("Event loop utilisation", "이벤트 루프 사용률"),
      of: ["nodejs.eventloop.utilization"],
      unit: "percentunit",
      queries: [[`max by (instance) (nodejs_eventloop_utilization_ratio{${ofService}})`, instance]],
    },
    {
      title: words("Event loop: time by state", "이벤트 루프: 상태별 시간"),
      of: ["nodejs.eventloop.time"],
      unit: "percentunit",
      isStacked: true,
      queries: [
        [
          `sum by (nodejs_eventloop_state) (${rate("nodejs_eventloop_time_seconds_total")})`,
          "{{nodejs_eventloop_state}}",
        ],
      ],
    },
    {
      title: words("Heap used", "힙 사용량"),
      of: ["v8js.memory.heap.used"],
      unit: "bytes",
      queries: [[byInstance(`v8js_memory_heap_used_bytes{${ofService}}`), instance]],
    },
    {
      title: words("Heap by space", "힙: 공간별"),
      of: ["v8js.memory.heap.used"],
      unit: "bytes",
      isStacked: true,
      queries: [
        [
          `sum by (v8js_heap_space_name) (v8js_memory_heap_used_bytes{${ofService}})`,
          "{{v8js_heap_space_name}}",
        ],
      ],
    },
    {
      title: words("Garbage collection: share of time", "가비지 컬렉션: 시간 비율"),
      of: ["v8js.gc.duration"],
      unit: "percentunit",
      queries: [[byInstance(rate("v8js_gc_duration_seconds_sum")), instance]],
    },
    {
      title: words("Garbage collections by kind", "가비지 컬렉션: 종류별"),
      of: ["v8js.gc.duration"],
      unit: "cps",
      draw: "bars",
      queries: [[`sum by (v8js_gc_type) (${rate("v8js_gc_duration_seconds_count")})`, "{{v8js_gc_type}}"]],
    },
    {
      title: words("Garbage collection pause, p99", "가비지 컬렉션 정지, p99"),
      of: ["v8js.gc.duration"],
      unit: "s",
      queries: [[quantile(0.99, "v8js_gc_duration_seconds", "v8js_gc_type"), "{{v8js_gc_type}}"]],
    },
  ]),
};

const jvm: Runtime = {
  id: "jvm",
  name: "JVM",
  prefixes: ["jvm.", "jvm_", "process.runtime.jvm."],
  section: jvmSection,
};

const python: Runtime = {
  id: "python",
  name: "Python",
  prefixes: ["cpython.", "process.runtime.cpython."],
  section: section("Python", [
    {
      title: words("Garbage collections by generation", "가비지 컬렉션: 세대별"),
      of: ["cpython.gc.collections"],
      unit: "cps",
      queries: [
        [
          `sum by (cpython_gc_generation, generation) (${rate("cpython_gc_collections_total")})`,
          "{{cpython_gc_generation}}{{generation}}",
        ],
      ],
    },
    {
      title: words("Objects collected", "수거된 객체"),
      of: ["cpython.gc.collected_objects"],
      unit: "cps",
      queries: [[byInstance(rate("cpython_gc_collected_objects_total")), instance]],
    },
    {
      title: words("Objects that could not be collected", "수거되지 못한 객체"),
      of: ["cpython.gc.uncollectable_objects"],
      unit: "cps",
      queries: [[byInstance(rate("cpython_gc_uncollectable_objects_total")), instance]],
    },
    {
      title: words("Memory", "메모리"),
      of: ["process.runtime.cpython.memory"],
      unit: "bytes",
      queries: [[`sum by (type) (process_runtime_cpython_memory_bytes{${ofService}})`, "{{type}}"]],
    },
    {
      title: words("Threads", "스레드"),
      of: ["process.runtime.cpython.thread_count"],
      queries: [[byInstance(`process_runtime_cpython_thread_count{${ofService}}`), instance]],
    },
  ]),
};

const go: Runtime = {
  id: "go",
  name: "Go",
  prefixes: ["go.", "process.runtime.go."],
  section: section("Go", [
    {
      title: words("Goroutines", "고루틴"),
      of: ["go.goroutine.count", "process.runtime.go.goroutines"],
      queries: [
        [byInstance(`{__name__=~"go_goroutine_count|process_runtime_go_goroutines",${ofService}}`), instance],
      ],
    },
    {
      title: words("Memory used", "메모리 사용량"),
      of: ["go.memory.used", "process.runtime.go.mem.heap_alloc"],
      unit: "bytes",
      queries: [
        [
          byInstance(
            `{__name__=~"go_memory_used_bytes|process_runtime_go_mem_heap_alloc_bytes",${ofService}}`,
          ),
          instance,
        ],
      ],
    },
    {
      title: words("Heap goal of the collector", "GC 힙 목표"),
      of: ["go.memory.gc.goal"],
      unit: "bytes",
      queries: [[byInstance(`go_memory_gc_goal_bytes{${ofService}}`), instance]],
    },
    {
      title: words("Bytes allocated", "할당된 바이트"),
      of: ["go.memory.allocated"],
      unit: "binBps",
      queries: [[byInstance(rate("go_memory_allocated_bytes_total")), instance]],
    },
    {
      title: words("Allocations", "할당 횟수"),
      of: ["go.memory.allocations"],
      unit: "cps",
      queries: [[byInstance(rate("go_memory_allocations_total")), instance]],
    },
    {
      title: words("Wait for a processor, p99", "스케줄링 대기, p99"),
      of: ["go.schedule.duration"],
      unit: "s",
      queries: [[quantile(0.99, "go_schedule_duration_seconds", "instance"), instance]],
    },
  ]),
};

const dotnet: Runtime = {
  id: "dotnet",
  name: ".NET",
  prefixes: ["dotnet."],
  section: section(".NET", [
    {
      title: words("Heap after the last collection", "마지막 GC 직후의 힙"),
      of: ["dotnet.gc.last_collection.heap.size"],
      unit: "bytes",
      queries: [[byInstance(`dotnet_gc_last_collection_heap_size_bytes{${ofService}}`), instance]],
    },
    {
      title: words("Garbage collections by generation", "가비지 컬렉션: 세대별"),
      of: ["dotnet.gc.collections"],
      unit: "cps",
      draw: "bars",
      queries: [
        [`sum by (gc_heap_generation) (${rate("dotnet_gc_collections_total")})`, "{{gc_heap_generation}}"],
      ],
    },
    {
      title: words("Garbage collection: share of time", "가비지 컬렉션: 시간 비율"),
      of: ["dotnet.gc.pause.time"],
      unit: "percentunit",
      queries: [[byInstance(rate("dotnet_gc_pause_time_seconds_total")), instance]],
    },
    {
      title: words("Thread pool: threads", "스레드 풀: 스레드"),
      of: ["dotnet.thread_pool.thread.count"],
      queries: [[byInstance(`dotnet_thread_pool_thread_count{${ofService}}`), instance]],
    },
    {
      title: words("Thread pool: queue", "스레드 풀: 대기열"),
      of: ["dotnet.thread_pool.queue.length"],
      queries: [[byInstance(`dotnet_thread_pool_queue_length{${ofService}}`), instance]],
    },
    {
      title: words("Exceptions", "예외"),
      of: ["dotnet.exceptions"],
      unit: "cps",
      queries: [[`sum by (error_type) (${rate("dotnet_exceptions_total")})`, "{{error_type}}"]],
    },
    {
      title: words("Working set", "워킹 세트"),
      of: ["dotnet.process.memory.working_set"],
      unit: "bytes",
      queries: [[byInstance(`dotnet_process_memory_working_set_bytes{${ofService}}`), instance]],
    },
  ]),
};

export const runtimes: readonly Runtime[] = [node, jvm, python, go, dotnet];

/** The runtimes that a service's metrics are of. */
export const runtimesIn = (metrics: readonly string[]): readonly Runtime[] =>
  runtimes.filter(({ prefixes }) =>
    metrics.some((metric) => prefixes.some((prefix) => metric.startsWith(prefix))),
  );
