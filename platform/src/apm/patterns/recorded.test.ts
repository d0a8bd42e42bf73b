import { expect, test } from "vitest";
import { patternsAmong } from "./patterns.ts";
import { recording } from "./recorded.fixture.ts";

const told = (name: string) => {
  const { rows, names, window } = recording(name);
  return patternsAmong(rows, names, window);
};

test("where nothing was done nothing is seen, though the machine is shared", () => {
  expect(told("quiet")).toEqual([]);
});

test("a database that stands still for six seconds lets go of everything at once", () => {
  const found = told("database-stopped");
  expect(found.map(({ kind, service, operation }) => [kind, service, operation])).toEqual([
    ["vertical", "storefront", ""],
  ]);
  // It went on 31.2 s after the recording's start; before that it had stood still for 6.1 s.
  expect(found[0]?.box.from).toBeGreaterThan(31_000);
  expect(found[0]?.box.to).toBeLessThan(31_800);
  expect(found[0]?.box.mostMs).toBeLessThan(6800);
});

test("a timeout is one, too, when it comes again after a while", () => {
  const { rows, names, window } = recording("service-stopped");
  const again = rows.map((row) => ({ ...row, end: row.end + window.to }));
  const found = patternsAmong([...rows, ...again], names, { from: 0, to: 2 * window.to });
  expect(found.filter(({ kind }) => kind === "horizontal").map(({ operation }) => operation)).toContain(
    "GET /",
  );
});

test("what waits for a service that stands still times out, and what waits on is let go of at once", () => {
  const found = told("service-stopped");
  const timeouts = found.filter(({ kind }) => kind === "horizontal");
  expect(timeouts.map(({ operation }) => operation)).toContain("GET /");
  for (const { box, failedShare } of timeouts) {
    // Five seconds is what the storefront waits.
    expect(box.leastMs).toBeLessThanOrEqual(5010);
    expect(box.mostMs).toBeGreaterThanOrEqual(5000);
    expect(failedShare).toBe(1);
  }
  const release = found.find(({ kind }) => kind === "vertical");
  expect(release?.box.from).toBeGreaterThan(36_000);
  expect(release?.box.to).toBeLessThan(36_600);
});
