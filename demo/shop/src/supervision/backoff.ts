const firstMs = 500;
const longestMs = 15_000;
const steadyMs = 30_000;

/** How long to wait before a start: doubling from one quick crash to the next, from the beginning after a steady run. */
export function nextBackoff(previousMs: number, ranForMs: number): number {
  return ranForMs >= steadyMs || previousMs === 0 ? firstMs : Math.min(previousMs * 2, longestMs);
}
