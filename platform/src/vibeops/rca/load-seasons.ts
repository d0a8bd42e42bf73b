import type { Answer, ClickHouse } from "@naru/clickhouse";
import type { Window } from "#telemetry/query/index.ts";
import type { Season } from "./scene/seasons.ts";
import { minutesBetween } from "./store.ts";

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** A week has every weekday once. */
const days = 7;
/** Of longer windows the days would run into each other. */
const mostMs = 6 * 60 * minuteMs;
/** What came a little later on another day is seen whole. */
const afterMs = 15 * minuteMs;

/** How each service was at the same time of day: now, and on each of the seven days before. One statement, over minutes that the store
 *  has added up already. */
export async function loadSeasons(
  clickhouse: ClickHouse,
  { from, to }: Window,
  signal: AbortSignal,
): Promise<Season[]> {
  if (to - from > mostMs) return [];
  // The last minute may be under way still, and has less of everything then.
  const stretches = [{ from, to: Math.floor(to / minuteMs) * minuteMs }];
  for (let day = 1; day <= days; day++)
    stretches.push({ from: from - day * dayMs, to: to + afterMs - day * dayMs });
  return seasonsOf(await minutesBetween(clickhouse, stretches, signal), to);
}

/** @param to end of the window: what is within a day before it is day 0 */
function seasonsOf(answer: Answer, to: number): Season[] {
  const { texts, codes } = answer.coded("service");
  const [minutes, requests, failures, durations] = ["minute_ms", "requests", "failures", "duration_ms"].map(
    (column) => answer.floats(column),
  ) as [Float64Array, Float64Array, Float64Array, Float64Array];
  const dayOf = (minute: number) => Math.max(0, Math.ceil((to + afterMs - minute) / dayMs) - 1);
  const rows = [...codes.keys()];
  const alike = Map.groupBy(rows, (row) => `${dayOf(minutes[row] ?? 0)}\n${codes[row]}`);
  return [...alike.values()].map((own) => {
    const [first = 0] = own;
    const day = dayOf(minutes[first] ?? 0);
    return {
      day,
      service: texts[codes[first] ?? 0] ?? "",
      times: own.map((row) => (minutes[row] ?? 0) + day * dayMs),
      requests: own.map((row) => requests[row] ?? 0),
      failures: own.map((row) => failures[row] ?? 0),
      durations: own.map((row) => durations[row] ?? 0),
    };
  });
}
