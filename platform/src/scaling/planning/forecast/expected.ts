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

/** Forecasts of workloads; each is made once in five minutes at most, whoever asks. */
export class Outlooks {
  readonly #made = new Map<string, Made>();

  of(sight: Sight, place: Place): Promise<Outlook> {
    const to = Math.floor(sight.now / stepMs) * stepMs;
    const key = JSON.stringify([place.cluster, place.kind, place.namespace, place.name]);
    const known = this.#made.get(key);
    if (known?.to === to) return known.outlook;
    const outlook = outlookOf(sight, place, to);
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

/** The most requests a second that are expected in the next while: what an autoscaler needs pods for by then. Where the days before say
 *  nothing it is what the last hour was like; null where nothing is known. */
export function expectedWithin(
  { from, series, forecast }: Outlook,
  now: number,
  withinMs: number,
): number | null {
  const start = from + series.length * stepMs;
  const steps = forecast?.rate.filter((_rate, i) => {
    const at = start + i * stepMs;
    return at + stepMs > now && at < now + withinMs;
  });
  const rates = (steps ?? []).filter((rate) => rate !== null);
  return rates.length > 0 ? Math.max(...rates) : lastHour(series, series.length)(series.length);
}
