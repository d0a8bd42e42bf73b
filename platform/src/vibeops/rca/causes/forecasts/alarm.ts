import type { Growth } from "./growth.ts";

/** What will be full within so long is looked at now. */
export const nearMs = 30 * 60_000;
const base = 9;
const full = 18;
/** Enough to be told as what it is, and no more: there is time. */
export const far = 8.5;

/** How much a forecast weighs: the fuller, the more; little where there are hours left. */
export function alarmOf({ used, fullAt }: Growth, limit: number, now: number): number {
  return fullAt - now > nearMs ? far : base + (full - base) * Math.min(1, used / limit);
}
