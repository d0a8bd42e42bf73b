import type { ClickHouse } from "@naru/clickhouse";
import { type Clock, systemClock } from "#kernel/clock.ts";
import { type Feature, handle } from "#kernel/feature.ts";
import type { Picture } from "#kubernetes/index.ts";
import { readerOf, windowOf } from "#telemetry/query/index.ts";
import { describeWorld } from "./api.ts";
import { loadWorld } from "./load.ts";

export { loadWorld, type Sources } from "./load.ts";
export type { Edge, World, WorldService } from "./world.ts";

/** What exists, who calls whom, what changed, how it is doing. */
export function world(clickhouse: ClickHouse, picture: Picture, clock: Clock = systemClock): Feature {
  return {
    name: "world",
    operations: [
      handle(describeWorld, (input, { signal }) => {
        const sources = { read: readerOf(clickhouse, signal), picture, now: clock.now() };
        return loadWorld(sources, windowOf(input, sources.now), signal);
      }),
    ],
  };
}
