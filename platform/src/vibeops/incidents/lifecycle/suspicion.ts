import { overlap } from "./belonging.ts";
import type { Finding } from "./findings.ts";
import { type CauseRef, sharesCause } from "./incident.ts";

/* Trouble that has been seen, and is no incident yet. */

export interface Suspicion {
  readonly services: readonly string[];
  readonly led: readonly CauseRef[];
  /** In a row. */
  readonly looks: number;
  readonly at: number;
}

/** A look that is missed, by a restart or an engine that is slow, does not count as one that was healthy; a longer pause does. */
const pauseMs = 3 * 60_000;
const strongStrength = 6;
const sureConfidence = 0.5;

export function suspected(
  before: readonly Suspicion[],
  { services, leading }: Finding,
  at: number,
): Suspicion {
  const led = leading ? [leading] : [];
  const known = before.find(
    (one) => at - one.at <= pauseMs && (sharesCause(one.led, led) || overlap(one.services, services)),
  );
  return { services, led, looks: (known?.looks ?? 0) + 1, at };
}

/** Strong trouble with a sure cause opens at once; what is only one of both, or is strong without a cause, when it is seen again;
 *  what is weak and unsure never. */
export function isDue({ strength, leading }: Finding, looks: number): boolean {
  const isStrong = strength >= strongStrength;
  const isSure = (leading?.confidence ?? 0) >= sureConfidence;
  if (isStrong && isSure) return true;
  return (isStrong || isSure) && looks >= 2;
}
