import type { z } from "zod";
import { NaruError } from "#kernel/errors.ts";
import type { LogRow, logContext, logHistogram, searchLogs } from "../api.ts";
import { attributesOf, valueType } from "../attributes.ts";
import { severities } from "../filter/fields.ts";
import { type Origins, originsOf } from "../origins/store.ts";
import type { Read } from "../reader.ts";
import { gridOf, onGrid, slices, type Window, windowOf } from "../window.ts";
import {
  countsBySeverity,
  lineAt,
  lines,
  type LogRecord,
  matching,
  type Order,
  type Position,
  sameSource,
} from "./store.ts";

const dayMs = 86_400_000;
const severityNames = Object.keys(severities) as (keyof typeof severities)[];

export async function findLogs(read: Read, input: z.output<typeof searchLogs.input>, now: number) {
  const window = windowOf(input, now);
  const holds = matching(input.filter, window);
  const after = input.cursor === undefined ? undefined : readPlace(input.cursor, "cursor");
  const found = await firstLines(read, { window, holds, order: input.order, after, limit: input.limit });
  const last = found.at(-1);
  return {
    logs: await rowsOf(read, found),
    nextCursor: last && found.length === input.limit ? placeOf(last) : null,
  };
}

export async function severityHistogram(read: Read, input: z.output<typeof logHistogram.input>, now: number) {
  const window = windowOf(input, now);
  const grid = gridOf(window, 120, 1);
  const rows = await countsBySeverity(read, window, grid, matching(input.filter, window));
  const byClass = [...Map.groupBy(rows, (row) => row.class)].toSorted(([a], [b]) => a - b);
  return {
    ...grid,
    total: rows.reduce((total, row) => total + Number(row.lines), 0),
    severities: byClass.map(([number, own]) => ({
      severity: severityNames[number] ?? "unspecified",
      counts: onGrid(
        grid,
        own.map((row) => row.at),
        own.map((row) => Number(row.lines)),
        0,
      ),
    })),
  };
}

/** The lines around one, of the same service and resource, at most a day away.
 *  @throws NaruError NOT_FOUND */
export async function linesAround(read: Read, input: z.output<typeof logContext.input>) {
  const place = readPlace(input.id, "id");
  const line = await lineAt(read, place);
  if (!line)
    throw new NaruError("NOT_FOUND", "This log line is not stored.", {
      help: "It may be older than the retention.",
    });
  const time = Math.floor(Number(place.time) / 1e6);
  const side = (order: Order, window: Window, limit: number) =>
    firstLines(read, { window, holds: sameSource(line), order, after: place, limit });
  const [before, after] = await Promise.all([
    side("newest", { from: time - dayMs, to: time + 1 }, input.before),
    side("oldest", { from: time, to: time + dayMs }, input.after),
  ]);
  const rows = await rowsOf(read, [...before.toReversed(), line, ...after]);
  const found = rows[before.length];
  if (!found) throw new NaruError("NOT_FOUND");
  return { before: rows.slice(0, before.length), line: found, after: rows.slice(before.length + 1) };
}

/** Reads slice after slice until there are enough lines. */
async function firstLines(read: Read, query: Parameters<typeof lines>[1]): Promise<LogRecord[]> {
  const found: LogRecord[] = [];
  if (query.limit === 0) return found;
  for (const slice of slices(beyond(query.after, query.order, query.window), query.order)) {
    found.push(...(await lines(read, { ...query, window: slice, limit: query.limit - found.length })));
    if (found.length >= query.limit) break;
  }
  return found;
}

/** What lies before the cursor has been listed. */
function beyond(after: Position | undefined, order: Order, { from, to }: Window): Window {
  if (!after) return { from, to };
  const time = Math.floor(Number(after.time) / 1e6);
  return order === "newest" ? { from, to: Math.min(to, time + 1) } : { from: Math.max(from, time), to };
}

async function rowsOf(read: Read, records: readonly LogRecord[]): Promise<LogRow[]> {
  const origins = await originsOf(read, records);
  return records.map((record) => rowOf(record, origins));
}

function rowOf(record: LogRecord, origins: Origins): LogRow {
  return {
    id: placeOf(record),
    timeUnixNano: record.time,
    observedTimeUnixNano: record.observedTime,
    service: record.service,
    severityNumber: record.severityNumber,
    severityText: record.severityText,
    body: record.body,
    bodyType: valueType(record.bodyType),
    eventName: record.eventName,
    traceId: record.traceId,
    spanId: record.spanId,
    attributes: attributesOf(record),
    resource: origins.resource(record.resourceId),
    scope: origins.scope(record.scopeId).name,
  };
}

const placeOf = ({ time, seq }: Position) => `${time}-${seq}`;

function readPlace(text: string, field: string): Position {
  const match = /^(\d{1,19})-(\d{1,20})$/.exec(text);
  if (match?.[1] && match[2]) return { time: match[1], seq: match[2] };
  throw new NaruError("INVALID_INPUT", `${field}: is not one of ours`);
}
