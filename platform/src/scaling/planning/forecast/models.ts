/* Ways to tell what comes from what was, each at any moment of a series. Pure; a series has a figure for each step, null where
 * nothing is known. */

export type Figures = readonly (number | null)[];

/** Steps a day, of five minutes. */
export const perDay = 288;
export const perHour = perDay / 24;

/** A way to tell what is expected at a step, by the steps before `origin` alone; null: it can't.
 *  @param origin  the first step that is not known yet, `origin <= step` */
export type Model = (series: Figures, origin: number) => (step: number) => number | null;

/** The same time of the day before, or of the last day before that which is known by then. */
export const yesterday: Model = (series, origin) => (step) => {
  const back = Math.ceil((step - origin + 1) / perDay);
  return series[step - back * perDay] ?? null;
};

/** What the last hour was like. */
export const lastHour: Model = (series, origin) => {
  const level = median(between(series, origin - perHour, origin));
  return () => level;
};

/** The middle of the same time on the days before, moved to where the last hour lies. */
export const daily: Model = (series, origin) => levelled(series, origin, 1, 7);

/** The same, by the same days of four weeks before. */
export const weekly: Model = (series, origin) => levelled(series, origin, 7, 4);

/** The last hour's difference from the days before matters half as much after so long. */
const halfLife = 2 * perHour;

/** @param days  from one day that is alike to the one before
 *  @param most  so many of them are looked at */
function levelled(series: Figures, origin: number, days: number, most: number) {
  const level = levelAt(series, origin, days, most);
  return (step: number): number | null => {
    const usual = usualAt(series, origin, step, days, most);
    return usual === null ? null : usual * (1 + (level - 1) * 0.5 ** ((step - origin) / halfLife));
  };
}

/** The middle of what there was around the same time, which one odd day does not move. */
function usualAt(series: Figures, origin: number, step: number, days: number, most: number): number | null {
  const around: number[] = [];
  for (let back = 1; back <= most; back += 1) {
    const at = step - back * days * perDay;
    if (at < origin) around.push(...between(series, at - 1, Math.min(at + 2, origin)));
  }
  return median(around);
}

const mostMoved = 4;
/** So much of a difference is chance. */
const chance = 0.1;

/** How much more there was in the last hour than usual at that time. */
function levelAt(series: Figures, origin: number, days: number, most: number): number {
  let [was, usually, known] = [0, 0, 0];
  for (let step = Math.max(0, origin - perHour); step < origin; step += 1) {
    const value = series[step] ?? null;
    const usual = usualAt(series, step, step, days, most);
    if (value === null || usual === null) continue;
    was += value;
    usually += usual;
    known += 1;
  }
  if (known < perHour / 2 || usually <= 0) return 1;
  const ratio = was / usually;
  const surely = ratio > 1 ? Math.max(1, ratio - chance) : Math.min(1, ratio + chance);
  return Math.min(mostMoved, Math.max(1 / mostMoved, surely));
}

const between = (series: Figures, from: number, to: number): number[] =>
  series.slice(Math.max(0, from), Math.max(0, to)).filter((value) => value !== null);

/** @returns null of nothing */
export const median = (values: readonly number[]): number | null => quantile(values, 0.5);

/** Linear between the two figures that are nearest.
 *  @returns null of nothing */
export function quantile(values: readonly number[], level: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const place = level * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return low === undefined || high === undefined ? null : low + (high - low) * (place - Math.floor(place));
}
