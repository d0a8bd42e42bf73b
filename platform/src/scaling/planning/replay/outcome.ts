import type { ReplayOutcome } from "./api.ts";

const hourSeconds = 3600;

/** What came of a number of pods over time under a load.
 *  @param desired, ready, load  by step; null where it is not known: it counts nothing */
export function outcomeOf(
  desired: readonly (number | null)[],
  ready: readonly (number | null)[],
  load: readonly (number | null)[],
  podCapacity: number,
  stepSeconds: number,
): ReplayOutcome {
  const known = desired.filter((count) => count !== null);
  const moves = known.flatMap((count, i) => {
    const before = known[i - 1] ?? count;
    return count === before ? [] : [Math.sign(count - before)];
  });
  const short = load.filter((asked, i) => {
    const there = ready[i] ?? null;
    return asked !== null && there !== null && asked > there * podCapacity * (1 + 1e-9);
  });
  return {
    podHours: (known.reduce((sum, count) => sum + count, 0) * stepSeconds) / hourSeconds,
    shortMinutes: (short.length * stepSeconds) / 60,
    changes: moves.length,
    turns: moves.filter((move, i) => i > 0 && move !== moves[i - 1]).length,
    most: Math.max(0, ...known),
  };
}
