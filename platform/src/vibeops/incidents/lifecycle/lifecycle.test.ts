import { describe, expect, test } from "vitest";
import type { Diagnosis } from "#vibeops/rca/api.ts";
import { alert, cause, healthy, sick, symptom } from "../fixture.ts";
import { acknowledge, type Action, judge, reopen, resolve } from "./actions.ts";
import type { FiringAlert } from "./alerts.ts";
import type { Incident } from "./incident.ts";
import { advance, type Known, mostOpenedAnHour, nothingKnown } from "./lifecycle.ts";

const minute = 60_000;
const start = Date.parse("2026-11-21T09:00:00Z");
const person = "operator";

/** Incidents over time, as the keeper holds them. */
class Course {
  known: Known = nothingKnown;
  now = start;
  heldBack = 0;
  readonly all = new Map<string, Incident>();
  readonly told: string[] = [];
  #ids = 0;

  /** A look, 20 s after the one before. */
  see(diagnosis: Diagnosis | "blind" | undefined, alerts: readonly FiringAlert[] = []): this {
    this.now += 20_000;
    const isBlind = diagnosis === "blind";
    const look = { at: this.now, diagnosis: isBlind ? undefined : diagnosis, isBlind, alerts };
    const outcome = advance(this.known, look, () => `id${this.#ids++}`);
    this.known = outcome.known;
    this.heldBack = outcome.heldBack;
    for (const { incident, happenings } of outcome.steps) {
      this.all.set(incident.id, incident);
      this.told.push(...happenings.map(({ kind }) => kind));
    }
    return this;
  }

  quiet(ms: number): this {
    for (let past = 0; past < ms; past += 20_000) this.see(healthy(this.now));
    return this;
  }

  act(action: Action): this {
    this.now += 1000;
    const [incident] = [...this.all.values()].toReversed();
    if (!incident) throw new RangeError("there is no incident");
    const step = action(incident, { by: person, at: this.now });
    if (!step) return this;
    const others = this.known.incidents.filter(({ id }) => id !== incident.id);
    this.known = { ...this.known, incidents: [...others, step.incident] };
    this.all.set(incident.id, step.incident);
    this.told.push(...step.happenings.map(({ kind }) => kind));
    return this;
  }

  states(): string[] {
    return [...this.all.values()].map(({ state }) => state);
  }

  get only(): Incident {
    expect(this.all.size).toBe(1);
    return [...this.all.values()][0] as Incident;
  }
}

const course = () => new Course();
const pool = () => sick("payment", start);
const unsure = (strength: number) =>
  sick("payment", start, { causes: [], symptoms: [symptom("payment", start, { strength })] });
const weak = () =>
  sick("payment", start, {
    causes: [cause("payment", start, { confidence: 0.2 })],
    symptoms: [symptom("payment", start, { strength: 4 })],
  });

describe("an incident is opened", () => {
  const facts: [what: string, looks: (Diagnosis | "blind")[], states: string[]][] = [
    ["not while all is well", [healthy(start), healthy(start)], []],
    ["at once by strong trouble with a sure cause", [pool()], ["open"]],
    ["not by a weak blip, however often it is seen", [weak(), weak(), weak()], []],
    ["not by strong trouble without a cause that is seen once", [unsure(30), healthy(start), unsure(30)], []],
    [
      "by strong trouble with a cause that is hardly sure when it is seen twice",
      Array.from({ length: 2 }, () =>
        sick("payment", start, { causes: [cause("payment", start, { confidence: 0.2 })] }),
      ),
      ["open"],
    ],
    ["by strong trouble without a cause that is seen twice", [unsure(30), unsure(30)], ["open"]],
    ["not by weak trouble without a cause", [unsure(4), unsure(4), unsure(4)], []],
    ["when a look in between could not see", [unsure(30), "blind", unsure(30)], ["open"]],
    [
      "by a sure cause that nobody feels yet, the second time",
      Array.from({ length: 2 }, () =>
        sick("gateway", start, {
          symptoms: [],
          causes: [cause("gateway", start, { kind: "certificate-expiring", confidence: 0.95 })],
        }),
      ),
      ["open"],
    ],
    [
      "not by what is over already",
      [sick("payment", start, { symptoms: [symptom("payment", start, { until: start + 1000 })] })],
      [],
    ],
    ["once for one trouble that is seen again", [pool(), pool(), pool()], ["open"]],
    [
      "for each of two troubles that have nothing in common",
      [sick("payment", start), sick("search", start + 20 * minute, { felt: ["search"] })],
      ["open", "open"],
    ],
  ];
  test.each(facts)("%s", (_, looks, states) => {
    const seen = course();
    for (const look of looks) seen.see(look);
    expect(seen.states()).toEqual(states);
  });

  test("twice for two troubles of one diagnosis that have nothing in common, each with its own headline", () => {
    const both = sick("payment", start);
    const other = sick("search", start, {
      felt: ["search"],
      causes: [cause("search", start, { kind: "bad-pod" })],
    });
    const seen = course().see({
      ...both,
      causes: [...both.causes, ...other.causes],
      symptoms: [...both.symptoms, ...other.symptoms],
    });
    expect(seen.states()).toEqual(["open", "open"]);
    expect([...seen.all.values()].map(({ cause: named }) => named?.service)).toEqual(["payment", "search"]);
    expect([...seen.all.values()].every(({ isImpactShared }) => isImpactShared)).toBe(true);
    expect([...seen.all.values()][1]?.best?.diagnosis.headline.en).toContain("search");
  });

  test("not for a further possibility that nothing speaks for", () => {
    const one = pool();
    const seen = course().see({
      ...one,
      causes: [...one.causes, cause("weather", start, { confidence: 0.1, path: ["weather"] })],
    });
    expect(seen.only.best?.diagnosis.causes).toHaveLength(2);
  });

  test("not more often than so many times an hour; the rest is counted, and opened when there is room", () => {
    const seen = course();
    const many = Array.from({ length: mostOpenedAnHour + 2 }, (_, i) => `s${i}`);
    for (const name of many) seen.see(sick(name, seen.now, { felt: [name] }));
    expect(seen.all.size).toBe(mostOpenedAnHour);
    expect(seen.heldBack).toBe(1);
    seen.now += 61 * minute;
    seen.see(sick("s13", seen.now, { felt: ["s13"] }));
    expect(seen.all.size).toBe(mostOpenedAnHour + 1);
    expect(seen.heldBack).toBe(0);
  });
});

describe("an incident grows", () => {
  test("when the trouble reaches further services", () => {
    const seen = course()
      .see(pool())
      .see(sick("payment", start, { felt: ["mobile", "frontend", "order", "payment"] }));
    expect(seen.only.services).toContain("mobile");
    expect(seen.told).toEqual(["opened", "grew"]);
  });

  test("when a neighbour falls ill at about the same time", () => {
    const seen = course().see(pool());
    const calls = [{ caller: "cart", callee: "frontend" }];
    seen.see(
      sick("cart", start + 2 * minute, {
        felt: ["cart"],
        causes: [cause("cart", start, { kind: "cpu-contention" })],
        calls,
      }),
    );
    expect(seen.only.services).toContain("cart");
  });

  test("not when a neighbour falls ill an hour later of a cause of its own", () => {
    const seen = course().see(pool());
    const calls = [{ caller: "cart", callee: "frontend" }];
    seen.now += 60 * minute;
    seen.see(
      sick("cart", start + 60 * minute, {
        felt: ["cart"],
        causes: [cause("cart", start, { kind: "memory-leak" })],
        calls,
      }),
    );
    expect(seen.states()).toEqual(["open", "open"]);
  });

  test("and keeps of what changed around only what may have to do with it", () => {
    const [suspect] = pool().changes;
    if (!suspect) throw new Error("the fixture has a change");
    const of = (service: string | null) => ({ ...suspect, service, name: String(service), isSuspect: false });
    const seen = course().see({ ...pool(), changes: [suspect, of("order"), of("weather"), of(null)] });
    expect(seen.only.changes.map(({ name }) => name)).toEqual(["payment", "order"]);
  });

  test("by a cause, when it was opened without one", () => {
    const seen = course().see(unsure(30)).see(unsure(30)).see(pool());
    expect(seen.only.cause?.kind).toBe("pool-exhausted");
    expect(seen.told).toEqual(["opened", "grew", "cause"]);
  });

  test("and keeps the best diagnosis when the window has moved on, beside the latest", () => {
    const less = sick("payment", start, {
      causes: [cause("payment", start, { confidence: 0.4, evidence: [] })],
      changes: [],
    });
    const { only } = course().see(pool()).see(less);
    expect(only.best?.diagnosis.causes[0]?.evidence).not.toEqual([]);
    expect(only.latest?.diagnosis.causes[0]?.evidence).toEqual([]);
    expect(only.changes).toHaveLength(1);
    expect(only.cause?.confidence).toBe(0.86);
  });

  test("and says so when a more confident cause is another one", () => {
    const other = sick("payment", start, {
      causes: [cause("payment", start, { kind: "slow-query", confidence: 0.95 })],
    });
    const seen = course().see(pool()).see(other);
    expect(seen.only.cause?.kind).toBe("slow-query");
    expect(seen.told).toEqual(["opened", "cause"]);
  });
});

describe("two incidents that turn out to be one are merged", () => {
  test("into the elder, and the younger points to it", () => {
    const seen = course()
      .see(
        sick("payment", start, { felt: ["payment"], causes: [cause("payment", start, { confidence: 0.5 })] }),
      )
      .see(
        sick("order", start + 20 * minute, {
          felt: ["order"],
          causes: [cause("order", start, { kind: "code-fault", confidence: 0.5 })],
        }),
      );
    expect(seen.states()).toEqual(["open", "open"]);
    seen.see(sick("payment", start));
    const [elder, younger] = [...seen.all.values()];
    expect(seen.states()).toEqual(["open", "merged"]);
    expect(younger?.mergedInto).toBe(elder?.id);
    expect(elder?.absorbed).toEqual([younger?.id]);
    expect(elder?.services).toEqual(expect.arrayContaining(["payment", "order", "frontend"]));
    expect(seen.told.filter((kind) => kind.startsWith("merged"))).toEqual(["merged", "merged-into"]);
  });

  test("but not two that each have a cause of their own that is sure", () => {
    const seen = course().see(sick("payment", start, { felt: ["payment"] }));
    seen.now += 20 * minute;
    seen
      .see(
        sick("search", start + 20 * minute, {
          felt: ["search"],
          causes: [cause("search", start, { kind: "bad-pod" })],
        }),
      )
      .see(sick("payment", start, { felt: ["payment", "search"] }));
    expect(seen.states()).toEqual(["open", "open"]);
  });
});

describe("an incident ends", () => {
  test("by itself after five healthy minutes, at the time when it was seen last", () => {
    const seen = course().see(pool());
    const last = seen.now;
    seen.quiet(4 * minute);
    expect(seen.only.state).toBe("open");
    seen.quiet(2 * minute);
    expect(seen.only).toMatchObject({ state: "resolved", resolvedBy: "", endedAt: last });
  });

  test("when it is no longer felt, though the window still has it", () => {
    const seen = course().see(pool());
    const over = [symptom("payment", start, { until: seen.now })];
    for (let i = 0; i < 18; i++) seen.see(sick("payment", start, { symptoms: over }));
    expect(seen.only.state).toBe("resolved");
  });

  test("not when it is no longer felt and a pod still crashes", () => {
    const crashes = sick("payment", start, { causes: [cause("payment", start, { kind: "crash-loop" })] });
    const seen = course().see(crashes);
    const over = [symptom("payment", start, { until: seen.now })];
    for (let i = 0; i < 18; i++) seen.see({ ...crashes, symptoms: over });
    expect(seen.only.state).toBe("open");
  });

  test("not while looks can't see", () => {
    const seen = course().see(pool());
    for (let i = 0; i < 60; i++) seen.see("blind");
    expect(seen.only.state).toBe("open");
  });

  test("not when trouble comes and goes", () => {
    const seen = course().see(pool());
    for (let i = 0; i < 5; i++) seen.quiet(4 * minute).see(pool());
    expect(seen.only.state).toBe("open");
    expect(seen.told).toEqual(["opened"]);
  });

  test("by a person, and stays closed while the same trouble goes on", () => {
    const seen = course().see(pool()).act(resolve("rolled back"));
    for (let i = 0; i < 10; i++) seen.see(pool());
    for (let i = 0; i < 3; i++) seen.see(unsure(30));
    expect(seen.only).toMatchObject({ state: "resolved", resolvedBy: person });
  });

  test("and is opened again when it still goes on half an hour after a person closed it", () => {
    const seen = course().see(pool()).act(resolve(""));
    for (let i = 0; i < 95; i++) seen.see(pool());
    expect(seen.only.state).toBe("open");
    expect(seen.told).toEqual(["opened", "resolved", "reopened"]);
  });
});

describe("an incident comes back", () => {
  test("when the same cause is there again within half an hour", () => {
    const seen = course()
      .see(pool())
      .quiet(10 * minute)
      .see(pool());
    expect(seen.only.state).toBe("open");
    expect(seen.only.endedAt).toBeNull();
    expect(seen.told).toEqual(["opened", "resolved", "reopened"]);
  });

  test("as a new one later than that", () => {
    const seen = course()
      .see(pool())
      .quiet(45 * minute)
      .see(pool());
    expect(seen.states()).toEqual(["resolved", "open"]);
  });

  test("as a new one after a long time without a look, too", () => {
    const seen = course()
      .see(pool())
      .quiet(10 * minute);
    seen.now += 45 * minute;
    expect(seen.see(pool()).states()).toEqual(["resolved", "open"]);
  });

  test("not when something else is wrong there", () => {
    const seen = course()
      .see(pool())
      .quiet(10 * minute);
    seen.see(sick("payment", seen.now, { causes: [cause("payment", seen.now, { kind: "node-lost" })] }));
    expect(seen.states()).toEqual(["resolved", "open"]);
  });

  test("when a person takes back that it was over; it ends by itself as before", () => {
    const seen = course().see(pool()).act(resolve("")).act(reopen);
    expect(seen.only).toMatchObject({ state: "open", isHeld: false });
    expect(seen.quiet(6 * minute).only.state).toBe("resolved");
  });

  test("when a person opens what had ended by itself; then only a person ends it", () => {
    const seen = course()
      .see(pool())
      .quiet(6 * minute)
      .act(reopen)
      .quiet(20 * minute);
    expect(seen.only.state).toBe("open");
    expect(seen.act(resolve("")).only.state).toBe("resolved");
  });
});

describe("an alert", () => {
  test("opens an incident, which ends after the alert is over and all is well", () => {
    const seen = course().see(healthy(start), [alert("payment", start)]);
    expect(seen.only).toMatchObject({ openedBy: "alert", cause: null, services: ["payment"] });
    for (let i = 0; i < 30; i++) seen.see(healthy(start), [alert("payment", start)]);
    expect(seen.only.state).toBe("open");
    seen.quiet(7 * minute);
    expect(seen.only.state).toBe("resolved");
    expect(seen.told).toEqual(["opened", "alert-fired", "alert-resolved", "resolved"]);
  });

  test("joins an incident of its service", () => {
    const seen = course()
      .see(pool())
      .see(pool(), [alert("order", start)])
      .see(pool(), [alert("order", start)]);
    expect(seen.only.alerts).toHaveLength(1);
    expect(seen.told).toEqual(["opened", "alert-fired"]);
  });

  test("opens what noticing then explains", () => {
    const seen = course()
      .see(healthy(start), [alert("payment", start)])
      .see(pool(), [alert("payment", start)]);
    expect(seen.only.headline.en).toContain("ran out");
    expect(seen.only.cause?.kind).toBe("pool-exhausted");
  });

  test("does not open again what a person has closed while it fires on", () => {
    const seen = course()
      .see(healthy(start), [alert("payment", start)])
      .act(resolve(""));
    for (let i = 0; i < 10; i++) seen.see(healthy(start), [alert("payment", start)]);
    expect(seen.only.state).toBe("resolved");
  });

  test("that is silenced opens nothing", () => {
    expect(
      course()
        .see(healthy(start), [alert("payment", start, { isQuiet: true })])
        .states(),
    ).toEqual([]);
  });

  test("that is silenced later is not over by that", () => {
    const seen = course().see(healthy(start), [alert("payment", start)]);
    for (let i = 0; i < 20; i++) seen.see(healthy(start), [alert("payment", start, { isQuiet: true })]);
    expect(seen.only.state).toBe("open");
    expect(seen.told).toEqual(["opened", "alert-fired"]);
  });

  test("is not held to be over while it is not known which fire", () => {
    const seen = course().see(healthy(start), [alert("payment", start)]);
    const look = { at: seen.now + 1, diagnosis: healthy(start), isBlind: false, alerts: undefined };
    const { known } = advance(seen.known, look, () => "x");
    expect(known.incidents[0]?.alerts[0]?.resolvedAt).toBeNull();
  });
});

describe("people", () => {
  test("acknowledge, and take it back", () => {
    const seen = course().see(pool()).act(acknowledge(true)).act(acknowledge(true));
    expect(seen.only).toMatchObject({ acknowledgedBy: person });
    expect(seen.act(acknowledge(false)).only.acknowledgedAt).toBeNull();
    expect(seen.told).toEqual(["opened", "acknowledged", "unacknowledged"]);
  });

  test("judge the cause that was named then", () => {
    const seen = course().see(pool());
    seen.act(
      judge({ outcome: "wrong", kind: "slow-query", service: "ledger", text: "an index was dropped" }),
    );
    seen.see(sick("payment", start, { causes: [cause("payment", start, { confidence: 0.99 })] }));
    expect(seen.only.verdict).toMatchObject({ outcome: "wrong", judged: { confidence: 0.86 }, by: person });
    expect(seen.act(judge({ outcome: null, kind: null, service: "", text: "" })).only.verdict).toBeNull();
  });
});
