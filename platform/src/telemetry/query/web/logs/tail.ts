import type { LogRow } from "../../api.ts";

/** Lines that arrived, newest first, in front of those that are there; lines seen before are left out, and the
 *  oldest fall off the end. */
export function mergeTail(
  buffer: readonly LogRow[],
  page: readonly LogRow[],
  capacity: number,
): readonly LogRow[] {
  const known = new Set(buffer.map(({ id }) => id));
  const fresh = page.filter(({ id }) => !known.has(id));
  if (fresh.length === 0) return buffer;
  const merged = [...fresh, ...buffer].toSorted((a, b) => compareNano(b.timeUnixNano, a.timeUnixNano));
  return merged.slice(0, capacity);
}

/** Decimal strings of nanoseconds, compared without losing digits. */
function compareNano(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : Number(a > b));
}
