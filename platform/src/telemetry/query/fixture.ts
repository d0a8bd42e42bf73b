import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import { type ClickHouse, dateTime, join, migrate, raw, type Sql, sql } from "@naru/clickhouse";
import { openEmbedded } from "@naru/clickhouse/embedded";
import type { Clock } from "#kernel/clock.ts";
import type { Context, Feature } from "#kernel/feature.ts";
import type { Operation, OperationInput, OperationOutput } from "#kernel/operation.ts";
import { migrations } from "#telemetry/store/index.ts";
import { query } from "./index.ts";

/** The moment at which tests take place. */
export const now = Date.parse("2026-11-21T09:30:00Z");

type MakeFeature = (clickhouse: ClickHouse, clock: Clock) => Feature;

/** An empty store with the real schema on the real engine, and a feature over it. */
export interface Fixture {
  readonly clickhouse: ClickHouse;
  insert(table: string, rows: readonly Row[]): Promise<void>;
  call<O extends Operation>(operation: O, input: OperationInput<O>): Promise<OperationOutput<O>>;
  close(): Promise<void>;
}
export type Row = Readonly<Record<string, unknown>>;

/** @param feature  what answers the calls; the query feature unless given */
export async function openFixture(
  feature: MakeFeature = (clickhouse, clock) => query({ clickhouse, clock }),
): Promise<Fixture> {
  const path = await mkdtemp(joinPath(tmpdir(), "naru-query-"));
  const clickhouse = openEmbedded({ path, memoryLimitBytes: 1024 ** 3, concurrency: 2 });
  await migrate(clickhouse, migrations({ kind: "single" }));
  const { operations = [] } = feature(clickhouse, { now: () => now });
  const context: Context = {
    signal: new AbortController().signal,
    user: "test",
    client: "",
    secure: false,
    setHeader: () => undefined,
  };
  return {
    clickhouse,
    insert: (table, rows) => insert(clickhouse, table, rows),
    async call<O extends Operation>(operation: O, input: OperationInput<O>) {
      const handler = operations.find((each) => each.operation.name === operation.name);
      if (!handler) throw new Error(`${operation.name} is not handled`);
      const answer = await handler.run(operation.input.parse(input), context);
      return operation.output.parse(answer) as OperationOutput<O>;
    },
    async close() {
      await clickhouse.close();
      await rm(path, { recursive: true, force: true });
    },
  };
}

export async function insert(clickhouse: ClickHouse, table: string, rows: readonly Row[]): Promise<void> {
  for (const [columns, alike] of Map.groupBy(rows, (row) => Object.keys(row).join(", "))) {
    const values = alike.map(
      (row) =>
        sql`(${join(
          Object.values(row).map((value) => sql`${value}`),
          ", ",
        )})`,
    );
    await clickhouse.command(sql`INSERT INTO ${raw(table)} (${raw(columns)}) VALUES ${join(values, ", ")}`);
  }
}

/** A moment as its milliseconds since 1970. */
export const time = dateTime;
/** Milliseconds after `now`; negative before. */
export const at = (ms: number): Sql => time(now + ms);
export const bytes = (hex: string): Sql => sql`unhex(${hex})`;
/** A hexadecimal id of the given length made from a small number. */
export const id = (number: number, digits: 16 | 32): string => number.toString(16).padStart(digits, "0");

/** The columns of an attribute set; numbers are kept as OTLP integers. */
export function attributes(set: Readonly<Record<string, string | number>>) {
  const pairs = Object.entries(set).flatMap(([key, value]) => [sql`${key}`, sql`${String(value)}`]);
  return {
    attributes: sql`CAST(map(${join(pairs, ", ")}), 'Map(LowCardinality(String), String)')`,
    attribute_types: Object.values(set)
      .map((value) => (typeof value === "number" ? "i" : "s"))
      .join(""),
  };
}

export function resource(resourceId: number, set: Readonly<Record<string, string>>): Row {
  return {
    day: "2026-11-21",
    resource_id: resourceId,
    service: set["service.name"] ?? "",
    namespace: set["k8s.namespace.name"] ?? "",
    ...attributes(set),
  };
}
