const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const year = 365 * day;

/** Two units at most, and fewer the longer it is: `45s`, `5m12s`, `3h4m`, `3d4h`, `2y10d`.
 *  Source: k8s.io/apimachinery/pkg/util/duration HumanDuration
 *  @param milliseconds  clocks may differ: up to a second below zero is `0s`, less is `<invalid>` */
export function humanDuration(milliseconds: number): string {
  if (Math.trunc(milliseconds / second) < -1) return "<invalid>";
  if (milliseconds < 0) return "0s";
  if (milliseconds < 2 * minute) return one(milliseconds, second, "s");
  if (milliseconds < 10 * minute) return two(milliseconds, minute, "m", second, "s");
  if (milliseconds < 3 * hour) return one(milliseconds, minute, "m");
  if (milliseconds < 8 * hour) return two(milliseconds, hour, "h", minute, "m");
  if (milliseconds < 2 * day) return one(milliseconds, hour, "h");
  if (milliseconds < 8 * day) return two(milliseconds, day, "d", hour, "h");
  if (milliseconds < 2 * year) return one(milliseconds, day, "d");
  if (milliseconds < 8 * year) return two(milliseconds, year, "y", day, "d");
  return one(milliseconds, year, "y");
}

const one = (milliseconds: number, unit: number, letter: string) =>
  `${Math.floor(milliseconds / unit)}${letter}`;

function two(milliseconds: number, unit: number, letter: string, below: number, small: string): string {
  const rest = Math.floor((milliseconds % unit) / below);
  return one(milliseconds, unit, letter) + (rest === 0 ? "" : `${rest}${small}`);
}

/** How long ago a timestamp was: `<unknown>` when there is none. */
export function age(timestamp: unknown, now: number): string {
  const time = typeof timestamp === "string" ? Date.parse(timestamp) : Number.NaN;
  return Number.isNaN(time) ? "<unknown>" : humanDuration(now - time);
}
