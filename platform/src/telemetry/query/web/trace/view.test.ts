import { describe, expect, it } from "vitest";
import { barIn, ticksIn } from "./view.ts";

describe("a bar in the view", () => {
  const view = { from: 100, to: 200 };
  it.each([
    ["within", 120, 150, { left: 20, width: 30 }],
    ["cut at both ends", 0, 500, { left: 0, width: 100 }],
    ["before", 0, 50, undefined],
    ["after", 250, 260, undefined],
  ] as const)("%s", (_, start, end, bar) => expect(barIn(view, start, end)).toEqual(bar));

  it("never vanishes", () => expect(barIn(view, 150, 150)?.width).toBeGreaterThan(0));
});

describe("ticks are round", () => {
  it.each([
    [{ from: 0, to: 100 }, 5, [0, 20, 40, 60, 80, 100]],
    [{ from: 3, to: 11 }, 4, [4, 6, 8, 10]],
    [{ from: 0, to: 0 }, 5, []],
  ])("%j", (view, about, ticks) => expect(ticksIn(view, about)).toEqual(ticks));
});
