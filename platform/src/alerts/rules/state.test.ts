import { expect, test } from "vitest";
import { type ActiveAlert, advance, resolvedKeptMs } from "./state.ts";

const minute = 60_000;
const held = (value: number) => ({ fingerprint: "a", labels: { alertname: "A" }, annotations: {}, value });

interface Timeline {
  readonly for?: number;
  readonly keep?: number;
  /** The value at each minute; undefined: the condition does not hold. */
  readonly values: readonly (number | undefined)[];
  readonly graceMs?: number;
}

function states({ for: forMinutes = 0, keep = 0, values, graceMs = 0 }: Timeline): string[] {
  let alerts: ReadonlyMap<string, ActiveAlert> = new Map();
  return values.map((value, i) => {
    const timing = {
      forMs: forMinutes * minute,
      keepFiringForMs: keep * minute,
      mayResolve: i * minute >= graceMs,
    };
    const step = advance(alerts, value === undefined ? [] : [held(value)], timing, 1e12 + i * minute);
    ({ alerts } = step);
    const state = alerts.get("a")?.state ?? "inactive";
    return step.changed.length > 0 ? `${state}!` : state;
  });
}

test.each<[string, Timeline, string[]]>([
  ["without `for` an alert fires at once", { values: [1, 1] }, ["firing!", "firing"]],
  [
    "with `for` it is pending first",
    { for: 2, values: [1, 1, 1, 1] },
    ["pending!", "pending", "firing!", "firing"],
  ],
  [
    "what was pending and is over was never told",
    { for: 2, values: [1, undefined] },
    ["pending!", "inactive"],
  ],
  [
    "`for` begins again after a gap",
    { for: 1, values: [1, undefined, 1, 1] },
    ["pending!", "inactive", "pending!", "firing!"],
  ],
  [
    "what fired and is over is resolved",
    { values: [1, undefined, undefined] },
    ["firing!", "resolved!", "resolved"],
  ],
  [
    "what comes back after that fires anew",
    { values: [1, undefined, 1] },
    ["firing!", "resolved!", "firing!"],
  ],
  [
    "with `for` it comes back as pending",
    { for: 1, values: [1, 1, undefined, 1, 1] },
    ["pending!", "firing!", "resolved!", "pending!", "firing!"],
  ],
  [
    "`keep_firing_for` holds it",
    { keep: 2, values: [1, undefined, undefined, undefined] },
    ["firing!", "firing", "firing", "resolved!"],
  ],
  [
    "and is counted from the last gap",
    { keep: 2, values: [1, undefined, 1, undefined, undefined, undefined] },
    ["firing!", "firing", "firing", "firing", "firing", "resolved!"],
  ],
  [
    "nothing resolves in the grace after a start",
    { graceMs: 2 * minute, values: [1, undefined, undefined] },
    ["firing!", "firing", "resolved!"],
  ],
  ["another value is no other state", { values: [1, 2, 3] }, ["firing!", "firing", "firing"]],
])("%s", (_, timeline, expected) => expect(states(timeline)).toEqual(expected));

test("what is resolved is forgotten after a quarter of an hour", () => {
  const timing = { forMs: 0, keepFiringForMs: 0, mayResolve: true };
  const firing = advance(new Map(), [held(1)], timing, 1e12).alerts;
  const resolved = advance(firing, [], timing, 1e12 + 1).alerts;
  expect(advance(resolved, [], timing, 1e12 + 1 + resolvedKeptMs).alerts.size).toBe(1);
  expect(advance(resolved, [], timing, 1e12 + 2 + resolvedKeptMs).alerts.size).toBe(0);
});

test("a condition that holds on keeps the moment at which it began", () => {
  const timing = { forMs: 5 * minute, keepFiringForMs: 0, mayResolve: true };
  const first = advance(new Map(), [held(1)], timing, 1e12).alerts;
  const later = advance(first, [held(2)], timing, 1e12 + 5 * minute).alerts.get("a");
  expect(later).toMatchObject({ state: "firing", activeAt: 1e12, firedAt: 1e12 + 5 * minute, value: 2 });
});
