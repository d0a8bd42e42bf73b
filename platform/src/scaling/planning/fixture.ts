import { insertRows, sql } from "@naru/clickhouse";
import type { Picture } from "#kubernetes/index.ts";
import { attributes, type Fixture, openFixture } from "#telemetry/query/fixture.ts";
import { Outlooks } from "./forecast/expected.ts";
import { planning } from "./planning.ts";

/** The store, with what is answered from it about a cluster.
 *  @param aheadMs  how much later it is than the fixture's now */
export const openPlanning = (picture: Picture, aheadMs: () => number = () => 0): Promise<Fixture> =>
  openFixture((clickhouse, clock) => {
    const options = { clickhouse, picture, clock: { now: () => clock.now() + aheadMs() } };
    return { name: "planning", operations: planning({ ...options, outlooks: new Outlooks(options) }) };
  });

/** A point of a series: milliseconds since 1970, and how much. */
export type Point = readonly [at: number, value: number];

const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);
const mostRows = 20_000;
/** Rows whose values the engine has to work out. */
const mostTuples = 60;

/** Writes series as the state of clusters is written. */
export class Filler {
  readonly #fixture: Fixture;
  #series = 0;

  constructor(fixture: Fixture) {
    this.#fixture = fixture;
  }

  async series(
    metric: string,
    labels: Readonly<Record<string, string>>,
    points: readonly Point[],
  ): Promise<void> {
    const id = String(++this.#series);
    const days = [...new Set(points.map(([at]) => dayOf(at)))];
    await this.#fixture.insert(
      "metric_series",
      days.map((day) => ({ day, metric, series_id: id, kind: 1, ...attributes(labels) })),
    );
    for (let i = 0; i < points.length; i += mostRows) {
      await insertRows(
        this.#fixture.clickhouse,
        "metric_numbers",
        points.slice(i, i + mostRows).map(([at, value]) => ({ metric, series_id: id, at_time: at, value })),
      );
    }
  }

  /** Requests that a service answered, each minute in 20 ms. */
  async requests(service: string, minutes: readonly Point[]): Promise<void> {
    const nanos = 20_000_000;
    const bucket = Math.floor(16 * Math.log2(nanos + 1));
    for (let i = 0; i < minutes.length; i += mostTuples) {
      await this.#fixture.insert(
        "services_1m",
        minutes.slice(i, i + mostTuples).map(([at, count]) => ({
          time: sql`toDateTime(${at / 1000}, 'UTC')`,
          service,
          requests: count,
          errors: 0,
          duration_sum: count * nanos,
          durations: sql`([${bucket}], [${count}])`,
        })),
      );
    }
  }
}
