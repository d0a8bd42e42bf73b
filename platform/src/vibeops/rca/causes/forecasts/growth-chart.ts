import type { Fact } from "../hypothesis.ts";
import { pointsOf } from "../shown.ts";
import type { Growth, Quantity } from "./growth.ts";

/** How it came to be as it is. */
export const growthChart = (
  unit: string,
  { times, values }: Pick<Quantity, "times" | "values">,
  { since, before, used }: Pick<Growth, "since" | "before" | "used">,
): NonNullable<Fact["chart"]> => ({
  unit,
  points: pointsOf(times, values),
  changedAt: since,
  before,
  after: used,
});
