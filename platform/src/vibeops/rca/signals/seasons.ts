import type { Scene } from "../scene/scene.ts";
import type { Season } from "../scene/seasons.ts";
import { median, spread } from "./robust.ts";

/* What happens every day at this time is not trouble. */

export type Measure = "latency" | "failures" | "requests";

const minuteMs = 60_000;
/** So much on each side of a moment is compared. */
const sideMs = 10 * minuteMs;
/** What comes every day comes within so much of the same time. */
const sameTimeMs = 5 * minuteMs;
/** How far off an onset may be. */
const onsetMs = 2 * minuteMs;
/** So many minutes next to the moment must show it too: else it rose earlier or later. */
const nearest = 3;
const leastDays = 2;
/** A rise is like another one when it is at least so much of it. */
const alike = 0.5;
/** The same weekday says as much about today as two others. */
const week = 7;
/** What rises less than so many times the scatter before it does not rise. */
const clear = 2;

/** On how many earlier days the same came at the same time: a rise of at least half the size.
 *  @param service empty: all together
 *  @returns 0 where it is not usual: it came on less than two days, or on less than half of the days that are known */
export function usualDays(
  { seasons }: Pick<Scene, "seasons">,
  service: string,
  at: number,
  measure: Measure,
): number {
  const days = daysOf(seasons, service, measure);
  const now = days.get(0);
  const last = Math.max(...(now?.keys() ?? [])) + minuteMs;
  const length = Math.min(sideMs, last - at);
  const rise = now ? (largestRise(now, at, onsetMs, length) ?? 0) : 0;
  if (rise <= 0) return 0;
  let [found, votes, all] = [0, 0, 0];
  for (const [day, values] of days) {
    const before = day === 0 ? undefined : largestRise(values, at, sameTimeMs, length);
    if (before === undefined) continue;
    const weight = day === week ? 2 : 1;
    all += weight;
    if (before < rise * alike) continue;
    found++;
    votes += weight;
  }
  return found >= leastDays && votes >= all / 2 ? found : 0;
}

/** Whether anything is known of a service in the window. */
export const isMeasured = ({ seasons }: Pick<Scene, "seasons">, service: string): boolean =>
  seasons.some((season) => season.day === 0 && season.service === service);

type Minutes = ReadonlyMap<number, number>;

/** The values of each day by minute. */
function daysOf(seasons: readonly Season[], service: string, measure: Measure): Map<number, Minutes> {
  const of = seasons.filter((season) => service === "" || season.service === service);
  return new Map(
    [...Map.groupBy(of, ({ day }) => day)].map(([day, together]) => [day, minutesOf(together, measure)]),
  );
}

function minutesOf(seasons: readonly Season[], measure: Measure): Minutes {
  const sums = new Map<number, { requests: number; counted: number }>();
  for (const { times, requests, failures, durations } of seasons)
    for (const [i, time] of times.entries()) {
      const sum = sums.get(time) ?? { requests: 0, counted: 0 };
      sums.set(time, sum);
      sum.requests += requests[i] ?? 0;
      sum.counted += (measure === "latency" ? durations[i] : failures[i]) ?? 0;
    }
  return new Map(
    [...sums].map(([time, { requests, counted }]) => [
      time,
      measure === "requests" ? requests : counted / Math.max(1, requests),
    ]),
  );
}

/** @returns undefined where nothing is known of one of the sides */
function largestRise(minutes: Minutes, at: number, slackMs: number, length: number): number | undefined {
  let largest: number | undefined;
  for (let moved = -slackMs; moved <= slackMs; moved += minuteMs) {
    const rise = riseAt(minutes, at + moved, length);
    if (rise !== undefined) largest = Math.max(largest ?? 0, rise);
  }
  return largest;
}

function riseAt(minutes: Minutes, at: number, length: number): number | undefined {
  const within = (from: number, to: number) =>
    [...minutes].filter(([time]) => time >= from && time + minuteMs <= to).map(([, value]) => value);
  const before = within(at - sideMs, at);
  const after = within(at, at + Math.max(length, 2 * minuteMs));
  if (before.length < nearest || after.length === 0) return undefined;
  const high = Math.min(median(after), median(after.slice(0, nearest)));
  const rise = high - Math.max(median(before), median(before.slice(-nearest)));
  return rise > clear * spread(before) ? rise : 0;
}
