import { encode, requests, type Signal } from "@naru/otlp";
import { gauge, logRecord, logs, metrics, type Origin, span, sum, summary, trace } from "@naru/testkit";
import type { Part, RecordedMetric, Source } from "./recording.ts";

export interface OtlpRequest {
  readonly signal: Signal;
  readonly body: Buffer;
}

/** Items of one request: far below the bounds at the door. */
const mostItems = 5000;

/** A recording as OTLP requests, all of its times moved by as much.
 *  @param byMs  how much later it is told to have happened */
export function* otlpRequests(parts: readonly Part[], byMs: number): Generator<OtlpRequest> {
  for (const { sources, movedMs } of parts) {
    const later = BigInt(Math.round(byMs + movedMs)) * 1_000_000n;
    for (const source of sources) yield* sourceRequests(source, later);
  }
}

function* sourceRequests({ resource, ...source }: Source, later: bigint): Generator<OtlpRequest> {
  const origin: Origin = { resource };
  for (const items of batches(source.spans)) {
    const moved = items.map((each) => span({ ...each, start: each.start + later }));
    yield { signal: "traces", body: encode(requests.traces, trace(moved, origin)) };
  }
  for (const items of batches(source.logs)) {
    const moved = items.map((each) => logRecord({ ...each, time: each.time + later }));
    yield { signal: "logs", body: encode(requests.logs, logs(moved, origin)) };
  }
  for (const metric of source.metrics) {
    yield* metricRequests(metric, origin, later);
  }
}

function* metricRequests(metric: RecordedMetric, origin: Origin, later: bigint): Generator<OtlpRequest> {
  const request = (list: object) => ({
    signal: "metrics" as const,
    body: encode(requests.metrics, metrics([list], origin)),
  });
  if (metric.kind === "summary") {
    for (const items of batches(metric.points)) yield request(summary(metric, items.map(moved(later))));
    return;
  }
  const make = metric.kind === "gauge" ? gauge : sum;
  for (const items of batches(metric.points)) yield request(make(metric, items.map(moved(later))));
}

const moved =
  (later: bigint) =>
  <Point extends { readonly time: bigint; readonly start?: bigint }>(point: Point): Point => ({
    ...point,
    time: point.time + later,
    ...(point.start !== undefined && { start: point.start + later }),
  });

function* batches<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let first = 0; first < items.length; first += mostItems) yield items.slice(first, first + mostItems);
}
