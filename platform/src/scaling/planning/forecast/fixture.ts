import { type Figures, perDay } from "./models.ts";

/** Numbers that look random and are the same each time, from 0 to 1. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Pattern {
  readonly days: number;
  /** Of the figure, up or down at most. */
  readonly noise: number;
  readonly seed?: number;
  /** Of a step of the day (0 to 1) on a day. */
  readonly shape: (ofDay: number, day: number) => number;
}

export function generated({ days, noise, seed = 1, shape }: Pattern): number[] {
  const next = random(seed);
  return Array.from({ length: days * perDay }, (_, i) => {
    const value = shape((i % perDay) / perDay, Math.floor(i / perDay));
    return Math.max(0, value * (1 + noise * (2 * next() - 1)));
  });
}

export const officeHours = (ofDay: number) => 20 + 80 * Math.max(0, Math.sin(2 * Math.PI * (ofDay - 0.3)));
export const officeWeek = (ofDay: number, day: number) => (day % 7 < 5 ? officeHours(ofDay) : 15);

/** The sum of errors over the sum of what came. */
export function wape(told: Figures, came: readonly number[]): number {
  const pairs = told.flatMap((value, i) => (value === null ? [] : [[value, came[i] ?? 0] as const]));
  const total = pairs.reduce((sum, [, was]) => sum + was, 0);
  return pairs.reduce((sum, [value, was]) => sum + Math.abs(value - was), 0) / total;
}
