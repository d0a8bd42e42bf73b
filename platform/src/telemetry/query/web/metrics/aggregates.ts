/** How values of one step are brought together. */
export const aggregates = ["auto", "avg", "sum", "min", "max", "rate", "p50", "p95", "p99", "count"] as const;
export type Aggregate = (typeof aggregates)[number];
