import { expect, test } from "vitest";
import { isSick } from "./pod-case.ts";

const now = 60_000;
const watched = { evictedAt: null, isConfirmed: false, seenAt: now };

test.each([
  ["noticed just now", watched, true],
  ["noticed, and not seen for five seconds", { ...watched, seenAt: now - 5_000 }, false],
  [
    "confirmed, and not seen for half a minute",
    { ...watched, isConfirmed: true, seenAt: now - 30_000 },
    true,
  ],
  ["taken out", { ...watched, isConfirmed: true, evictedAt: now }, false],
])("a pod that was %s counts where it is decided whether others may go", (_, known, counts) => {
  expect(isSick(known, now)).toBe(counts);
});
