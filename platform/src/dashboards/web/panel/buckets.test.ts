import { describe, expect, it } from "vitest";
import { distributionOf } from "./buckets.ts";

const bucket = (le: string, ...values: (number | null)[]) => ({ labels: { le }, values });

describe("classic buckets as a distribution", () => {
  it("each without those below it, from the lowest", () => {
    expect(distributionOf([bucket("+Inf", 10, 5), bucket("0.1", 2, 5), bucket("1", 9, 5)])).toEqual({
      bounds: [0.1, 1, Infinity],
      rows: [
        [2, 5],
        [7, 0],
        [1, 0],
      ],
      most: 7,
    });
  });
  it("those of one bound together; what is missing counts as nothing", () => {
    expect(distributionOf([bucket("1", 1, null), bucket("1", 2, 3)])?.rows).toEqual([[3, 3]]);
  });
  it("is none without bounds", () => expect(distributionOf([{ labels: {}, values: [1] }])).toBeUndefined());
});
