import type { ServiceRow } from "../../api.ts";

export interface Summary {
  readonly services: number;
  readonly failing: number;
  readonly rate: number;
  readonly errorRatio: number;
  /** The service with the greatest p95. */
  readonly slowest: ServiceRow | undefined;
}

/** All services in one line. Quantiles cannot be added up, so the slowest service stands for them. */
export function summarize(rows: readonly ServiceRow[]): Summary {
  const requests = rows.reduce((sum, row) => sum + row.requests, 0);
  const errors = rows.reduce((sum, row) => sum + row.errors, 0);
  return {
    services: rows.length,
    failing: rows.filter((row) => row.errors > 0).length,
    rate: rows.reduce((sum, row) => sum + row.rate, 0),
    errorRatio: requests === 0 ? 0 : errors / requests,
    slowest: rows.reduce<ServiceRow | undefined>(
      (slowest, row) => ((row.p95Nano ?? 0) > (slowest?.p95Nano ?? 0) ? row : slowest),
      undefined,
    ),
  };
}
