import type { z } from "zod";
import type { getSpan, SpanRow } from "../api.ts";
import { attributesOf } from "../attributes.ts";
import { spanKinds, spanStatuses } from "../filter/fields.ts";
import { type Origins, originsOf } from "../origins/store.ts";
import type { Read } from "../reader.ts";
import type { Window } from "../window.ts";
import { type FullSpanRecord, fullSpansOf, type SpanRecord } from "./store.ts";

/** One span with everything that was sent of it. */
export type FullSpan = Omit<z.output<typeof getSpan.output>, "codeLink">;

/** Spans of whole traces, by start time.
 *  @param near where to look; undefined looks everywhere
 *  @param limit most spans of all traces together */
export async function fullSpans(
  read: Read,
  traceIds: readonly string[],
  near: Window | undefined,
  limit: number,
): Promise<(FullSpan & { traceId: string })[]> {
  const records = traceIds.length === 0 ? [] : await fullSpansOf(read, traceIds, near, limit);
  const origins = await originsOf(read, records);
  return records.map((record) => ({ traceId: record.traceId, ...fullSpanRow(record, origins) }));
}

export function fullSpanRow(record: FullSpanRecord, origins: Origins): FullSpan {
  return {
    ...spanRow(record),
    traceState: record.traceState,
    flags: record.flags,
    statusMessage: record.statusMessage,
    attributes: attributesOf(record),
    droppedAttributes: record.droppedAttributes,
    droppedEvents: record.droppedEvents,
    droppedLinks: record.droppedLinks,
    resource: origins.resource(record.resourceId),
    scope: origins.scope(record.scopeId),
    eventList: record.eventTimes.map((timeUnixNano, index) => ({
      timeUnixNano,
      name: record.eventNames[index] ?? "",
      attributes: attributesAt(record.eventKeys, record.eventValues, record.eventTypes, index),
    })),
    linkList: record.linkTraceIds.map((traceId, index) => ({
      traceId,
      spanId: record.linkSpanIds[index] ?? "",
      traceState: record.linkTraceStates[index] ?? "",
      attributes: attributesAt(record.linkKeys, record.linkValues, record.linkTypes, index),
    })),
  };
}

function attributesAt(keys: string[][], values: string[][], types: string[], index: number) {
  return attributesOf({ keys: keys[index] ?? [], values: values[index] ?? [], types: types[index] ?? "" });
}

export function spanRow(record: SpanRecord): SpanRow {
  return {
    spanId: record.spanId,
    parentSpanId: record.parentSpanId,
    service: record.service,
    name: record.name,
    kind: spanKindOf(record.kind),
    status: spanStatus(record.status),
    startTimeUnixNano: record.startTimeUnixNano,
    durationNano: Number(record.durationNano),
    events: Number(record.events),
    links: Number(record.links),
  };
}

/** @param stored  as OTLP numbers it */
export const spanStatus = (stored: number) => spanStatuses[stored] ?? "unset";
export const spanKindOf = (stored: number) => spanKinds[stored] ?? "unspecified";
