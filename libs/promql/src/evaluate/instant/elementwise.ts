import { float, type Row, RowBuilder } from "../rows.ts";

/** Functions of one number, by name. */
export const elementwise: Readonly<Record<string, (value: number) => number>> = {
  abs: Math.abs,
  acos: Math.acos,
  acosh: Math.acosh,
  asin: Math.asin,
  asinh: Math.asinh,
  atan: Math.atan,
  atanh: Math.atanh,
  ceil: Math.ceil,
  cos: Math.cos,
  cosh: Math.cosh,
  deg: (value) => (value * 180) / Math.PI,
  exp: Math.exp,
  floor: Math.floor,
  ln: Math.log,
  log10: Math.log10,
  log2: Math.log2,
  rad: (value) => (value * Math.PI) / 180,
  sgn: (value) => (value < 0 ? -1 : value > 0 ? 1 : value),
  sin: Math.sin,
  sinh: Math.sinh,
  sqrt: Math.sqrt,
  tan: Math.tan,
  tanh: Math.tanh,
};

/** A new row of what `compute` makes of each float; histograms are left out. */
export function mapFloats(row: Row, compute: (value: number, step: number) => number): Row {
  const into = new RowBuilder(row.labels, row.kinds.length, true);
  for (let step = 0; step < row.kinds.length; step++) {
    if (row.kinds[step] === float) into.setFloat(step, compute(row.values[step] as number, step));
  }
  return into;
}

/** Ties are rounded up. */
export function round(value: number, toNearest: number): number {
  const inverse = 1 / toNearest;
  return Math.floor(value * inverse + 0.5) / inverse;
}

/** Between two bounds; undefined when there is nothing between them. A bound or value that is no number gives none. */
export function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}
