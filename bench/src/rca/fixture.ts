import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";

export interface Folder {
  readonly path: string;
  readonly remove: () => Promise<void>;
}

/** A folder with files in it; what is called `.gz` is compressed. */
export async function folderOf(files: Readonly<Record<string, string>>): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), "naru-rca-"));
  for (const [name, text] of Object.entries(files)) {
    const file = join(path, name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, name.endsWith(".gz") ? gzipSync(text) : text);
  }
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** When the made cases begin. */
export const noon = Date.parse("2024-05-06T12:00:00Z");
const nanos = (seconds: number) => `${BigInt(noon + seconds * 1000) * 1_000_000n}`;

const hex = (number: number, digits: number) => number.toString(16).padStart(digits, "0");

/** Two pods, the first calling the second once a second; each call writes one line. `seconds` from noon. */
export function nezhaFiles(folder: string, from: number, seconds: number): Record<string, string> {
  const calls = Array.from({ length: seconds }, (_, i) => ({
    at: from + i,
    trace: hex(i + 1, 32),
    id: 2 * i + 1,
  }));
  const traces = calls.flatMap(({ at, trace, id }) => [
    [trace, hex(id, 16), "root", "web-5d4-abc", "GET /", nanos(at), nanos(at + 0.5), "500000"],
    [
      trace,
      hex(id + 1, 16),
      hex(id, 16),
      "price-api-6c8-def",
      "Price.of",
      nanos(at + 0.1),
      nanos(at + 0.3),
      "200000",
    ],
  ]);
  const logs = calls.map(({ at, trace, id }) => [
    "",
    nanos(at + 0.2),
    "10.0.0.7",
    "price-api-6c8-def",
    "server",
    trace,
    hex(id + 1, 16),
    quoted(JSON.stringify({ log: `12:00:00.200 WARN  a.Price#7 "price", asked\n`, stream: "stdout" })),
  ]);
  return {
    [`${folder}/traces.csv.gz`]: csv(
      "TraceID,SpanID,ParentID,PodName,OperationName,StartTimeUnixNano,EndTimeUnixNano,Duration",
      traces,
    ),
    [`${folder}/logs.csv.gz`]: csv("Timestamp,TimeUnixNano,Node,PodName,Container,TraceID,SpanID,Log", logs),
  };
}

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

export const csv = (header: string, rows: readonly (readonly string[])[]): string =>
  `${[header, ...rows.map((row) => row.join(","))].join("\n")}\n`;

/** PetShop's table of two nodes, the front calling the back, with a period of five minutes. */
export function petshopCsv(periods: readonly (readonly [front: string, back: string])[]): string {
  return csv("microservice,front,front,front,front,back,back", [
    ["metric", "requests", "latency", "latency", "availability", "requests", "latency"],
    ["statistic", "Sum", "Average", "p95", "Average", "Sum", "Average"],
    ["unix_timestamp", "", "", "", "", "", ""],
    ...periods.map(([front, back], index) => [String(noon / 1000 + index * 300), front, back]),
  ]);
}
export const petshopGraph = ",front,back\nfront,0.0,1.0\nback,0.0,0.0\n";
