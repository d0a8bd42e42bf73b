import { exponential, randomFrom } from "../random.ts";
import { journey } from "./journey.ts";

/** One day of the shop passes in an hour, so that a person watching sees its tide. */
const dayMs = 3_600_000;
const tide = 0.3;

/** How busy a moment is against the mean of the day: never empty, fullest halfway between two turns. */
export function tideAt(elapsedMs: number): number {
  return 1 + tide * Math.sin((2 * Math.PI * elapsedMs) / dayMs);
}

/**
 * The waits between one visitor's arrival and the next, in milliseconds: a Poisson process whose rate keeps
 * `shoppers` in the shop on average (Little's law) and follows the day.
 */
export function* arrivals(seed: number, shoppers: number): Generator<number, never> {
  const random = randomFrom(seed, "arrivals");
  const meanGapMs = meanVisitMs(seed) / shoppers;
  for (let elapsedMs = 0; ;) {
    const gapMs = exponential(random, meanGapMs / tideAt(elapsedMs));
    elapsedMs += gapMs;
    yield gapMs;
  }
}

function meanVisitMs(seed: number): number {
  const sample = 500;
  let totalMs = 0;
  for (let visitor = 0; visitor < sample; visitor++) {
    for (const { thinkMs } of journey(seed, visitor).steps) totalMs += thinkMs;
  }
  return totalMs / sample;
}
