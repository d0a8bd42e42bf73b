import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { raw } from "@naru/clickhouse";
import type { Histogram, Labels } from "@naru/promql";
import {
  type Command,
  type Load,
  type Loaded,
  type Outcome,
  printTable,
  readScript,
  runScript,
  samplesOf,
} from "@naru/promql/conformance";
import { toOtlp, type WriteSeries } from "@naru/remote-write";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { storeRequest } from "#telemetry/ingest/fixture.ts";
import { type Fixture, openFixture } from "#telemetry/query/fixture.ts";
import { storeSource } from "./series/source.ts";

/* Prometheus's cases once more, through what is stored: samples as remote write sends them, ClickHouse, and back. */

const folder = fileURLToPath(new URL("../../../../../shared/promql", import.meta.url));
/** Of each file so many cases at most, since what differs among them is computed and not stored; all with
 *  `PROMQL_CASES=all`. */
const mostCases = process.env["PROMQL_CASES"] === "all" ? Infinity : 15;
const there = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".test")) : [];

function firstCases(commands: readonly Command[]): Command[] {
  let cases = 0;
  const last = commands.findIndex((each) => each.kind === "eval" && ++cases >= mostCases);
  return commands.slice(0, last === -1 ? commands.length : last + 1);
}

const tables = ["metric_numbers", "metric_distributions", "metric_series", "resources", "scopes"];

describe.skipIf(there.length === 0)(
  `Prometheus's cases${there.length === 0 ? " (../shared/promql is not there)" : ""}`,
  () => {
    let store: Fixture;
    const found = new Map<string, readonly Outcome[]>();
    beforeAll(async () => {
      store = await openFixture();
    });
    afterAll(async () => {
      process.stdout.write(printTable(found));
      await store.close();
    });

    test.each(there)("through the store, %s gives what it must", { timeout: 300_000 }, async (file) => {
      const { clickhouse } = store;
      const outcomes = await runScript(firstCases(readScript(readFileSync(`${folder}/${file}`, "utf8"))), {
        source: storeSource({ reader: { clickhouse, timeoutSeconds: 30 }, mostPoints: 1_000_000 }),
        async load(load: Load) {
          const { body, problems } = toOtlp(samplesOf(load).map(written), { oldest: 0, newest: 1e9 });
          await storeRequest(clickhouse, "metrics", body, 0);
          return problems.length === 0;
        },
        async clear() {
          for (const table of tables) await clickhouse.command(raw(`TRUNCATE TABLE ${table}`));
        },
      });
      found.set(file, outcomes);
      const failures = outcomes
        .filter((each) => each.difference !== undefined && !each.needsFlag && !each.lacksData)
        .map((each) => `line ${each.case.line}: ${each.case.query}: ${each.difference}`);
      expect(failures).toEqual([]);
    });
  },
);

function written({ labels, samples }: { labels: Labels; samples: readonly Loaded[] }): WriteSeries {
  return {
    labels: [...labels],
    type: "unknown",
    help: "",
    unit: "",
    exemplars: [],
    samples: samples.flatMap(({ time, start, value }) =>
      typeof value === "object" ? [] : [{ time, start, value }],
    ),
    histograms: samples.flatMap(({ time, start, value }) =>
      typeof value === "object" ? [{ ...histogramOf(value), time, start }] : [],
    ),
  };
}

const histogramOf = ({ hint, ...value }: Histogram) => ({
  ...value,
  isStale: false,
  isGauge: hint === "gauge",
});
