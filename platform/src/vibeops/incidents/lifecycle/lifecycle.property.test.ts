import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Diagnosis } from "#vibeops/rca/api.ts";
import { alert, cause, healthy, sick } from "../fixture.ts";
import { acknowledge, type Action, note, reopen, resolve } from "./actions.ts";
import { isWatched } from "./ending.ts";
import { type Incident, keyOf, type Step } from "./incident.ts";
import { advance, type Known, nothingKnown } from "./lifecycle.ts";

/* Whatever comes in whatever order: no incident is lost, no cause is open twice, nothing ends before it began. */

const services = ["a", "b", "c", "d", "e"] as const;
const start = Date.parse("2026-11-21T09:00:00Z");

const trouble = fc.record({
  service: fc.constantFrom(...services),
  felt: fc.subarray([...services], { minLength: 1 }),
  kind: fc.constantFrom("pool-exhausted", "slow-query", "bad-pod"),
  confidence: fc.double({ min: 0, max: 1, noNaN: true }),
  age: fc.integer({ min: 0, max: 3_600_000 }),
});
type Trouble = typeof trouble extends fc.Arbitrary<infer T> ? T : never;
const event = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ what: fc.constant("look"), troubles: fc.array(trouble, { maxLength: 3 }) }),
  },
  { weight: 3, arbitrary: fc.record({ what: fc.constant("quiet"), looks: fc.integer({ min: 1, max: 25 }) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant("blind") }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant("alert"), service: fc.constantFrom(...services) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constant("act"),
      action: fc.constantFrom<Action>(resolve("x"), reopen, note("x"), acknowledge(true)),
      nth: fc.nat(20),
    }),
  },
);

class Course {
  now = start;
  known: Known = nothingKnown;
  readonly all = new Map<string, Incident>();
  #ids = 0;

  look(diagnosis: Diagnosis | undefined, alerts: Parameters<typeof advance>[1]["alerts"] = []): void {
    this.now += 20_000;
    const look = { at: this.now, diagnosis, isBlind: !diagnosis, alerts };
    const outcome = advance(this.known, look, () => String(this.#ids++).padStart(12, "0"));
    this.known = outcome.known;
    for (const step of outcome.steps) this.keep(step);
    this.check();
  }

  act(action: Action, nth: number): void {
    const some = [...this.all.values()];
    const incident = some[nth % some.length];
    if (!incident || incident.state === "merged") return;
    const step = action(incident, { by: "x", at: (this.now += 1000) });
    if (!step) return;
    const others = this.known.incidents.filter(({ id }) => id !== incident.id);
    const incidents = [...others, step.incident].filter((each) => isWatched(each, this.now));
    this.known = { ...this.known, incidents };
    this.keep(step);
  }

  keep({ incident }: Step): void {
    const before = this.all.get(incident.id);
    if (before?.state === "merged") throw new Error(`${incident.id} went on after it was merged`);
    this.all.set(incident.id, incident);
  }

  check(): void {
    const incidents = [...this.all.values()];
    const open = incidents.filter(({ state }) => state === "open");
    const keys = open.flatMap(({ cause: named }) => (named ? [keyOf(named)] : []));
    expect(new Set(keys).size, "one open incident a cause").toBe(keys.length);
    const watched = new Set(this.known.incidents.map(({ id }) => id));
    expect(
      open.filter(({ id }) => !watched.has(id)),
      "what is open is known",
    ).toEqual([]);
    for (const each of incidents) this.#checkOne(each);
  }

  #checkOne({ state, onset, openedAt, endedAt, resolvedAt, mergedInto, id }: Incident): void {
    expect(onset).toBeLessThanOrEqual(openedAt);
    if (endedAt !== null) expect(endedAt).toBeGreaterThanOrEqual(onset);
    expect(state === "resolved").toBe(resolvedAt !== null);
    expect(state === "open").toBe(endedAt === null);
    expect(state === "merged").toBe(mergedInto !== null);
    const elder = this.all.get(mergedInto ?? "");
    if (mergedInto !== null) {
      expect(elder, "what it was merged into is there").toBeDefined();
      expect(elder?.openedAt).toBeLessThanOrEqual(openedAt);
      expect(elder?.absorbed, "and knows of it").toContain(id);
    }
  }
}

const diagnosisOf = (now: number, troubles: readonly Trouble[]): Diagnosis => {
  const parts = troubles.map(({ service, felt, kind, confidence, age }) =>
    sick(service, now - age, { felt, causes: [cause(service, now - age, { kind, confidence, path: felt })] }),
  );
  const [first] = parts;
  if (!first) return healthy(now);
  return {
    ...first,
    causes: parts.flatMap(({ causes }) => causes).toSorted((a, b) => b.confidence - a.confidence),
    symptoms: parts.flatMap(({ symptoms }) => symptoms),
    calls: parts.flatMap(({ calls }) => calls),
  };
};

test("whatever happens in whatever order, no incident is lost and no cause is open twice", () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 40 }), (events) => {
      const course = new Course();
      for (const each of events) {
        if ("troubles" in each) course.look(diagnosisOf(course.now, each.troubles));
        else if ("looks" in each) for (let i = 0; i < each.looks; i++) course.look(healthy(course.now));
        else if ("service" in each)
          course.look(healthy(course.now), [alert(each.service, course.now, { fingerprint: each.service })]);
        else if ("action" in each) course.act(each.action, each.nth);
        else course.look(undefined);
      }
      // In the end all is well: what nobody holds open ends.
      for (let i = 0; i < 20; i++) course.look(healthy(course.now));
      const open = [...course.all.values()].filter(({ state, isHeld }) => state === "open" && !isHeld);
      expect(open).toEqual([]);
    }),
    { numRuns: 150 },
  );
});
