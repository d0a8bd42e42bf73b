import { type Series, seriesOf, type Span } from "./series.ts";

/* Scatter as it looks, made: arrivals by chance, durations by a lognormal distribution, and shapes put among them. */

export const span: Span = { from: 1_800_000_000_000, to: 1_800_000_900_000 };
const length = span.to - span.from;

/** A small generator whose numbers are the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function normalFrom(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

interface Row {
  readonly end: number;
  readonly value: number;
  readonly failed?: boolean;
  readonly pod?: number;
}

export interface Noise {
  /** Transactions in the window. */
  readonly count: number;
  /** Typical duration, milliseconds. */
  readonly usual: number;
  /** Of the logarithm of durations. */
  readonly spread: number;
}

/** Nothing but chance; the load comes and goes. */
export function noise(random: () => number, { count, usual, spread }: Noise): Row[] {
  const phase = random() * 2 * Math.PI;
  const rows: Row[] = [];
  while (rows.length < count) {
    const share = random();
    if (random() > 0.7 + 0.3 * Math.sin(phase + share * 6)) continue;
    rows.push({
      end: span.from + share * length,
      value: usual * Math.exp(spread * normalFrom(random)),
      failed: random() < 0.01,
      pod: Math.floor(random() * 3),
    });
  }
  return rows;
}

type Shaping = (rows: readonly Row[], random: () => number, of: Noise) => readonly Row[];

/** Each puts one shape among the noise. */
export const shapings = {
  vertical: (rows, random, { usual }) => {
    const release = span.from + (0.2 + 0.6 * random()) * length;
    const held = 60 * usual + 4000;
    return [
      ...rows,
      ...Array.from({ length: 25 }, () => ({
        end: release + random() * 80,
        value: random() * held + 4 * usual,
      })),
    ];
  },
  horizontal: (rows, random, { usual }) => {
    const limit = Math.max(1000, 25 * usual);
    const timedOut = Array.from({ length: 40 }, () => ({
      end: span.from + random() * length,
      value: limit * (1 + 0.004 * random()),
      failed: true,
    }));
    return [...rows, ...timedOut];
  },
  // As far apart as eyes need to tell them: nearly five of their widths.
  bands: (rows, random, { spread }) =>
    rows.map((row) => (random() < 0.3 ? { ...row, value: row.value * Math.exp(4.8 * spread) } : row)),
  step: (rows, random) => {
    const moment = span.from + (0.3 + 0.4 * random()) * length;
    return rows.map((row) => (row.end >= moment ? { ...row, value: row.value * 2.5 } : row));
  },
  rising: (rows) =>
    rows.map((row) => ({ ...row, value: row.value * (1 + (3 * (row.end - span.from)) / length) })),
} satisfies Record<string, Shaping>;

export function scene(seed: number, of: Noise, shape?: keyof typeof shapings): Series {
  const random = randomFrom(seed);
  const rows = noise(random, of);
  return seriesOf(shape === undefined ? rows : [...shapings[shape](rows, random, of)]);
}
