export const DAYS = ["last", "yesterday", "before", "week"] as const;
export type Day = (typeof DAYS)[number];

const DAY = 86_400_000;
const BACK: Readonly<Record<Exclude<Day, "last">, number>> = { yesterday: 1, before: 2, week: 7 };

/** From when to when a day goes, as operations read it.
 *  @param zone  in which days begin
 *  @param now   milliseconds since 1970 */
export function rangeOfDay(day: Day, zone: "utc" | "browser", now: number): { from: string; to: string } {
  if (day === "last") return { from: "now-1d", to: "now" };
  const from = startOfDay(now, zone) - BACK[day] * DAY;
  return { from: String(from), to: String(from + DAY) };
}

function startOfDay(at: number, zone: "utc" | "browser"): number {
  const date = new Date(at);
  return zone === "utc" ? date.setUTCHours(0, 0, 0, 0) : date.setHours(0, 0, 0, 0);
}
