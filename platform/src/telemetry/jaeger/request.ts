import { NaruError } from "#kernel/errors.ts";
import { parseDuration } from "#kernel/quantity.ts";
import { type Filter, printFilter } from "#telemetry/query/index.ts";
import type { Window } from "./store.ts";

/** Query parameters of Jaeger's API, each given once. */
export type Parameters = Readonly<Record<string, string | undefined>>;

const dayMs = 86_400_000;

/** `start` and `end` in microseconds, or `lookback` before `end`; an hour without any. */
export function windowOf({ start, end, lookback }: Parameters, now: number): Window {
  const to = end ? Math.ceil(whole("end", end) / 1000) : now;
  const back = lookback === undefined || lookback === "custom" ? undefined : parseDuration(lookback);
  const from = start
    ? Math.floor(whole("start", start) / 1000)
    : to - (back === undefined ? dayMs / 24 : back / 1e6);
  return { from: Math.round(from), to };
}

/** `endTs` and `lookback` in milliseconds; a day without any. */
export function dependencyWindow({ endTs, lookback }: Parameters, now: number): Window {
  const to = endTs ? whole("endTs", endTs) : now;
  return { from: to - (lookback ? whole("lookback", lookback) : dayMs), to };
}

/** Jaeger leaves out leading zeros. */
export function traceIdOf(text: string): string {
  if (/^[0-9a-f]{1,32}$/i.test(text)) return text.toLowerCase().padStart(32, "0");
  throw new NaruError("INVALID_INPUT", `traceID: ${text} is not hexadecimal`);
}

/** @returns the same search in our own terms */
export function searchOf(parameters: Parameters, now: number) {
  const { from, to } = windowOf(parameters, now);
  const { minDuration, maxDuration, limit } = parameters;
  return {
    from: String(from),
    to: String(to),
    filter: printFilter({ type: "and", terms: conditionsOf(parameters) }),
    minDurationNano: minDuration ? nanos("minDuration", minDuration) : undefined,
    maxDurationNano: maxDuration ? nanos("maxDuration", maxDuration) : undefined,
    order: "newest" as const,
    limit: Math.min(Math.max(limit ? whole("limit", limit) : 20, 1), 1000),
    cursor: undefined,
  };
}

function conditionsOf({ service, operation, tags }: Parameters): Filter[] {
  const conditions = Object.entries(tagsOf(tags)).map(([key, value]) =>
    key === "error" ? errorIs(value) : equals(key === "span.kind" ? "kind" : key, value),
  );
  if (operation && operation !== "all") conditions.unshift(equals("name", operation));
  if (service) conditions.unshift(equals("service", service));
  return conditions;
}

const equals = (key: string, value: string): Filter => ({ type: "compare", key, operator: "=", value });

function errorIs(value: string): Filter {
  const error = equals("status", "error");
  return value === "true" ? error : { type: "not", term: error };
}

function tagsOf(tags: string | undefined): Record<string, string> {
  try {
    const parsed: unknown = JSON.parse(tags || "{}");
    return Object.fromEntries(Object.entries(parsed ?? {}).map(([key, value]) => [key, String(value)]));
  } catch (cause) {
    throw new NaruError("INVALID_INPUT", "tags: is no JSON object", { cause });
  }
}

function whole(name: string, text: string): number {
  if (/^\d{1,17}$/.test(text)) return Number(text);
  throw new NaruError("INVALID_INPUT", `${name}: ${text} is no whole number`);
}

function nanos(name: string, text: string): number {
  const found = parseDuration(text);
  if (found !== undefined) return found;
  throw new NaruError("INVALID_INPUT", `${name}: ${text} is no duration`);
}
