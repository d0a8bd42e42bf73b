import { describe, expect, test } from "vitest";
import { withIntervals } from "./intervals.ts";

const intervals = { step: 15, collectedEvery: 60, range: 900 };

describe("lengths take the place of their names", () => {
  test.each([
    ["rate(a[$__rate_interval])", "rate(a[240s])"],
    ["rate(a[${__rate_interval}])", "rate(a[240s])"],
    ["avg_over_time(a[$__interval])", "avg_over_time(a[15s])"],
    ["increase(a[$__range]) / $__range_s", "increase(a[900s]) / 900"],
    ["a / $__interval_ms", "a / 15000"],
    ["a{b='$__unknown'} + $other", "a{b='$__unknown'} + $other"],
  ])("%s", (written, expanded) => expect(withIntervals(written, intervals).text).toBe(expanded));

  test("a rate looks back over a wide step too", () => {
    expect(withIntervals("$__rate_interval", { ...intervals, step: 600 }).text).toBe("660s");
  });
});

describe("a place is found again in what was written", () => {
  const written = "rate(a[$__rate_interval]) + rate(b[$__rate_interval]) ! c";
  const { text, origin } = withIntervals(written, intervals);
  test.each(["rate(a", "rate(b", "! c", "c"])("%s", (piece) => {
    expect(origin(text.lastIndexOf(piece))).toBe(written.lastIndexOf(piece));
  });
});
