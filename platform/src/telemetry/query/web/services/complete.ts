import type { ServiceRow } from "../../api.ts";

interface Grid {
  readonly times: readonly number[];
  readonly stepSeconds: number;
}

/** How many steps of a grid are over. The one that is still running would look like a drop.
 *  @param asOf when the answer arrived, milliseconds since 1970 */
export function completeSteps({ times, stepSeconds }: Grid, asOf: number): number {
  const running = times.findIndex((time) => time + stepSeconds * 1000 > asOf);
  return running < 0 ? times.length : running;
}

/** Rows with the steps that are over. */
export function withoutRunning<R extends Pick<ServiceRow, "series">>(rows: readonly R[], steps: number): R[] {
  return rows.map((row) => {
    const { requests, errors, p95Nano } = row.series;
    const series = {
      requests: requests.slice(0, steps),
      errors: errors.slice(0, steps),
      p95Nano: p95Nano.slice(0, steps),
    };
    return { ...row, series };
  });
}
