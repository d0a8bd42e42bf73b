import type { z } from "zod";
import { type Sight, workloadAt } from "../history/history.ts";
import type { forecastLoad } from "./api.ts";
import { type Outlooks, stepMs } from "./expected.ts";
import { neededDays } from "./forecast.ts";
import { perDay, perHour } from "./models.ts";

const dayMs = 86_400_000;
const shownSteps = 2 * perDay;
const minuteMs = 60_000;

const timesFrom = (start: number, count: number) =>
  Array.from({ length: count }, (_, i) => start + i * stepMs);

export async function loadForecast(
  sight: Pick<Sight, "picture">,
  outlooks: Outlooks,
  { hours, withinMinutes, ...place }: z.output<typeof forecastLoad.input>,
): Promise<z.output<typeof forecastLoad.output>> {
  workloadAt(sight, place);
  const { services, from, series, days, forecast } = await outlooks.of(place);
  const shown = Math.min(shownSteps, series.length);
  const end = from + series.length * stepMs;
  const steps = hours * perHour;
  return {
    services: [...services],
    stepSeconds: stepMs / 1000,
    history: { times: timesFrom(end - shown * stepMs, shown), rate: shown === 0 ? [] : series.slice(-shown) },
    days,
    neededDays,
    enoughAt: days > 0 && days < neededDays ? from + neededDays * dayMs : null,
    forecast: forecast
      ? {
          ...forecast,
          times: timesFrom(end, steps),
          rate: forecast.rate.slice(0, steps),
          low: forecast.low.slice(0, steps),
          high: forecast.high.slice(0, steps),
        }
      : null,
    expected: await outlooks.expected(place, withinMinutes * minuteMs),
  };
}
