import type { Suspect } from "./rank.ts";

/** Scores below are what healthy systems show too; from the second on something is told to be the cause. */
export const leastTrouble = 3.5;
export const leastCause = 8;
/** How quickly more evidence makes surer, and how far ahead of the next one must be. */
const scale = 12;
const sharpness = 1.5;
const surest = 0.97;

/** How sure each suspect is: how much speaks for it at all, times its part among all suspects. Never quite 1. */
export function confidencesOf(suspects: readonly Suspect[]): number[] {
  const powers = suspects.map(({ score }) => Math.max(score, 0) ** sharpness);
  const total = powers.reduce((sum, power) => sum + power, 0) || 1;
  return suspects.map(({ score }, index) => {
    const enough = 1 - Math.exp(-Math.max(score, 0) / scale);
    return Math.min(surest, enough * ((powers[index] ?? 0) / total));
  });
}
