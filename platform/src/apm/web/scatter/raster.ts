import type { Points } from "../../api.ts";

/** What a plot shows: times in milliseconds since 1970, durations in milliseconds, size in device pixels. */
export interface View {
  readonly from: number;
  readonly to: number;
  /** At the upper edge; what took longer is drawn there. */
  readonly most: number;
  readonly width: number;
  readonly height: number;
}

/** Colours as `0xAABBGGRR`, as canvases keep them. */
export interface Colours {
  readonly good: number;
  readonly bad: number;
}

export interface Shown {
  readonly good: boolean;
  readonly bad: boolean;
}

const ERROR = 2;

/** Draws points into pixels: each a square of `size` pixels around its place. Where many lie upon one another the
 *  colour is denser, so that a million still show where they are most. Failed ones lie above the others.
 *  @param pixels  `width` times `height`, row by row from the top; overwritten */
export function drawPoints(
  pixels: Uint32Array,
  points: Points,
  view: View,
  colours: Colours,
  shown: Shown,
): void {
  pixels.fill(0);
  const size = pointSize(points.count);
  if (shown.good) drawLayer(pixels, points, view, colours.good, false, size);
  if (shown.bad) drawLayer(pixels, points, view, colours.bad, true, size);
}

/** Few points are large enough to be pointed at, many are as small as pixels are. */
export const pointSize = (count: number): number =>
  count > 200_000 ? 1 : count > 20_000 ? 2 : count > 2000 ? 3 : 4;

function drawLayer(
  pixels: Uint32Array,
  { count, ends, values, statuses, from: origin }: Points,
  view: View,
  colour: number,
  failed: boolean,
  size: number,
): void {
  const { width, height } = view;
  const density = new Uint16Array(pixels.length);
  const perMs = width / (view.to - view.from);
  const perValue = (height - size) / view.most;
  const offset = origin - view.from;
  const half = size >> 1;
  for (let i = 0; i < count; i++) {
    if ((statuses[i] === ERROR) !== failed) continue;
    const left = Math.floor(((ends[i] as number) + offset) * perMs) - half;
    if (left + size <= 0 || left >= width) continue;
    const over = Math.min(values[i] as number, view.most);
    const top = Math.floor(height - size - over * perValue);
    for (let y = Math.max(0, top); y < Math.min(height, top + size); y++) {
      for (let x = Math.max(0, left); x < Math.min(width, left + size); x++) {
        const at = y * width + x;
        if ((density[at] as number) < 0xffff) density[at] = (density[at] as number) + 1;
      }
    }
  }
  const rgb = colour & 0xffffff;
  for (let at = 0; at < density.length; at++) {
    const n = density[at] as number;
    if (n > 0) pixels[at] = ((opacity(n) << 24) | rgb) >>> 0;
  }
}

/** One point is well seen; sixteen upon one another are solid. */
const opacity = (n: number): number => Math.min(255, 150 + Math.floor(26 * Math.log2(n)));

/** @param css  `#rrggbb` */
export function colourOf(css: string): number {
  const value = Number.parseInt(css.replace("#", ""), 16);
  return (((value & 0xff) << 16) | (value & 0xff00) | ((value >> 16) & 0xff)) >>> 0;
}

/** A round number of milliseconds that most points lie under: the few that took much longer do not press the others
 *  to the ground.
 *  @param share  of the points, 0 to 1 */
export function roundMost({ values, count }: Points, share = 0.995): number {
  if (count === 0) return 1000;
  const step = Math.max(1, Math.floor(count / 20_000));
  const sample: number[] = [];
  for (let i = 0; i < count; i += step) sample.push(values[i] as number);
  sample.sort((a, b) => a - b);
  return roundUp(1.15 * (sample[Math.min(sample.length - 1, Math.floor(sample.length * share))] ?? 1));
}

/** The next of 1, 2, 3, 5, 8 times a power of ten. */
export function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 0.001)));
  const step = [1, 2, 3, 5, 8, 10].find((each) => value <= each * power * (1 + 1e-9)) ?? 10;
  return step * power;
}
