import type { ClickHouse } from "@naru/clickhouse";
import { type Clock, systemClock } from "#kernel/clock.ts";
import { type Context, type Feature, type Handler, handle } from "#kernel/feature.ts";
import type { Operation, OperationOutput } from "#kernel/operation.ts";
import { type Read, readerOf } from "#telemetry/query/index.ts";
import type { z } from "zod";
import type { ObjectAccess } from "#kubernetes/index.ts";
import * as api from "./api.ts";
import { thresholdSet, thresholdsIn } from "./apdex/thresholds.ts";
import { calls } from "./calls/calls.ts";
import { compared, difference, sidesOfService } from "./compare/compare.ts";
import { exception, exceptions } from "./exceptions/exceptions.ts";
import { history } from "./inflight/history/history.ts";
import { transactionsInFlight } from "./inflight/inflight.ts";
import { patterns } from "./patterns/patterns.ts";
import { mapOf } from "./map/map.ts";
import type { Source } from "./profiles/load.ts";
import { comparison, filters, lines, ofSpan, profile, profileKinds } from "./profiles/profiles.ts";
import { pulseOf } from "./pulse/pulse.ts";
import { routes, urls } from "./routes/routes.ts";
import { heatmapOf, scatterOf, transactionList } from "./scatter/scatter.ts";
import { repeated, statement, statements } from "./statements/statements.ts";
import { daily, visitors } from "./visitors/visitors.ts";

/** How quick is quick enough, kept in a cluster. */
export function apdexThresholds(objects: ObjectAccess): Feature {
  return {
    name: "apdex",
    operations: [
      handle(api.listApdexThresholds, (_input, { signal }) => thresholdsIn(objects, signal)),
      handle(api.setApdexThreshold, (input, context) => thresholdSet(objects, input, context)),
    ],
  };
}

/** Inside applications: every transaction, what is under way, who is there. */
export function apm(clickhouse: ClickHouse, clock: Clock = systemClock): Feature {
  const on = <O extends Operation>(
    operation: O,
    answer: (read: Read, input: z.output<O["input"]>, now: number) => Promise<OperationOutput<O>>,
  ): Handler =>
    handle(operation, (input, { signal }: Context) =>
      answer(readerOf(clickhouse, signal), input, clock.now()),
    );
  const onSource = <O extends Operation>(
    operation: O,
    answer: (source: Source, input: z.output<O["input"]>, now: number) => Promise<OperationOutput<O>>,
  ): Handler =>
    handle(operation, (input, { signal }: Context) =>
      answer({ clickhouse, read: readerOf(clickhouse, signal), signal }, input, clock.now()),
    );
  return {
    name: "apm",
    operations: [
      handle(api.scatter, (input, { signal }) =>
        scatterOf(clickhouse, readerOf(clickhouse, signal), input, clock.now(), signal),
      ),
      handle(api.findPatterns, (input, { signal }) =>
        patterns(clickhouse, readerOf(clickhouse, signal), input, clock.now(), signal),
      ),
      on(api.heatmap, heatmapOf),
      on(api.listTransactions, transactionList),
      on(api.inFlight, transactionsInFlight),
      on(api.inFlightHistory, history),
      on(api.activeVisitors, visitors),
      on(api.dailyVisitors, daily),
      on(api.pulse, pulseOf),
      on(api.topRoutes, routes),
      on(api.topUrls, urls),
      on(api.topStatements, statements),
      on(api.repeatedStatements, repeated),
      on(api.getStatement, statement),
      on(api.topCalls, calls),
      on(api.serviceMap, mapOf),
      on(api.compare, compared),
      on(api.listSides, sidesOfService),
      on(api.explainDifference, difference),
      on(api.listExceptions, exceptions),
      on(api.getException, exception),
      on(api.listProfiles, profileKinds),
      on(api.profileFilters, filters),
      onSource(api.getProfile, profile),
      onSource(api.profileLines, lines),
      onSource(api.compareProfiles, comparison),
      onSource(api.profileOfSpan, ofSpan),
    ],
  };
}
