/* When a cron job is due. Source: https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/, as
 * github.com/robfig/cron reads schedules */

/** Times are milliseconds since 1970. */
export interface Schedule {
  /** The first time after another; undefined when there is none, as for the 30th of February. */
  next(after: number): number | undefined;
  /** The last time until, and including, another. */
  previous(until: number): number | undefined;
}

const words: Readonly<Record<string, string>> = {
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
  "@monthly": "0 0 1 * *",
  "@weekly": "0 0 * * 0",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@hourly": "0 * * * *",
};
const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const dayMs = 86_400_000;
/** Leap days are 8 years apart at most. */
const mostDays = 8 * 366;

/** @param text  as validation let it pass
 *  @param timeZone  IANA name
 *  @throws RangeError for a time zone that is not known */
export function parseSchedule(text: string, timeZone = "UTC"): Schedule {
  const [, zone = timeZone, written = ""] = /^(?:(?:CRON_)?TZ=(\S+)\s+)?(.*)$/.exec(text.trim()) ?? [];
  if (written.startsWith("@every")) return every(durationMs(written.slice("@every".length)));
  const [minute = "", hour = "", day = "", month = "", weekday = ""] = (words[written] ?? written).split(
    /\s+/,
  );
  const fields: Fields = {
    minutes: valuesOf(minute, 0, 59),
    hours: valuesOf(hour, 0, 23),
    days: valuesOf(day, 1, 31),
    months: valuesOf(month, 1, 12, months),
    weekdays: valuesOf(weekday, 0, 6, days),
    isEither: ![day, weekday].some((field) => /^[*?]/.test(field)),
  };
  const offset = offsets(zone);
  return {
    next: (after) => search(fields, offset, after, 1),
    previous: (until) => search(fields, offset, until, -1),
  };
}

interface Fields {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly days: readonly number[];
  readonly months: readonly number[];
  readonly weekdays: readonly number[];
  /** A day of the month or of the week is enough when both are said. */
  readonly isEither: boolean;
}

function valuesOf(field: string, least: number, most: number, names: readonly string[] = []): number[] {
  const valueOf = (text: string) => {
    const index = names.indexOf(text.toLowerCase());
    return index < 0 ? Number(text) : index + least;
  };
  const values = field.split(",").flatMap((range) => {
    const [span = "", step] = range.split("/");
    const isAny = span === "*" || span === "?";
    const [from = "", to] = span.split("-");
    const first = isAny ? least : valueOf(from);
    const last = isAny || (to === undefined && step !== undefined) ? most : valueOf(to ?? from);
    const size = Number(step ?? 1);
    return Array.from({ length: Math.floor((last - first) / size) + 1 }, (_, index) => first + index * size);
  });
  return [...new Set(values)].toSorted((a, b) => a - b);
}

/** @param direction  1 for the first after, -1 for the last until */
function search(fields: Fields, offset: Offset, from: number, direction: 1 | -1): number | undefined {
  const today = Math.floor((from + offset(from)) / dayMs) * dayMs;
  const times = fields.hours.flatMap((hour) => fields.minutes.map((minute) => (hour * 60 + minute) * 60_000));
  const ordered = direction === 1 ? times : times.toReversed();
  for (let index = 0; index < mostDays; index++) {
    const day = today + direction * index * dayMs;
    if (!isDue(fields, new Date(day))) continue;
    for (const time of ordered) {
      const found = instantOf(day + time, offset);
      if (found !== undefined && (direction === 1 ? found > from : found <= from)) return found;
    }
  }
  return undefined;
}

function isDue({ days, months, weekdays, isEither }: Fields, day: Date): boolean {
  if (!months.includes(day.getUTCMonth() + 1)) return false;
  const [byDate, byWeek] = [days.includes(day.getUTCDate()), weekdays.includes(day.getUTCDay())];
  return isEither ? byDate || byWeek : byDate && byWeek;
}

/** How far the clocks of a zone are ahead of UTC at an instant, in milliseconds. */
type Offset = (instant: number) => number;

function offsets(timeZone: string): Offset {
  if (timeZone === "UTC") return () => 0;
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: timeZone === "Local" ? undefined : timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  return (instant) => {
    const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
    const at = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
    const shown = Date.UTC(at("year"), at("month") - 1, at("day"), at("hour"), at("minute"), at("second"));
    return shown - Math.floor(instant / 1000) * 1000;
  };
}

/** The instant at which the clocks show a time; undefined when they jump over it. */
function instantOf(shown: number, offset: Offset): number | undefined {
  const guess = shown - offset(shown);
  const instant = shown - offset(guess);
  return instant + offset(instant) === shown ? instant : undefined;
}

function every(ms: number): Schedule {
  const step = Math.max(1_000, Math.floor(ms / 1000) * 1000);
  return {
    next: (after) => Math.floor(after / step) * step + step,
    previous: (until) => Math.floor(until / step) * step,
  };
}

const units: Readonly<Record<string, number>> = {
  h: 3_600_000,
  m: 60_000,
  s: 1_000,
  ms: 1,
  us: 1e-3,
  µs: 1e-3,
  ns: 1e-6,
};

const durationMs = (text: string) =>
  [...text.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g)].reduce(
    (sum, [, count = "0", unit = "s"]) => sum + Number(count) * (units[unit] ?? 0),
    0,
  );
