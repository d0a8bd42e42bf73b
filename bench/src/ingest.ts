import { setTimeout as sleep } from "node:timers/promises";
import type { Signal } from "@naru/otlp";
import { type Platform, startPlatform } from "@naru/testkit";
import { engineItemsPerSecond } from "./engine.ts";
import { cpuSeconds } from "./processes.ts";
import { send } from "./send.ts";
import { probeVisibility } from "./visibility.ts";

export interface IngestOptions {
  readonly seconds: number;
  readonly say: (line: string) => void;
}

const tables: Readonly<Record<Signal, string>> = {
  traces: "spans",
  logs: "logs",
  metrics: "metric_numbers",
  profiles: "profile_samples",
};
const connections = 8;

/** How fast telemetry is taken in, on this machine, with the sender on the same cores. */
export async function benchIngest({ seconds, say }: IngestOptions): Promise<Record<string, number>> {
  const spans = await saturate("traces", "http", seconds, say);
  const grpc = await saturate("traces", "grpc", seconds, say);
  const logs = await saturate("logs", "http", seconds, say);
  const points = await saturate("metrics", "http", seconds, say);
  const samples = await saturate("profiles", "http", seconds, say);
  say("engine alone …");
  const engine = await engineItemsPerSecond("traces", seconds);
  say("time to visibility at half of the rate …");
  const visible = await visibility(spans.perSecond / 2, seconds);
  return {
    spansPerSecond: Math.round(spans.perSecond),
    spansAcknowledgedPerSecond: Math.round(spans.acknowledgedPerSecond),
    spansPerCpuSecond: Math.round(spans.perCpuSecond),
    engineSpansPerSecond: Math.round(engine.perSecond),
    engineSpansPerCpuSecond: Math.round(engine.perCpuSecond),
    grpcSpansPerSecond: Math.round(grpc.perSecond),
    grpcToHttp: round(grpc.perSecond / spans.perSecond),
    logsPerSecond: Math.round(logs.perSecond),
    pointsPerSecond: Math.round(points.perSecond),
    samplesPerSecond: Math.round(samples.perSecond),
    bytesPerSpan: round(spans.bytesPerItem),
    bytesPerLog: round(logs.bytesPerItem),
    bytesPerPoint: round(points.bytesPerItem),
    bytesPerSample: round(samples.bytesPerItem),
    visibleP50Ms: Math.round(visible.p50),
    visibleP99Ms: Math.round(visible.p99),
    lost: spans.lost + grpc.lost + logs.lost + points.lost + samples.lost,
  };
}

/** Sends as fast as it is acknowledged; the rate counts until the last row is stored. */
async function saturate(
  signal: Signal,
  protocol: "http" | "grpc",
  seconds: number,
  say: (line: string) => void,
) {
  const platform = await startPlatform({ settings: { NARU_INGEST_QUEUE_LIMIT: "1GiB" } });
  try {
    const endpoint = protocol === "http" ? platform.otlpHttp : platform.otlpGrpc;
    await send({ signal, protocol, endpoint, connections, seconds: 3, rate: 0 });
    await untilStored(platform);
    const before = {
      rows: await rows(platform, signal),
      cpu: cpuSeconds(platform.pid()),
      at: performance.now(),
    };
    const sent = await send({ signal, protocol, endpoint, connections, seconds, rate: 0 });
    await untilStored(platform);
    const elapsed = (performance.now() - before.at) / 1000;
    const cpu = cpuSeconds(platform.pid()) - before.cpu;
    const stored = (await rows(platform, signal)) - before.rows;
    const result = {
      perSecond: stored / elapsed,
      acknowledgedPerSecond: sent.acknowledged / sent.seconds,
      perCpuSecond: stored / cpu,
      lost: sent.acknowledged - stored,
      bytesPerItem: await bytesPerItem(platform, signal),
    };
    say(
      `${signal} over ${protocol}: ${Math.round(result.perSecond)}/s stored, ${Math.round(result.acknowledgedPerSecond)}/s acknowledged, ${Math.round(result.perCpuSecond)} a processor second (${cpu.toFixed(1)} s; sender ${sent.cpuSeconds.toFixed(1)} s), ${sent.refused} refused`,
    );
    return result;
  } finally {
    await platform.stop();
  }
}

/** Once the platform has run warm: what the first seconds of a process take is not what it does all day. */
async function visibility(rate: number, seconds: number) {
  const platform = await startPlatform();
  try {
    const endpoint = platform.otlpHttp;
    const load = { signal: "traces", protocol: "http", endpoint, connections, rate } as const;
    await send({ ...load, seconds: 3 });
    const sending = send({ ...load, seconds });
    const visible = await probeVisibility(platform, seconds);
    await sending;
    return visible;
  } finally {
    await platform.stop();
  }
}

interface Status {
  signals: readonly { signal: Signal; received: number; stored: number }[];
}

async function untilStored(platform: Platform): Promise<void> {
  for (;;) {
    const { signals } = await platform.call<Status>("/api/ingest");
    if (signals.every(({ received, stored }) => received === stored)) return;
    await sleep(100);
  }
}

async function rows(platform: Platform, signal: Signal): Promise<number> {
  const [row] = await platform.query<{ c: string }>(`SELECT count() AS c FROM ${tables[signal]}`);
  return Number(row?.c ?? 0);
}

/** On disk after the engine has merged what it would merge in time, rollups included. */
async function bytesPerItem(platform: Platform, signal: Signal): Promise<number> {
  const total = await rows(platform, signal);
  const [row] = await platform.query<{ b: string }>(
    "SELECT sum(bytes_on_disk) AS b FROM system.parts WHERE active AND database = currentDatabase()",
  );
  return Number(row?.b ?? 0) / total;
}

const round = (value: number) => Math.round(value * 100) / 100;
