import { describe, expect, it } from "vitest";
import { toneAt, toneOf } from "./tone.ts";

describe("a colour is a state", () => {
  it.each([
    ["green", "good"],
    ["semi-dark-red", "bad"],
    ["light-orange", "warn"],
    ["#EAB839", "warn"],
    ["#E02F44", "bad"],
    ["#73BF69", "good"],
    ["rgb(245, 54, 54)", "bad"],
    ["#5794F2", "none"],
    ["text", "none"],
    ["", "none"],
  ])("%s is %s", (color, tone) => expect(toneOf(color)).toBe(tone));
});

describe("the highest threshold that is reached", () => {
  const thresholds = [
    { from: null, tone: "good" },
    { from: 10, tone: "warn" },
    { from: 20, tone: "bad" },
  ] as const;
  it.each([
    [5, "good"],
    [10, "warn"],
    [99, "bad"],
    [null, "none"],
  ])("%s is %s", (value, tone) => expect(toneAt(thresholds, value)).toBe(tone));
});
