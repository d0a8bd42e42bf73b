/** Satisfied requests count once, tolerated ones half, frustrated ones not at all. A request that failed frustrates however
 *  quick it was: failures are taken from the satisfied ones first, since how long they took is not known here.
 *  @returns 0 to 1; null without requests
 *  Source: Apdex Technical Specification 1.1, https://www.apdex.org */
export function apdexOf(counts: {
  readonly requests: number;
  readonly satisfied: number;
  readonly tolerated: number;
  readonly errors: number;
}): number | null {
  const { requests, satisfied, tolerated, errors } = counts;
  if (requests === 0) return null;
  const well = Math.max(0, satisfied - errors);
  const half = Math.max(0, tolerated - Math.max(0, errors - satisfied));
  return (well + half / 2) / requests;
}
