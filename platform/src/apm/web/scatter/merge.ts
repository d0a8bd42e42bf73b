import type { Points } from "../../api.ts";

/** Puts newer points in the place of those of the same time: what ended before `newer.from` stays, unless it is older
 *  than `keepFrom`. */
export function merged(older: Points, newer: Points, keepFrom: number): Points {
  const services = [...new Set([...older.services, ...newer.services])];
  const from = Math.max(keepFrom, Math.min(older.from, newer.from));
  const room = older.count + newer.count;
  const all = {
    ends: new Uint32Array(room),
    values: new Float32Array(room),
    statuses: new Uint8Array(room),
    serviceOf: new Uint16Array(room),
  };
  let count = 0;
  const take = (points: Points, before: number) => {
    const places = points.services.map((service) => services.indexOf(service));
    for (let i = 0; i < points.count; i++) {
      const end = points.from + (points.ends[i] as number);
      if (end < from || end >= before) continue;
      all.ends[count] = end - from;
      all.values[count] = points.values[i] as number;
      all.statuses[count] = points.statuses[i] as number;
      all.serviceOf[count++] = places[points.serviceOf[i] as number] ?? 0xffff;
    }
  };
  take(older, newer.from);
  take(newer, Infinity);
  return {
    from,
    to: Math.max(older.to, newer.to),
    services,
    truncated: older.truncated || newer.truncated,
    count,
    ends: all.ends.subarray(0, count),
    values: all.values.subarray(0, count),
    statuses: all.statuses.subarray(0, count),
    serviceOf: all.serviceOf.subarray(0, count),
  };
}
