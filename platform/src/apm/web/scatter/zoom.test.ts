import { expect, test } from "vitest";
import { zoomedAt } from "./zoom.ts";

const notch = 100;
const now = 10_000_000;

test.each([
  ["nearer to the middle", { from: 0, to: 400_000 }, 200_000, -notch, { from: 50_000, to: 350_000 }],
  ["nearer to the left end, which stays", { from: 0, to: 400_000 }, 0, -notch, { from: 0, to: 300_000 }],
  [
    "nearer to the right end, which stays",
    { from: 0, to: 400_000 },
    400_000,
    -notch,
    { from: 100_000, to: 400_000 },
  ],
  ["farther again", { from: 50_000, to: 350_000 }, 200_000, notch, { from: 0, to: 400_000 }],
  [
    "farther, but not beyond now",
    { from: 9_700_000, to: now },
    9_850_000,
    notch,
    { from: 9_600_000, to: now },
  ],
  ["not nearer than a second", { from: 0, to: 1000 }, 500, -notch, { from: 0, to: 1000 }],
])("a plot comes %s", (_, stretch, at, pixels, expected) => {
  const { from, to } = zoomedAt(stretch, at, pixels, now);
  expect(Math.abs(from - expected.from)).toBeLessThanOrEqual(1);
  expect(Math.abs(to - expected.to)).toBeLessThanOrEqual(1);
});
