import { expect, test } from "vitest";
import { pictureOf } from "../../fixture.ts";
import { about, pod } from "../judge/fixture.ts";
import { wardsOf } from "./wards.ts";

const second = 1000;
const now = 3_600 * second;
const asked = new Map([["cart-1-a", pod({ "GET /cart": about(20, 10) })]]);

/** What of the other pod can be compared that became ready so long ago. */
const comparedSince = (agoMs: number) => {
  const picture = pictureOf();
  const rows = picture.pods().map((row) => ({
    ...row,
    readinessChangedAt: row.uid === "cart-1-a" ? 0 : now - agoMs,
  }));
  const [ward] = wardsOf(
    { workloads: () => picture.workloads(), pods: () => rows },
    () => ({ policy: "advise", unreadable: "" }),
    asked,
    { from: now - 30 * second, to: now },
  );
  const other = ward?.pods.get("cart-1-b");
  return other && (other.isNew ? "but for slowness" : "everything");
};

test.each([
  ["less than 20 s before the window began", 49, undefined],
  ["20 s before the window began", 50, "but for slowness"],
  ["nearly five minutes ago", 299, "but for slowness"],
  ["five minutes ago", 300, "everything"],
])("of a pod that became ready %s is compared:", (_, seconds, compared) => {
  expect(comparedSince(seconds * second)).toBe(compared);
});

test("a workload of which no pod was asked for anything is none that serves", () => {
  const picture = pictureOf();
  const policy = { policy: "advise", unreadable: "" } as const;
  expect(wardsOf(picture, () => policy, new Map(), { from: 0, to: now })).toEqual([]);
});
