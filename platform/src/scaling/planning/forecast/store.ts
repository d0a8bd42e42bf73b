import { dateTime, sql } from "@naru/clickhouse";
import type { Read, Window } from "#telemetry/query/index.ts";

/** Requests a second that services were asked for, by steps of equal length; null where no service at all was asked for anything, as
 *  then nothing was watched.
 *  @param window  of whole steps */
export async function ratesOver(
  read: Read,
  services: readonly string[],
  { from, to }: Window,
  stepSeconds: number,
): Promise<(number | null)[]> {
  if (services.length === 0) return [];
  const rows = await read<{ step: string; own: string }>(sql`
    SELECT intDiv(toUnixTimestamp(time) - ${from / 1000}, ${stepSeconds}) AS step, sumIf(requests, service IN ${[...services]}) AS own
    FROM services_1m WHERE time >= ${dateTime(from)} AND time < ${dateTime(to)} GROUP BY step`);
  const rates: (number | null)[] = Array.from({ length: (to - from) / 1000 / stepSeconds }, () => null);
  for (const { step, own } of rows) rates[Number(step)] = Number(own) / stepSeconds;
  const first = rows.reduce(
    (least, { step, own }) => (Number(own) > 0 ? Math.min(least, Number(step)) : least),
    Infinity,
  );
  return rates.map((rate, i) => (i < first ? null : rate));
}
