import type { ClickHouse } from "@naru/clickhouse";
import type { Context, Hono } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { type Clock, systemClock } from "#kernel/clock.ts";
import type { NaruError } from "#kernel/errors.ts";
import { toNaruError } from "#kernel/failure.ts";
import type { Feature } from "#kernel/feature.ts";
import { findTraces, fullSpans, type Read, readerOf } from "#telemetry/query/index.ts";
import { dependencyWindow, searchOf, traceIdOf, windowOf } from "./request.ts";
import { dependencies, operationsOf, serviceNames } from "./store.ts";
import { jaegerTraces } from "./trace.ts";

const mostSpans = 50_000;
const spanKinds = ["", "internal", "server", "client", "producer", "consumer"];
/** Services and operations seen in the last two days are offered, as Jaeger's own storage does. */
const offered = { lookback: "2d" };

/** Jaeger's query API over our spans, for Grafana's Jaeger data source and for Jaeger's own interface.
 *  Source: https://www.jaegertracing.io/docs/latest/architecture/apis/#query-json-over-http */
export function jaeger(options: { clickhouse: ClickHouse; clock?: Clock }): Feature {
  const now = () => (options.clock ?? systemClock).now();
  const readFor = (c: Context) => readerOf(options.clickhouse, c.req.raw.signal);
  const register = (app: Hono) => {
    app.get(
      "/jaeger/api/services",
      answer((c) => serviceNames(readFor(c), windowOf(offered, now()))),
    );
    app.get(
      "/jaeger/api/services/:service/operations",
      answer(async (c) => {
        const rows = await operationsOf(readFor(c), c.req.param("service") ?? "", windowOf(offered, now()));
        return [...new Set(rows.map((row) => row.name))];
      }),
    );
    app.get(
      "/jaeger/api/operations",
      answer(async (c) => {
        const { service = "", spanKind = "" } = c.req.query();
        const rows = await operationsOf(readFor(c), service, windowOf(offered, now()));
        const all = rows.map((row) => ({ name: row.name, spanKind: spanKinds[row.kind] ?? "" }));
        return all.filter((each) => spanKind === "" || each.spanKind === spanKind);
      }),
    );
    app.get(
      "/jaeger/api/traces",
      answer((c) => search(readFor(c), c, now())),
    );
    app.get(
      "/jaeger/api/traces/:id",
      answer(async (c) => {
        const spans = await fullSpans(readFor(c), [traceIdOf(c.req.param("id") ?? "")], undefined, mostSpans);
        return jaegerTraces(spans);
      }, "trace not found"),
    );
    app.get(
      "/jaeger/api/dependencies",
      answer(async (c) => {
        const rows = await dependencies(readFor(c), dependencyWindow(c.req.query(), now()));
        return rows.map(({ parent, child, calls }) => ({ parent, child, callCount: Number(calls) }));
      }),
    );
  };
  return { name: "jaeger", routes: { permission: "telemetry:read", register } };
}

async function search(read: Read, c: Context, now: number) {
  const asked = c.req.queries("traceID");
  if (asked) return jaegerTraces(await fullSpans(read, asked.map(traceIdOf), undefined, mostSpans));
  const { traces } = await findTraces(read, searchOf(c.req.query(), now), now);
  const starts = traces.map((trace) => Number(trace.startTimeUnixNano) / 1e6);
  const ends = traces.map((trace, index) => (starts[index] ?? 0) + trace.durationNano / 1e6);
  const near = { from: Math.floor(Math.min(...starts)), to: Math.ceil(Math.max(...ends)) + 1 };
  return jaegerTraces(
    await fullSpans(
      read,
      traces.map((trace) => trace.traceId),
      near,
      mostSpans,
    ),
  );
}

/** @param absent what an answer without any data means, when that is an error */
function answer(run: (c: Context) => Promise<readonly unknown[]>, absent?: string) {
  return async (c: Context) => {
    try {
      const data = await run(c);
      if (data.length === 0 && absent) return c.json(failure(404, absent), 404);
      return c.json({ data, total: data.length, limit: 0, offset: 0, errors: null });
    } catch (cause) {
      const error: NaruError = toNaruError(cause);
      if (error.status >= 500) throw cause;
      return c.json(failure(error.status, error.message), error.status as ContentfulStatusCode);
    }
  };
}

const failure = (code: number, msg: string) => ({
  data: null,
  total: 0,
  limit: 0,
  offset: 0,
  errors: [{ code, msg }],
});
