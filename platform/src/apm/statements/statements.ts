import type { z } from "zod";
import { gridOf, type Read, type Window, windowOf } from "#telemetry/query/index.ts";
import { groupsOf } from "../rollups/figures.ts";
import type { getStatement, repeatedStatements, topStatements } from "./api.ts";
import { masked } from "./mask.ts";
import { callersOf, repeatedIn, samplingFor, slowestOf, statementsIn } from "./store.ts";

const mostSteps = 60;
const leastStepSeconds = 60;
const slowestShown = 20;

type Order = z.output<typeof topStatements.input>["order"];

async function found(
  read: Read,
  window: Window,
  wanted: { service: string; statementId?: string },
  order: Order,
  limit: number,
  now: number,
) {
  const grid = gridOf(window, mostSteps, leastStepSeconds);
  const rows = await statementsIn(read, window, grid, wanted, { order, limit });
  const statements = groupsOf(
    rows,
    { window, grid, now, order },
    ({ service, system, namespace, statement_id }) =>
      JSON.stringify([service, system, namespace, statement_id]),
    ({ service, system, namespace, statement_id: statementId, text, returned }) => ({
      statementId,
      service,
      system,
      namespace,
      statement: text,
      rows: Number(returned),
    }),
  );
  return { grid, statements };
}

export async function statements(read: Read, input: z.output<typeof topStatements.input>, now: number) {
  const { service, order, limit } = input;
  const { grid, statements } = await found(read, windowOf(input, now), { service }, order, limit, now);
  return { ...grid, statements };
}

export async function repeated(read: Read, input: z.output<typeof repeatedStatements.input>, now: number) {
  const window = windowOf(input, now);
  const sampling = await samplingFor(read, window);
  const rows = await repeatedIn(read, window, input.service, input.least, sampling);
  return {
    sampling,
    repeated: rows.map(({ transactions, most, ...row }) => ({
      ...row,
      transactions: Number(transactions) * sampling,
      most: Number(most),
      median: Number(row.median),
    })),
  };
}

export async function statement(read: Read, input: z.output<typeof getStatement.input>, now: number) {
  const { statementId, service } = input;
  const window = windowOf(input, now);
  const sampling = await samplingFor(read, window);
  const [top, callers, slowest] = await Promise.all([
    found(read, window, { service, statementId }, "total", 1, now),
    callersOf(read, window, statementId, service, sampling),
    slowestOf(read, window, statementId, service, slowestShown),
  ]);
  return {
    ...top.grid,
    sampling,
    statement: top.statements[0] ?? null,
    callers: callers.map(({ calls, nanos, ...row }) => ({
      ...row,
      calls: Number(calls) * sampling,
      totalNano: Number(nanos) * sampling,
    })),
    slowest: slowest.map(({ durationNano, status, sent, file, line, ...row }) => ({
      ...row,
      durationNano: Number(durationNano),
      error: status === 2,
      masked: masked(sent),
      code: file === "" ? "" : `${file}${line === "" ? "" : `:${line}`}`,
    })),
  };
}
