import { basename, dirname, join } from "node:path";
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { type CsvRow, csvTable, DataError } from "./csv.ts";
import { dataFile, readText } from "./data-file.ts";
import { type LogText, logText } from "./nezha-log.ts";
import { NezhaMetrics } from "./nezha-metrics.ts";
import { extent, type RecordedLog, type RecordedSpan, type Recording, type Source } from "./recording.ts";

/* Folders of Nezha's TrainTicket data: `logs.csv`, `traces.csv`, `metrics.csv` (each may be gzipped, all but the traces may
 * be missing), and fault-free minutes in `baseline/<day>/` beside the cases or one folder up. Labels are not read here.
 * Source: "Nezha: Interpretable Fine-Grained Root Causes Analysis for Microservices on Multi-Modal Observability Data",
 * FSE 2023; https://github.com/IntelligentDDS/Nezha */

/* The recording was collected by the minute, and where minutes overlap it has rows twice: a row is taken once. */

/** How long before the window the fault-free minute ends. */
const quietGapMs = 120_000;

/** A case: its window is from the first to the last span, and the fault-free minute of its day lies before it.
 *  @throws DataError with file and line */
export async function nezhaCase(folder: string): Promise<Recording> {
  const sources = await readFolder(folder);
  const window = spansExtent(sources, folder);
  const quiet = await baselineOf(folder, dayOf(window.from));
  const before = quiet === undefined ? [] : [await placedBefore(quiet, window.from)];
  return {
    parts: [...before, { sources, movedMs: 0 }],
    windows: new Map([[basename(folder), window]]),
  };
}

/** A fault-free minute as a window of its own, with another day's before it where there is one. */
export async function nezhaBaseline(folder: string): Promise<Recording> {
  const sources = await readFolder(folder);
  const window = spansExtent(sources, folder);
  const other = (await baselineDays(dirname(folder))).find((day) => day !== basename(folder));
  const before = other === undefined ? [] : [await placedBefore(join(dirname(folder), other), window.from)];
  return {
    parts: [...before, { sources, movedMs: 0 }],
    windows: new Map([[`baseline/${basename(folder)}`, window]]),
  };
}

/** Folders of fault-free minutes that belong to cases in `folder`, by day. */
export async function baselinesBeside(folder: string): Promise<string[]> {
  const root = [dirname(folder), dirname(dirname(folder))]
    .map((parent) => join(parent, "baseline"))
    .find((path) => existsSync(path));
  return root === undefined ? [] : (await baselineDays(root)).map((day) => join(root, day));
}

const baselineOf = async (folder: string, day: string) =>
  (await baselinesBeside(folder)).find((path) => basename(path) === day);

async function baselineDays(root: string): Promise<string[]> {
  const entries = await readdir(root, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && dataFile(join(root, entry.name), "traces.csv") !== undefined)
    .map(({ name }) => name)
    .toSorted();
}

async function placedBefore(folder: string, windowFrom: number) {
  const sources = await readFolder(folder);
  return { sources, movedMs: windowFrom - quietGapMs - spansExtent(sources, folder).to };
}

const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10);

function spansExtent(sources: readonly Source[], folder: string) {
  const window = extent(sources.map((source) => ({ ...source, logs: [], metrics: [] })));
  if (window) return window;
  throw new DataError(folder, undefined, "no span in its traces.csv");
}

async function readFolder(folder: string): Promise<Source[]> {
  const pods = new Pods();
  const logs = dataFile(folder, "logs.csv");
  if (logs !== undefined) readLogs(await readText(logs), logs, pods);
  const traces = dataFile(folder, "traces.csv");
  if (traces === undefined) throw new DataError(folder, undefined, "no traces.csv or traces.csv.gz");
  readTraces(await readText(traces), traces, pods);
  const metrics = dataFile(folder, "metrics.csv");
  const told = metrics === undefined ? undefined : new NezhaMetrics(await readText(metrics), metrics);
  return [...pods.sources(told), ...(told?.ofNodes(pods.nodes) ?? [])];
}

interface Pod {
  readonly spans: RecordedSpan[];
  readonly logs: RecordedLog[];
}

/** What each pod did, and the node that its log lines came from. */
class Pods {
  readonly #pods = new Map<string, Pod>();
  readonly nodes = new Map<string, string>();

  of(name: string): Pod {
    const known = this.#pods.get(name);
    if (known) return known;
    const made: Pod = { spans: [], logs: [] };
    this.#pods.set(name, made);
    return made;
  }

  sources(metrics: NezhaMetrics | undefined): Source[] {
    const names = new Set([...this.#pods.keys(), ...(metrics?.pods() ?? [])]);
    return [...names].map((name) => ({
      resource: resourceOf(name, this.nodes.get(name)),
      ...(this.#pods.get(name) ?? { spans: [], logs: [] }),
      metrics: metrics?.ofPod(name) ?? [],
    }));
  }
}

const resourceOf = (pod: string, node: string | undefined) => ({
  "service.name": serviceOf(pod),
  "k8s.pod.name": pod,
  ...(node !== undefined && { "k8s.node.name": node }),
});

/** A pod of a Deployment is named after it, its ReplicaSet's hash and its own suffix. */
const serviceOf = (pod: string) => pod.split("-").slice(0, -2).join("-") || pod;

function readTraces(text: string, file: string, pods: Pods): void {
  const columns = [
    "TraceID",
    "SpanID",
    "ParentID",
    "PodName",
    "OperationName",
    "StartTimeUnixNano",
    "EndTimeUnixNano",
  ] as const;
  const { rows, at } = csvTable(text, file, columns);
  for (const row of distinct(rows)) {
    const cell = (column: (typeof columns)[number]) => row.cells[at[column]] ?? "";
    const start = nanos(cell("StartTimeUnixNano"), file, row);
    const end = nanos(cell("EndTimeUnixNano"), file, row);
    if (end < start) throw new DataError(file, row.line, "a span that ends before it starts");
    const parent = cell("ParentID");
    pods.of(named(cell("PodName"), file, row)).spans.push({
      traceId: hex(cell("TraceID"), 32, file, row),
      spanId: hex(cell("SpanID"), 16, file, row),
      ...(parent !== "root" && { parentSpanId: hex(parent, 16, file, row) }),
      name: cell("OperationName"),
      start,
      durationNano: end - start,
    });
  }
}

function readLogs(text: string, file: string, pods: Pods): void {
  const columns = ["TimeUnixNano", "Node", "PodName", "TraceID", "SpanID", "Log"] as const;
  const { rows, at } = csvTable(text, file, columns);
  for (const row of distinct(rows)) {
    const cell = (column: (typeof columns)[number]) => row.cells[at[column]] ?? "";
    const pod = named(cell("PodName"), file, row);
    const line: LogText = logText(cell("Log"));
    if (cell("Node") !== "") pods.nodes.set(pod, cell("Node"));
    pods.of(pod).logs.push({
      time: line.time ?? nanos(cell("TimeUnixNano"), file, row),
      body: line.body,
      ...line.severity,
      // A line outside of any request has none.
      ...(isId(cell("TraceID"), 32) && isId(cell("SpanID"), 16)
        ? { traceId: cell("TraceID"), spanId: cell("SpanID") }
        : {}),
    });
  }
}

const distinct = (rows: readonly CsvRow[]) =>
  new Map(rows.map((row) => [row.cells.join("\n"), row])).values();

/** Nanoseconds since 1970. */
function nanos(text: string, file: string, { line }: CsvRow): bigint {
  if (/^\d{1,19}$/.test(text)) return BigInt(text);
  throw new DataError(file, line, `${JSON.stringify(text)} is no time in nanoseconds since 1970`);
}

/** Zeros alone are no id. */
const isId = (text: string, digits: number) =>
  text.length === digits && /^[0-9a-f]+$/i.test(text) && /[^0]/.test(text);

function hex(text: string, digits: number, file: string, { line }: CsvRow): string {
  if (isId(text, digits)) return text;
  throw new DataError(file, line, `${JSON.stringify(text)} is no id of ${digits} hexadecimal digits`);
}

function named(pod: string, file: string, { line }: CsvRow): string {
  if (pod !== "") return pod;
  throw new DataError(file, line, "no PodName");
}
