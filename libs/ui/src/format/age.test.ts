import { expect, it } from "vitest";
import { formatAge } from "./age.ts";

it.each([
  [-3000, "0s"],
  [999, "0s"],
  [59_999, "59s"],
  [60_000, "1m"],
  [3_599_999, "59m"],
  [7_200_000, "2h"],
  [86_400_000 * 40, "40d"],
])("%d ms is %s", (millis, text) => expect(formatAge(millis)).toBe(text));
