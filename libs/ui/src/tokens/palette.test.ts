import { describe, expect, it } from "vitest";
import { distinctColors, seriesColor, seriesIndex } from "./palette.ts";

describe("series colours", () => {
  it("a service keeps its colour for ever", () => {
    // Pinned: if one of these changes, everybody's colours change.
    expect(["frontend", "cart", "주문"].map(seriesIndex)).toEqual([15, 0, 3]);
  });

  it("names spread over the whole palette", () => {
    const used = new Set(Array.from({ length: 200 }, (_, i) => seriesIndex(`service-${i}`)));
    expect(used.size).toBe(18);
  });

  it("a colour is a token, so that it follows the theme", () => {
    expect(seriesColor("cart")).toMatch(/^var\(--series-\d\)$/);
  });

  it("names that stand together do not share a colour", () => {
    const names = ["/", "/cart", "/checkout"];
    expect(new Set(distinctColors(names).values()).size).toBe(names.length);
  });
});
