import type { ReplaySettings } from "../../../api.ts";

/** What of the settings can be typed. */
export const FIELDS = ["target", "min", "max", "startSeconds", "podCapacity", "downSeconds"] as const;
export type Field = (typeof FIELDS)[number];
export type Typed = Readonly<Partial<Record<Field, string>>>;

const WHOLE = new Set<Field>(["min", "max", "startSeconds", "downSeconds"]);
const LEAST: Readonly<Partial<Record<Field, number>>> = { min: 1, max: 1, startSeconds: 0, downSeconds: 0 };
const MOST: Readonly<Record<Field, number>> = {
  target: 1e6,
  min: 10_000,
  max: 10_000,
  startSeconds: 3600,
  podCapacity: 1e6,
  downSeconds: 3600,
};

/** What was typed, as far as it is a setting. */
export function settingsIn(typed: Typed): Partial<Omit<ReplaySettings, "measure">> {
  return Object.fromEntries(
    FIELDS.flatMap((field) => {
      const text = typed[field]?.trim() ?? "";
      const value = Number(text);
      return text !== "" && isSetting(field, value) ? [[field, value]] : [];
    }),
  );
}

function isSetting(field: Field, value: number): boolean {
  const least = LEAST[field];
  const isEnough = least === undefined ? value > 0 : value >= least;
  return isEnough && value <= MOST[field] && (!WHOLE.has(field) || Number.isInteger(value));
}

/** Whether something was typed that is no setting. */
export const isWrong = (typed: Typed, field: Field): boolean => {
  const text = typed[field]?.trim() ?? "";
  return text !== "" && !isSetting(field, Number(text));
};
