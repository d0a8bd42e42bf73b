import { NBSP, significant } from "./number.ts";

const SECOND = 1e9;
const FINE = [
  [SECOND, "s"],
  [1e6, "ms"],
  [1e3, "µs"],
  [1, "ns"],
] as const;

/** @param nano a length of time in nanoseconds
 *  @returns     `850 ns`, `12.3 µs`, `4.56 ms`, `1.23 s`, `2m 05s`, `3h 12m`, `4d 02h` */
export function formatDuration(nano: number): string {
  if (nano < 0) return `-${formatDuration(-nano)}`;
  if (nano === 0) return `0${NBSP}ms`;
  if (nano >= 59.95 * SECOND) return formatLong(Math.round(nano / SECOND));
  // 999.6 ms rounds up to the next unit.
  const [factor, unit] = FINE.find(([factor]) => nano >= factor * 0.9995) ?? [1, "ns"];
  return `${significant(nano / factor)}${NBSP}${unit}`;
}

function formatLong(seconds: number): string {
  const [big, bigUnit, small, smallUnit] =
    seconds < 3600
      ? [60, "m", 1, "s"]
      : seconds < 86_400
        ? [3600, "h", 60, "m"]
        : ([86_400, "d", 3600, "h"] as const);
  const rest = Math.floor((seconds % big) / small);
  const head = `${Math.floor(seconds / big)}${bigUnit}`;
  return rest === 0 ? head : `${head}${NBSP}${String(rest).padStart(2, "0")}${smallUnit}`;
}

const UNITS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  ms: 1e6,
  s: SECOND,
  m: 60 * SECOND,
  h: 3600 * SECOND,
};

/** The inverse, for input fields: `250ms`, `1.5 s`. A bare number is milliseconds.
 *  @returns nanoseconds, or undefined when the text is no duration */
export function parseDuration(text: string): number | undefined {
  const match = /^\s*(\d+(?:\.\d+)?)\s*(ns|us|µs|ms|s|m|h)?\s*$/.exec(text);
  const factor = UNITS[match?.[2] ?? "ms"];
  return match === null || factor === undefined ? undefined : Number(match[1]) * factor;
}
