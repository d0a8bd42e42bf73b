import type { ClickHouse } from "@naru/clickhouse";
import type { z } from "zod";
import { gridOf, onSpans, type Read, spanStatus, windowOf } from "#telemetry/query/index.ts";
import type { heatmap, listTransactions, scatter } from "./api.ts";
import { bytesAPoint, encodePoints } from "./points/api.ts";
import { cellsOfRollups, cellsOfSpans, points, servicesIn, transactionsOf } from "./store.ts";

export async function scatterOf(
  clickhouse: ClickHouse,
  read: Read,
  { limit, axis, filter, ...range }: z.output<typeof scatter.input>,
  now: number,
  signal: AbortSignal,
) {
  const window = windowOf(range, now);
  const services = await servicesIn(read, window);
  const query = { window, axis, holds: onSpans(filter, window), services, limit };
  const rows = await points(clickhouse, query, { signal, timeoutSeconds: 30 });
  return encodePoints({ ...window, services, truncated: rows.length >= limit * bytesAPoint }, rows);
}

const leastStepSeconds = 10;

/** Without a filter no span is read; the times are then those at which transactions began. */
export async function heatmapOf(
  read: Read,
  { steps, filter, ...range }: z.output<typeof heatmap.input>,
  now: number,
) {
  const window = windowOf(range, now);
  const grid = gridOf(window, steps, leastStepSeconds);
  const cells =
    filter.trim() === ""
      ? await cellsOfRollups(read, window, grid.stepSeconds)
      : await cellsOfSpans(read, window, grid.stepSeconds, onSpans(filter, window));
  const first = grid.times[0] ?? window.from;
  return {
    ...grid,
    cells: cells.map(({ at, bucket, count, errors }) => ({
      step: Math.round((Number(at) * 1000 - first) / 1000 / grid.stepSeconds),
      bucket,
      count: Number(count),
      errors: Number(errors),
    })),
  };
}

export async function transactionList(
  read: Read,
  { filter, from, to, ...asked }: z.output<typeof listTransactions.input>,
  now: number,
) {
  const window = windowOf({ from, to }, now);
  const { axis, order, limit, minNano, maxNano } = asked;
  const holds = onSpans(filter, window);
  const rows = await transactionsOf(read, { window, axis, holds, minNano, maxNano, order, limit });
  const transactions = rows.map(({ total: _total, status, httpStatus, durationNano, valueNano, ...row }) => ({
    ...row,
    status: spanStatus(status),
    durationNano: Number(durationNano),
    valueNano: Number(valueNano),
    httpStatus: httpStatus === "" ? null : Number(httpStatus),
  }));
  return { transactions, total: Number(rows[0]?.total ?? 0) };
}
