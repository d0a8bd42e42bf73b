const SERIES_COLORS = 18;
/** Any start would do; with this one the services of the demo shop differ from each other. */
const SEED = 0x811f1767;

/** The place of a name in the categorical palette: the same on every page and in every session (FNV-1a). */
export function seriesIndex(name: string): number {
  let hash = SEED;
  for (let i = 0; i < name.length; i += 1) {
    hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  }
  // The low bits of FNV-1a are the weakest: mix before taking the remainder.
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return ((hash ^ (hash >>> 13)) >>> 0) % SERIES_COLORS;
}

/** A CSS colour for a service or series name. */
export function seriesColor(name: string): string {
  return `var(--series-${seriesIndex(name)})`;
}

/** Colours for names that stand together and nowhere else: each its own, as long as there are enough. */
export function distinctColors(names: readonly string[]): ReadonlyMap<string, string> {
  return new Map(names.map((name, i) => [name, `var(--series-${i % SERIES_COLORS})`]));
}

/** The colour that a CSS variable expression has now: canvases cannot read `var(--…)`. */
export function resolveColor(color: string): string {
  const variable = /^var\((--[\w-]+)\)$/.exec(color)?.[1];
  if (variable === undefined) return color;
  return getComputedStyle(document.documentElement).getPropertyValue(variable).trim();
}
