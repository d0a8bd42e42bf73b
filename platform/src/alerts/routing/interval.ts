import { z } from "zod";

/* Time intervals in which a route is mute, or active. All times are UTC.
 * Source: https://prometheus.io/docs/alerting/latest/configuration/#time_interval-0 */

const weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
const months = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];

interface Span {
  readonly from: number;
  readonly to: number;
}

/** `monday:friday`, `3`, `2026:2027`. */
const spanOf = (names: readonly string[], first: number) =>
  z.union([z.string(), z.number()]).transform((given, context): Span => {
    const ends = String(given)
      .toLowerCase()
      .split(":")
      .map((part) => {
        const named = names.indexOf(part.trim());
        return named === -1 ? Number(part) : named + first;
      });
    const [from = Number.NaN, to = from] = ends;
    if (ends.length > 2 || !Number.isInteger(from) || !Number.isInteger(to) || to < from)
      context.addIssue({ code: "custom", message: `${JSON.stringify(given)} is no range` });
    return { from, to };
  });

const clock = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, "is no time of day")
  .transform((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)));

export const timeIntervalSchema = z.object({
  times: z.array(z.object({ startTime: clock, endTime: clock })).default([]),
  weekdays: z.array(spanOf(weekdays, 0)).default([]),
  daysOfMonth: z
    .array(z.object({ start: z.number().int().default(1), end: z.number().int().optional() }))
    .default([]),
  months: z.array(spanOf(months, 1)).default([]),
  years: z.array(spanOf([], 0)).default([]),
});
export type TimeInterval = z.output<typeof timeIntervalSchema>;

const within = (spans: readonly Span[], value: number) =>
  spans.length === 0 || spans.some(({ from, to }) => value >= from && value <= to);

/** Whether a moment lies in an interval: in one of each of the kinds of ranges that it has. */
export function contains(interval: TimeInterval, ms: number): boolean {
  const at = new Date(ms);
  const minute = at.getUTCHours() * 60 + at.getUTCMinutes();
  const { times, daysOfMonth } = interval;
  return (
    (times.length === 0 || times.some(({ startTime, endTime }) => minute >= startTime && minute < endTime)) &&
    within(interval.weekdays, at.getUTCDay()) &&
    within(interval.months, at.getUTCMonth() + 1) &&
    within(interval.years, at.getUTCFullYear()) &&
    (daysOfMonth.length === 0 || daysOfMonth.some((each) => isDayIn(each, at)))
  );
}

/** Days below 0 are counted from the month's end. */
function isDayIn({ start, end = start }: { start: number; end?: number | undefined }, at: Date): boolean {
  const last = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate();
  const day = (number: number) => (number < 0 ? last + number + 1 : Math.min(number, last));
  return at.getUTCDate() >= day(start) && at.getUTCDate() <= day(end);
}
