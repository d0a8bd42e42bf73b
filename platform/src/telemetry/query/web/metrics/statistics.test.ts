import { expect, it } from "vitest";
import { seriesName, statisticsOf } from "./statistics.ts";

it("steps without a value do not count", () => {
  expect(statisticsOf([null, 1, 3, null])).toEqual({ last: 3, min: 1, max: 3, avg: 2 });
});

it("a series without any value comes to nothing", () => {
  expect(statisticsOf([null, null])).toEqual({ last: null, min: null, max: null, avg: null });
});

it("a series is named after its attributes", () => {
  expect(seriesName({ service: "cart", pool: "" }, "all")).toBe("cart · –");
  expect(seriesName({}, "all")).toBe("all");
});
