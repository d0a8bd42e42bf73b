import type { Suspect } from "./rank.ts";

/** Scores below are what healthy systems show too; from the second on something is told to be the cause. */
export const leastTrouble = 3.5;
export const leastCause = 8;
/** How quickly more evidence makes surer, and how far ahead of the next one must be. */
const scale = 12;
const sharpness = 1.5;
const surest = 0.97;

/** How sure each suspect is: how much speaks for it at all, times its part among those that speak of another trouble. Never quite 1. */
export function confidencesOf(suspects: readonly Suspect[]): number[] {
  return suspects.map((suspect) => {
    const rivals = suspects.filter((other) => other !== suspect && !isSameTrouble(suspect, other));
    const own = powerOf(suspect);
    const total = rivals.reduce((sum, rival) => sum + powerOf(rival), own) || 1;
    return Math.min(surest, (1 - Math.exp(-Math.max(suspect.score, 0) / scale)) * (own / total));
  });
}

const powerOf = ({ score }: Suspect): number => Math.max(score, 0) ** sharpness;

/** One change hit both: a secret that several services read. */
const isSameTrouble = (one: Suspect, other: Suspect): boolean =>
  one.kind === other.kind && one.changes.some((change) => other.changes.includes(change));
