/** The plot's place inside its box, in pixels. Fixed, so that charts above each other line up. */
export const MARGIN = { left: 62, right: 18, top: 10, bottom: 24 } as const;

export interface TimeScale {
  readonly from: number;
  readonly to: number;
  /** Pixels between `from` and `to`. */
  readonly width: number;
}

export function timeAt({ from, to, width }: TimeScale, x: number): number {
  const share = Math.min(Math.max((x - MARGIN.left) / width, 0), 1);
  return from + share * (to - from);
}

export function xOf({ from, to, width }: TimeScale, time: number): number {
  return MARGIN.left + ((time - from) / (to - from)) * width;
}

/** The step that holds a moment, or undefined outside of the grid.
 *  @param times starts of steps, ascending */
export function stepAt(times: readonly number[], stepSeconds: number, time: number): number | undefined {
  const first = times[0];
  if (first === undefined) return undefined;
  const index = Math.floor((time - first) / (stepSeconds * 1000));
  return index >= 0 && index < times.length ? index : undefined;
}
