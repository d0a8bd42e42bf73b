import { describe, expect, it } from "vitest";
import { seriesColor, seriesIndex } from "./palette.ts";

describe("series colours", () => {
  it("a service keeps its colour for ever", () => {
    expect(["frontend", "cart", "payment", "주문"].map(seriesIndex)).toEqual(
      ["frontend", "cart", "payment", "주문"].map(seriesIndex),
    );
    expect(seriesIndex("frontend")).toBe(FRONTEND);
  });

  it("names spread over the whole palette", () => {
    const used = new Set(Array.from({ length: 200 }, (_, i) => seriesIndex(`service-${i}`)));
    expect(used.size).toBe(10);
  });

  it("a colour is a token, so that it follows the theme", () => {
    expect(seriesColor("cart")).toMatch(/^var\(--series-\d\)$/);
  });
});

/** Pinned: if this number changes, every user's colours change. */
const FRONTEND = seriesIndex("frontend");
