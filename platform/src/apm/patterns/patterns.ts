import type { ClickHouse } from "@naru/clickhouse";
import type { z } from "zod";
import { onSpans, type Read, type Window, windowOf } from "#telemetry/query/index.ts";
import type { findPatterns, Pattern } from "./api.ts";
import { podOf, shapesOf } from "./recognise.ts";
import { type Series, seriesOf, type Shape } from "./series.ts";
import { bytesASample, type Names, namesIn, samplesIn } from "./store.ts";
import { verticalLines } from "./vertical.ts";

const mostPatterns = 20;

/** Looks for shapes in each operation, and for lines of released transactions that go through a whole service. */
export async function patterns(
  clickhouse: ClickHouse,
  read: Read,
  { filter, limit, ...range }: z.output<typeof findPatterns.input>,
  now: number,
  signal: AbortSignal,
) {
  const window = windowOf(range, now);
  const holds = onSpans(filter, window);
  const names = await namesIn(read, window, holds);
  const bytes = await samplesIn(clickhouse, window, holds, names, limit, { signal, timeoutSeconds: 30 });
  const rows = decode(bytes, window);
  return { patterns: patternsAmong(rows, names, window).slice(0, mostPatterns), looked: rows.length };
}

/** Of every service by itself, the strongest first. */
export function patternsAmong(rows: readonly Sample[], names: Names, window: Window): Pattern[] {
  const found = [...byService(rows, names)].flatMap(([service, own]) =>
    ofService(service, own, names, window),
  );
  return found.toSorted((a, b) => b.strength - a.strength);
}

/** A transaction; its operation and pod are indexes of names. */
export interface Sample {
  readonly end: number;
  readonly value: number;
  readonly failed: boolean;
  readonly operation: number;
  readonly pod: number;
}

function decode(bytes: Uint8Array, { from }: Window): Sample[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: Math.floor(bytes.byteLength / bytesASample) }, (_, i) => {
    const at = i * bytesASample;
    return {
      end: from + view.getUint32(at, true),
      value: view.getFloat32(at + 4, true),
      failed: view.getUint8(at + 8) === 1,
      operation: view.getUint16(at + 9, true),
      pod: view.getUint16(at + 11, true),
    };
  });
}

function byService(rows: readonly Sample[], { operations }: Names): Map<string, Sample[]> {
  const services = Map.groupBy(rows, ({ operation }) => operations[operation]?.[0] ?? "");
  services.delete("");
  return services;
}

function ofService(service: string, rows: readonly Sample[], names: Names, window: Window): Pattern[] {
  const whole = seriesOf(rows);
  const lines = verticalLines(whole, window).map((shape) => told(shape, whole, names, service, ""));
  const own = [...Map.groupBy(rows, ({ operation }) => operation)].flatMap(([operation, rows]) => {
    const series = seriesOf(rows);
    const name = names.operations[operation]?.[1] ?? "";
    return shapesOf(series, window)
      .filter((shape) => shape.kind !== "vertical" || !lines.some((line) => overlap(line.box, shape.box)))
      .map((shape) => told(shape, series, names, service, name));
  });
  return [...lines, ...own];
}

const overlap = (a: Pattern["box"], b: Pattern["box"]) => a.from < b.to && b.from < a.to;

function told(shape: Shape, series: Series, names: Names, service: string, operation: string): Pattern {
  const { members, ...rest } = shape;
  const failed = members.reduce((sum, place) => sum + (series.failed[place] as number), 0);
  const pod = podOf(series, shape);
  return {
    ...rest,
    service,
    operation,
    failedShare: members.length === 0 ? 0 : failed / members.length,
    pod: pod === undefined ? "" : (names.pods[pod] ?? ""),
  };
}
