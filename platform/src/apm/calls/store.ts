import { sql } from "@naru/clickhouse";
import type { Grid, Read, Window } from "#telemetry/query/index.ts";
import { type Rollup, topOf } from "../rollups/store.ts";

interface Call {
  readonly service: string;
  readonly category: string;
  readonly system: string;
  readonly peer: string;
  readonly target: string;
}

export const callsIn = (
  read: Read,
  window: Window,
  grid: Grid,
  service: string,
  { order, limit }: Pick<Rollup, "order" | "limit">,
) =>
  topOf<Call>(read, window, grid, {
    table: "calls",
    key: "service, category, system, peer, target",
    holds: sql`(${service} = '' OR service = ${service})`,
    order,
    limit,
  });
