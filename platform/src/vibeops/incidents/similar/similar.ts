import { featureParts, type FeatureKind } from "./features.ts";

/** How much it says that two incidents have it in common: what was wrong and where inside says more than who suffered. */
const weights: Readonly<Record<FeatureKind, number>> = {
  kind: 4,
  inside: 3,
  pattern: 2,
  service: 2,
  symptom: 1,
};

const weightOf = (feature: string) => weights[featureParts(feature).kind];
const sum = (features: Iterable<string>) => [...features].reduce((total, each) => total + weightOf(each), 0);

/** Weighted Jaccard index of two sets of features: the weight of what both have over that of what either has.
 *  @returns 0 (nothing in common) to 1 (the same); 0 for two empty sets
 *  Source: Ioffe, "Improved Consistent Sampling, Weighted Minhash and L1 Sketching" (2010), generalised Jaccard */
export function similarity(a: readonly string[], b: readonly string[]): number {
  const both = sum(common(a, b));
  const either = sum(new Set([...a, ...b]));
  return either === 0 ? 0 : both / either;
}

/** What both have, what says most first. */
export function common(a: readonly string[], b: readonly string[]): string[] {
  const other = new Set(b);
  return [...new Set(a)].filter((each) => other.has(each)).toSorted((x, y) => weightOf(y) - weightOf(x));
}

/** Less than this in common says nothing. */
const least = 0.15;

/** The most similar first; of equals the newest, as given. */
export function mostSimilar<C extends { readonly features: readonly string[] }>(
  features: readonly string[],
  others: readonly C[],
  limit: number,
): { readonly of: C; readonly similarity: number }[] {
  return others
    .map((of) => ({ of, similarity: similarity(features, of.features) }))
    .filter((each) => each.similarity >= least)
    .toSorted((a, b) => b.similarity - a.similarity)
    .slice(0, limit);
}
