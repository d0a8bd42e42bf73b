/* Durations are stored as counts of buckets that are 4.4 % wide (telemetry/store/columns.ts): what is slower is counted from the bound
 * that is nearest to what was asked for. */

/** Where counting begins.
 *  @param thresholdMs  what a good request may take at most
 *  @returns            the first bucket of requests that took too long, and where exactly it begins: at most 2.2 % off */
export function boundOf(thresholdMs: number): { readonly bucket: number; readonly ms: number } {
  const bucket = Math.max(1, Math.round(16 * Math.log2(thresholdMs * 1e6 + 1)));
  return { bucket, ms: (2 ** (bucket / 16) - 1) / 1e6 };
}
