const UNITS = [
  [86_400_000, "d"],
  [3_600_000, "h"],
  [60_000, "m"],
  [1000, "s"],
] as const;

/** How long ago, in one unit: `12s`, `3m`, `2h`, `40d`. Never below zero: clocks differ. */
export function formatAge(millis: number): string {
  const [factor, unit] = UNITS.find(([factor]) => millis >= factor) ?? [1000, "s"];
  return `${Math.max(0, Math.floor(millis / factor))}${unit}`;
}
