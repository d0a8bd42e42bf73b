import { NaruError } from "#kernel/errors.ts";
import { parseDuration } from "#kernel/quantity.ts";

/** A stretch of time, in milliseconds since 1970: from its start up to, but without, its end. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** Reads a time range as people and links write it.
 *  @throws NaruError INVALID_INPUT naming the field */
export function windowOf(range: { from: string; to: string }, now: number): Window {
  const window = { from: instant(range.from, "from", now), to: instant(range.to, "to", now) };
  if (window.from < window.to) return window;
  throw new NaruError("INVALID_INPUT", "from: must be before to");
}

/** `now`, `now-15m`, `2026-11-21T09:00:00Z`, `1795251600000`. */
function instant(text: string, field: string, now: number): number {
  const relative = /^now(?:-(.+))?$/.exec(text.trim());
  const back = relative?.[1] === undefined ? 0 : parseDuration(relative[1]);
  if (relative && back !== undefined) return Math.round(now - back / 1e6);
  if (/^\d{1,14}$/.test(text.trim())) return Number(text);
  const absolute = /^\d{4}-\d{2}-\d{2}/.test(text.trim()) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(absolute)) return absolute;
  throw new NaruError("INVALID_INPUT", `${field}: ${JSON.stringify(text)} is no time`, {
    help: "Write RFC 3339 (2026-11-21T09:00:00Z), milliseconds since 1970, or now-15m.",
  });
}

/** Steps of equal length over a window. */
export interface Grid {
  readonly stepSeconds: number;
  /** Start of each step, milliseconds since 1970; the first may lie before the window. */
  readonly times: number[];
}

/** Step lengths whose starts fall on round times, in seconds. */
const steps = [
  1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 604_800,
];

/** @param mostSteps   as many as a chart can show
 *  @param leastSeconds as fine as the data are */
export function gridOf(window: Window, mostSteps: number, leastSeconds: number): Grid {
  const wanted = Math.max((window.to - window.from) / 1000 / mostSteps, leastSeconds);
  const longest = Math.ceil(wanted / 604_800) * 604_800;
  const stepSeconds = steps.find((step) => step >= wanted) ?? longest;
  const stepMs = stepSeconds * 1000;
  const first = Math.floor(window.from / stepMs) * stepMs;
  const count = Math.ceil((window.to - first) / stepMs);
  return { stepSeconds, times: Array.from({ length: count }, (_, index) => first + index * stepMs) };
}

/** Spreads sparse values over a grid.
 *  @param at the start of each value's step, milliseconds since 1970 */
export function onGrid<T, E>(grid: Grid, at: readonly number[], values: readonly T[], missing: E): (T | E)[] {
  const first = grid.times[0] ?? 0;
  const spread = grid.times.map((): T | E => missing);
  at.forEach((time, index) => {
    const step = Math.round((time - first) / 1000 / grid.stepSeconds);
    const value = values[index];
    if (value !== undefined && step in spread) spread[step] = value;
  });
  return spread;
}

const minuteMs = 60_000;

/** Cuts a window into slices that grow fourfold from its newest (or oldest) end, on whole minutes, since rows are
 *  stored by minute. Reading slice by slice finds the first rows of a long window without reading it all. */
export function* slices(window: Window, order: "newest" | "oldest"): Generator<Window> {
  let width = minuteMs;
  let { from, to } = window;
  while (from < to) {
    if (order === "newest") {
      const start = Math.max(from, Math.floor((to - 1) / minuteMs) * minuteMs - width + minuteMs);
      yield { from: start, to };
      to = start;
    } else {
      const end = Math.min(to, Math.floor(from / minuteMs) * minuteMs + width);
      yield { from, to: end };
      from = end;
    }
    width *= 4;
  }
}
