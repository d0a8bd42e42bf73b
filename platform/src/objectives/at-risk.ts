import type { Read } from "#telemetry/query/index.ts";
import { mostObjectives } from "./api.ts";
import type { Threat } from "./budget/burn.ts";
import type { Declared } from "./kept.ts";
import { threatSince } from "./measure.ts";
import { rowsOf } from "./rows.ts";

/** How an objective stands, as those who look for causes need it. */
export interface ObjectiveAtRisk {
  readonly name: string;
  readonly title: string;
  readonly service: string;
  /** Empty: all that the service is asked. */
  readonly operation: string;
  readonly target: number;
  readonly windowDays: number;
  /** Of the budget, as a share; below 0 when more is spent than there was. */
  readonly leftShare: number;
  /** Of the last hour: 1 is as fast as it may. */
  readonly burnRate: number;
  /** When nothing will be left at the rate of the last hour, milliseconds since 1970; null where that can't be said. */
  readonly goneAt: number | null;
  readonly severity: Threat["severity"] | null;
  /** Since when somebody has to look now, milliseconds since 1970. */
  readonly threatenedSince: number | null;
}

/** @param at  milliseconds since 1970 */
export type AtRisk = (at: number, signal: AbortSignal) => Promise<readonly ObjectiveAtRisk[]>;

/** Of so many it is found out since when they are threatened. */
const mostThreatened = 10;

/** How objectives stood at a moment; those that nobody asked for are left out. */
export async function atRisk(
  declared: readonly Declared[],
  read: Read,
  at: number,
): Promise<ObjectiveAtRisk[]> {
  const rows = await rowsOf(read, declared.slice(0, mostObjectives), at);
  const burning = rows.filter(({ standing }) => standing.state === "burning").slice(0, mostThreatened);
  const since = new Map(
    await Promise.all(
      burning.map(async ({ objective }) => [objective, await threatSince(read, objective, at)] as const),
    ),
  );
  return rows.flatMap(({ objective, standing }) => {
    const { name, title, service, operation, target, windowDays } = objective;
    const { leftShare } = standing.budget;
    if (leftShare === null) return [];
    const burnRate = standing.burnRates.find(({ minutes }) => minutes === 60)?.rate ?? 0;
    const { goneAt, threat } = standing;
    const severity = threat?.severity ?? null;
    const threatenedSince = since.get(objective) ?? null;
    const asked = { name, title, service, operation, target, windowDays };
    return [{ ...asked, leftShare, burnRate, goneAt, severity, threatenedSince }];
  });
}
