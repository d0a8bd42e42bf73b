/** The stretch of the trace that is in sight: nanoseconds since its start. */
export interface View {
  readonly from: number;
  readonly to: number;
}

/** A bar's place in the view, in per cent. A span that is too short to see keeps a hair's breadth. */
export function barIn(
  { from, to }: View,
  start: number,
  end: number,
): { left: number; width: number } | undefined {
  const length = to - from;
  if (length <= 0 || end < from || start > to) return undefined;
  const left = Math.max(0, (100 * (start - from)) / length);
  const right = Math.min(100, (100 * (end - from)) / length);
  return { left: Math.min(left, 99.9), width: Math.max(right - left, 0.08) };
}

const STEPS = [1, 2, 5] as const;

/** Round moments to label an axis with, about as many as are asked for. */
export function ticksIn({ from, to }: View, about: number): number[] {
  const rough = (to - from) / about;
  if (rough <= 0) return [];
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = (STEPS.find((one) => one * magnitude >= rough) ?? 10) * magnitude;
  const first = Math.ceil(from / step);
  const count = Math.floor(to / step) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, i) => (first + i) * step);
}
