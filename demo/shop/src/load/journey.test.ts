import { expect, test } from "vitest";
import { journey } from "./journey.ts";

const journeys = Array.from({ length: 4000 }, (_, visitor) => journey(1, visitor));
const share = (kind: string) =>
  journeys.filter(({ steps }) => steps.some(({ act }) => act.kind === kind)).length / journeys.length;

test("the same seed gives the same walks, another seed others", () => {
  expect(Array.from({ length: 4000 }, (_, visitor) => journey(1, visitor))).toEqual(journeys);
  expect(journey(2, 0)).not.toEqual(journeys[0]);
});

test("hundreds of different users shop, from phones and from desks", () => {
  expect(new Set(journeys.map(({ user }) => user)).size).toBeGreaterThan(300);
  expect(new Set(journeys.map(({ device }) => device.kind))).toEqual(new Set(["mobile", "desktop"]));
});

test("one visitor in ten pays, and more fill a cart than pay", () => {
  expect(share("pay")).toBeGreaterThan(0.08);
  expect(share("pay")).toBeLessThan(0.14);
  expect(share("add")).toBeGreaterThan(2 * share("pay") * 0.9);
});

test("a search through all reviews is rare", () => {
  const searches = journeys.flatMap(({ steps }) =>
    steps.flatMap(({ act }) => (act.kind === "search" ? [act] : [])),
  );
  const slow = searches.filter(({ inReviews }) => inReviews).length / searches.length;
  expect(slow).toBeGreaterThan(0.02);
  expect(slow).toBeLessThan(0.1);
});

test("nobody pays without having signed in and put something into the cart", () => {
  for (const { steps } of journeys) {
    const kinds = steps.map(({ act }) => act.kind);
    const pays = kinds.indexOf("pay");
    if (pays >= 0)
      expect(kinds.slice(0, pays)).toEqual(expect.arrayContaining(["add", "sign-in", "checkout"]));
  }
});
