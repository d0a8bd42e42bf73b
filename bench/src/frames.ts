import type { launchChromium } from "@naru/e2e/chromium";

export type Page = Awaited<ReturnType<Awaited<ReturnType<typeof launchChromium>>["newPage"]>>;

/** @returns milliseconds between the frames of a while, during which something may be done */
export async function frames(page: Page, ms: number, act?: () => Promise<void>): Promise<number[]> {
  const [times] = await Promise.all([
    page.evaluate(async (forMs) => {
      const times: number[] = [];
      const started = performance.now();
      for (let last = started; last - started < forMs;) {
        const { promise, resolve } = Promise.withResolvers<number>();
        requestAnimationFrame(resolve);
        const now = await promise;
        times.push(now - last);
        last = now;
      }
      return times.slice(1);
    }, ms),
    act?.(),
  ]);
  return times;
}

export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round((sorted[Math.min(Math.floor(sorted.length * q), sorted.length - 1)] ?? 0) * 10) / 10;
}
