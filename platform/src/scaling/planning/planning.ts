import type { ClickHouse } from "@naru/clickhouse";
import type { z } from "zod";
import type { Clock } from "#kernel/clock.ts";
import { type Handler, handle } from "#kernel/feature.ts";
import type { Operation, OperationOutput } from "#kernel/operation.ts";
import type { Picture } from "#kubernetes/index.ts";
import { readerOf } from "#telemetry/query/index.ts";
import * as api from "../api.ts";
import type { Outlooks } from "./forecast/expected.ts";
import { loadForecast } from "./forecast/load.ts";
import { replayOf } from "./replay/replay.ts";
import { sizesOf } from "./sizes/sizes.ts";
import { capacityList, capacityOf, type Sight } from "./history/history.ts";

export interface PlanningOptions {
  readonly clickhouse: ClickHouse;
  readonly picture: Picture;
  readonly clock: Clock;
  readonly outlooks: Outlooks;
}

/** How many pods there were and why, how large they should be, and what would come of other rules. */
export function planning({ clickhouse, picture, clock, outlooks }: PlanningOptions): Handler[] {
  const on = <O extends Operation>(
    operation: O,
    answer: (sight: Sight, input: z.output<O["input"]>) => Promise<OperationOutput<O>>,
  ): Handler =>
    handle(operation, (input, { signal }) =>
      answer({ picture, read: readerOf(clickhouse, signal), now: clock.now() }, input),
    );
  return [
    on(api.listCapacity, capacityList),
    on(api.getCapacity, capacityOf),
    on(api.adviseSizes, sizesOf),
    on(api.replayLoad, replayOf),
    on(api.forecastLoad, (sight, input) => loadForecast(sight, outlooks, input)),
  ];
}
