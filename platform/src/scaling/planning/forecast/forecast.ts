import type { patterns } from "./api.ts";
import {
  daily,
  type Figures,
  lastHour,
  median,
  type Model,
  perDay,
  perHour,
  quantile,
  weekly,
  yesterday,
} from "./models.ts";

export interface Forecast {
  readonly pattern: (typeof patterns)[number];
  /** By step from the first that is not known. */
  readonly rate: (number | null)[];
  readonly low: (number | null)[];
  readonly high: (number | null)[];
  readonly error: number | null;
  readonly errorOfYesterday: number | null;
  readonly errorOfLastHour: number | null;
  readonly checked: number;
}

/** Two to learn from, and one to see how well that works. */
export const neededDays = 3;
const weeklyDays = 15;
/** A pattern has to be so much better than what is simpler. */
const clearlyBetter = 0.9;
const checkedDays = 2;
/** Where days of the week may differ, all of them are looked at. */
const daysAWeek = 7;
/** Looked at from each moment, in steps ahead. */
const aheads = [1, 3, 6, 12, 24, 48, 72];

/** What comes next, by the way that would have told it best lately.
 *  @param series  a figure for each five minutes, at least `neededDays` days; null where nothing is known
 *  @param steps   how far ahead
 *  @returns       undefined where nothing could be checked */
export function forecastOf(series: Figures, steps: number): Forecast | undefined {
  const mayBeWeekly = series.length >= weeklyDays * perDay;
  const of = (model: Model) => check(series, model, mayBeWeekly ? daysAWeek : checkedDays);
  const [flat, byDay] = [of(lastHour), of(daily)];
  const byWeek = mayBeWeekly ? of(weekly) : undefined;
  const { error: flatError } = flat;
  if (flatError === null || byDay.error === null) return undefined;
  const isWeekly =
    byWeek !== undefined && byWeek.error !== null && byWeek.error < clearlyBetter * byDay.error;
  const [seasonal, found] = isWeekly ? ([weekly, byWeek] as const) : ([daily, byDay] as const);
  const isSeasonal = (found.error ?? flatError) < clearlyBetter * flatError;
  const [model, checked] = isSeasonal ? [seasonal, found] : [lastHour, flat];
  const tell = model(series, series.length);
  const ahead = Array.from({ length: steps }, (_, i) => tell(series.length + i));
  const edge = (level: number) =>
    ahead.map((value, i) => (value === null ? null : bounded(value, checked, i + 1, level)));
  return {
    pattern: !isSeasonal ? "none" : isWeekly ? "weekly" : "daily",
    rate: ahead,
    low: edge(0.1),
    high: edge(0.9),
    error: checked.error,
    errorOfYesterday: of(yesterday).error,
    errorOfLastHour: flatError,
    checked: checked.ratios.length,
  };
}

interface Checked {
  /** Sum of errors over sum of what there was; null: nothing could be checked. */
  readonly error: number | null;
  /** What there was over what was told. */
  readonly ratios: readonly { readonly ahead: number; readonly ratio: number }[];
  /** Added to both, so that hardly anything is not infinitely more than nothing. */
  readonly floor: number;
}

/** Every hour of the last days, what would have been told then of what there was soon after. All ways are checked at the same moments:
 *  where one of them can't tell, none is. */
function check(series: Figures, model: Model, days: number): Checked {
  const known = series.filter((value) => value !== null);
  const floor = 0.05 * (median(known) ?? 0) + 1e-9;
  const first = Math.max((neededDays - 1) * perDay, series.length - days * perDay);
  let [off, total] = [0, 0];
  const ratios: { ahead: number; ratio: number }[] = [];
  for (let origin = first; origin < series.length; origin += perHour) {
    const tell = model(series, origin);
    const others = [yesterday, lastHour, daily].map((other) => other(series, origin));
    for (const ahead of aheads) {
      const step = origin + ahead - 1;
      const was = series[step] ?? null;
      const told = tell(step);
      if (was === null || told === null || others.some((other) => other(step) === null)) continue;
      off += Math.abs(told - was);
      total += was;
      ratios.push({ ahead, ratio: (was + floor) / (told + floor) });
    }
  }
  return { error: total > 0 ? off / total : null, ratios, floor };
}

const fewest = 10;

/** An edge of where it would have been eight times of ten, of figures told about as far ahead. */
function bounded(value: number, { ratios, floor }: Checked, ahead: number, level: number): number {
  const isSoon = ahead <= perHour;
  const alike = ratios.filter((each) => each.ahead <= perHour === isSoon);
  const spread =
    quantile(
      (alike.length < fewest ? ratios : alike).map(({ ratio }) => ratio),
      level,
    ) ?? 1;
  const edge = Math.max(0, (value + floor) * spread - floor);
  return level < 0.5 ? Math.min(value, edge) : Math.max(value, edge);
}
