import type { ClickHouse } from "@naru/clickhouse";
import type { Clock } from "#kernel/clock.ts";
import type { Picture } from "#kubernetes/index.ts";
import { readerOf } from "#telemetry/query/index.ts";
import { servicesAt, type Sight } from "../history/history.ts";
import type { Place } from "../shapes/api.ts";
import { type Forecast, forecastOf, neededDays } from "./forecast.ts";
import { type Figures, lastHour, perDay } from "./models.ts";
import { ratesOver } from "./store.ts";

const dayMs = 86_400_000;
export const stepMs = dayMs / perDay;
const mostDays = 29;
const mostSteps = perDay;

/** What was asked of a workload, and what is about to be. */
export interface Outlook {
  readonly services: readonly string[];
  /** Start of the first step of `series`, milliseconds since 1970. */
  readonly from: number;
  /** Requests a second, of each five minutes up to the last that are over. */
  readonly series: Figures;
  /** Days of which something is known. */
  readonly days: number;
  /** Of the day that follows `series`; undefined while too little is known. */
  readonly forecast: Forecast | undefined;
}

/** It is made anew as often as a step is over. */
interface Made {
  readonly to: number;
  readonly outlook: Promise<Outlook>;
}

const mostKept = 500;

export interface OutlooksOptions {
  readonly clickhouse: ClickHouse;
  readonly picture: Picture;
  readonly clock: Clock;
}

/** Forecasts of workloads; each is made once in five minutes at most, whoever asks. */
export class Outlooks {
  readonly #options: OutlooksOptions;
  readonly #made = new Map<string, Made>();

  constructor(options: OutlooksOptions) {
    this.#options = options;
  }

  of(place: Place): Promise<Outlook> {
    const { clickhouse, picture, clock } = this.#options;
    const now = clock.now();
    const to = Math.floor(now / stepMs) * stepMs;
    const key = JSON.stringify([place.cluster, place.kind, place.namespace, place.name]);
    const known = this.#made.get(key);
    if (known?.to === to) return known.outlook;
    // Others may wait for it too: it is not given up when the first of them leaves.
    const read = readerOf(clickhouse, new AbortController().signal);
    const outlook = outlookOf({ picture, read, now }, place, to);
    this.#made.delete(key);
    this.#made.set(key, { to, outlook });
    for (const oldest of this.#made.keys()) {
      if (this.#made.size <= mostKept) break;
      this.#made.delete(oldest);
    }
    // Whoever asks next tries again.
    outlook.catch(() => this.#made.delete(key));
    return outlook;
  }

  /** The most requests a second that a workload is expected to get in the next while: what it needs pods for by then. Where the days
   *  before say nothing it is what the last hour was like; null where nothing is known. */
  async expected(place: Place, withinMs: number): Promise<number | null> {
    return expectedWithin(await this.of(place), this.#options.clock.now(), withinMs);
  }
}

async function outlookOf(sight: Sight, place: Place, to: number): Promise<Outlook> {
  const from = to - mostDays * dayMs;
  const services = await servicesAt(sight, place, { from: to - dayMs, to: sight.now });
  const series = await ratesOver(sight.read, services, { from, to }, stepMs / 1000);
  const first = series.findIndex((rate) => rate !== null);
  const known = first < 0 ? [] : series.slice(first);
  const days = known.length / perDay;
  return {
    services,
    from: to - known.length * stepMs,
    series: known,
    days,
    forecast: days >= neededDays ? forecastOf(known, mostSteps) : undefined,
  };
}

function expectedWithin({ from, series, forecast }: Outlook, now: number, withinMs: number): number | null {
  const start = from + series.length * stepMs;
  const steps = forecast?.rate.filter((_rate, i) => {
    const at = start + i * stepMs;
    return at + stepMs > now && at < now + withinMs;
  });
  const rates = (steps ?? []).filter((rate) => rate !== null);
  return rates.length > 0 ? Math.max(...rates) : lastHour(series, series.length)(series.length);
}
