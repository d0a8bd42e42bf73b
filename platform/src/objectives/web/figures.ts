import { formatAge, formatCount, formatPercent } from "@naru/ui";

/** How many times as fast as it may: `14.4×`. */
export const formatRate = (rate: number | null): string => (rate === null ? "–" : `${formatCount(rate)}×`);

/** What is left, of the whole: `40 %`, `-20 %`. */
export const formatLeft = (share: number | null): string => (share === null ? "–" : formatPercent(share));

/** How long from one moment to a later one, in one unit: `5h`. */
export const formatAhead = (at: number, now: number): string => formatAge(at - now);

/** A window of burn rates: `5m`, `6h`, `3d`. */
export const formatMinutes = (minutes: number): string => formatAge(minutes * 60_000);
