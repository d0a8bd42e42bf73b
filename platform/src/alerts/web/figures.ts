import { formatCount } from "@naru/ui";

/** A value whose unit is not known, short. */
export const formatValue = (value: number | null): string =>
  value === null ? "–" : Math.abs(value) >= 1000 ? formatCount(value) : String(Number(value.toPrecision(4)));
