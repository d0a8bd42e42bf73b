/** Milliseconds since 1970. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

const LEAST_MILLIS = 1000;
const MOST_MILLIS = 7 * 86_400_000;
/** A notch of a mouse's wheel, 100 pixels, shows a quarter less. */
const NOTCH = Math.log(4 / 3) / 100;

/** Nearer to a moment, or farther from it; the moment stays where it is.
 *  @param pixels  that the wheel was turned by, negative to come nearer
 *  @param now     nothing is after it */
export function zoomedAt({ from, to }: Stretch, at: number, pixels: number, now: number): Stretch {
  const length = to - from;
  const wanted = Math.min(MOST_MILLIS, Math.max(LEAST_MILLIS, length * Math.exp(pixels * NOTCH)));
  const start = at - ((at - from) / length) * wanted;
  const end = Math.min(start + wanted, Math.max(now, to));
  return { from: Math.floor(end - wanted), to: Math.ceil(end) };
}
