import type { Diagnosis } from "#vibeops/rca/api.ts";
import type { Finding } from "./findings.ts";
import { type CauseRef, type Incident, sharesCause } from "./incident.ts";

/* What belongs together, and what does not. */

/** What can be told of trouble without its evidence. */
export interface Trait {
  readonly services: readonly string[];
  readonly led: readonly CauseRef[];
  readonly onset: number;
  /** Services on the way from symptom to cause. */
  readonly path: readonly string[];
}

const nearMs = 5 * 60_000;
/** Two causes that are both this sure, of other services and with onsets this far apart, are two troubles. */
const sureConfidence = 0.6;
const apartMs = 10 * 60_000;

export const traitOfFinding = ({ services, leading, onset, diagnosis }: Finding): Trait => ({
  services,
  led: leading ? [leading] : [],
  onset,
  path: diagnosis.causes[0]?.path ?? [],
});

export const traitOfIncident = ({ services, led, onset, best }: Incident): Trait => ({
  services,
  led,
  onset,
  path: best?.diagnosis.causes[0]?.path ?? [],
});

/** Whether two troubles that are going on are one: they share a cause; or they are felt in the same service; or in services
 *  that call each other, from about the same time on. */
export function isSameTrouble(a: Trait, b: Trait, calls: Diagnosis["calls"]): boolean {
  if (sharesCause(a.led, b.led)) return true;
  if (contradict(a, b)) return false;
  if (overlap(a.services, b.services)) return true;
  return Math.abs(a.onset - b.onset) <= nearMs && areNeighbours(a.services, b.services, calls);
}

/** Whether trouble that ended is back. Less is enough to go on with something than to begin it again. */
export function isBack(ended: Trait, found: Trait): boolean {
  if (sharesCause(ended.led, found.led)) return true;
  return ended.led.length + found.led.length === 0 && overlap(ended.services, found.services);
}

/** Whether each has a cause of its own that it is sure of, at a time of its own. */
export function contradict(a: Trait, b: Trait): boolean {
  const [one, other] = [a.led.at(-1), b.led.at(-1)];
  if (!one || !other || Math.abs(a.onset - b.onset) <= apartMs) return false;
  if (Math.min(one.confidence, other.confidence) < sureConfidence || one.service === other.service)
    return false;
  return !a.path.includes(other.service) && !b.path.includes(one.service);
}

export const overlap = (a: readonly string[], b: readonly string[]): boolean =>
  a.some((service) => b.includes(service));

const areNeighbours = (a: readonly string[], b: readonly string[], calls: Diagnosis["calls"]): boolean =>
  calls.some(
    ({ caller, callee }) =>
      (a.includes(caller) && b.includes(callee)) || (b.includes(caller) && a.includes(callee)),
  );
