import type { Box } from "./useBox.ts";

/** The address of a comparison: what lies in a box against everything else of the page. A box has ends and durations;
 *  sides are told apart by when transactions began. */
export function againstTheRest(
  { from, to, leastMs, mostMs }: Box,
  filter: string,
  range: { readonly from: string; readonly to: string },
): Record<string, string> {
  const isOpen = !Number.isFinite(mostMs);
  const took = `duration>=${leastMs.toFixed(3)}ms${isOpen ? "" : ` duration<=${mostMs.toFixed(3)}ms`}`;
  const whole = filter.includes(" OR ") ? `(${filter})` : filter;
  return {
    by: "filter",
    from: isOpen ? range.from : String(Math.floor(from - mostMs)),
    to: String(Math.ceil(to - leastMs)),
    filter: `${whole} ${took}`.trim(),
    baseFrom: range.from,
    baseTo: range.to,
    baseFilter: filter,
  };
}
