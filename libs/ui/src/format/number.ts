/** Between a figure and its unit, so that a line never breaks there. */
export const NBSP = "\u00a0";

/** Three significant digits without trailing zeros: 0.0123, 1.5, 12.3, 123. */
export function significant(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return String(value);
  const magnitude = Math.floor(Math.log10(Math.abs(value)));
  if (magnitude < -6) return value.toExponential(1);
  return String(Number(value.toFixed(Math.max(0, 2 - magnitude))));
}

const SI = [
  [1e12, "T"],
  [1e9, "G"],
  [1e6, "M"],
  [1e3, "k"],
] as const;

/** A count with SI prefixes: 999, 1.2k, 34.5M. */
export function formatCount(value: number): string {
  const size = Math.abs(value);
  // 999,950 rounds up to the next prefix.
  const prefix = SI.find(([factor]) => size >= factor * 0.9995);
  return prefix === undefined ? significant(value) : significant(value / prefix[0]) + prefix[1];
}

/** A count in full, digits grouped: 1,234,567. */
export function formatInteger(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

/** Always by the second: figures of two units in one column are compared wrongly. */
export function formatRate(perSecond: number): string {
  return `${formatCount(perSecond)}${NBSP}/s`;
}

/** @param ratio 0 to 1 */
export function formatPercent(ratio: number): string {
  const percent = ratio * 100;
  if (percent > 0 && percent < 0.01) return `<${NBSP}0.01${NBSP}%`;
  return `${percent >= 10 ? Number(percent.toFixed(1)) : Number(percent.toFixed(2))}${NBSP}%`;
}
