import type { Reducer } from "./dashboard.ts";

const names: Readonly<Record<string, Reducer>> = {
  last: "last",
  lastNotNull: "last",
  mean: "mean",
  min: "min",
  max: "max",
  sum: "sum",
};

/** @param calc as Grafana calls it; the last value for what is none of ours */
export const reducerOf = (calc: unknown): Reducer =>
  (typeof calc === "string" && Object.hasOwn(names, calc) ? names[calc] : undefined) ?? "last";

/** A series as one figure; steps without a value do not count. */
export function reduced(values: readonly (number | null)[], reducer: Reducer): number | null {
  const known = values.filter((value) => value !== null);
  const last = known.at(-1);
  if (last === undefined) return null;
  const sum = () => known.reduce((a, b) => a + b);
  switch (reducer) {
    case "last":
      return last;
    case "sum":
      return sum();
    case "mean":
      return sum() / known.length;
    case "min":
      return known.reduce((a, b) => Math.min(a, b));
    case "max":
      return known.reduce((a, b) => Math.max(a, b));
  }
}
