import type { KubeObject } from "@naru/kubernetes";
import { describe, expect, test } from "vitest";
import { written } from "./fixture.ts";
import { repeatMs, type Source, StateSeries } from "./state.ts";
import { tellOf } from "./sample.ts";

interface Counted extends KubeObject {
  readonly phase: string;
}

const objectOf = (name: string, phase: string): Counted => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { namespace: "shop", name },
  phase,
});

/** A kind of which a test says what there is. */
function kind() {
  let objects: readonly Counted[] = [];
  let status: ReturnType<Source["status"]> = { state: "live", since: 0 };
  const source: Source = {
    status: () => status,
    list: () => objects,
    samplesOf: (object) =>
      tellOf({ pod: object.metadata.name })("kube_pod_status_phase", 1, { phase: (object as Counted).phase }),
  };
  return {
    source,
    have: (...now: readonly Counted[]) => void (objects = now),
    be: (state: "live" | "syncing" | "away", since: number) => void (status = { state, since }),
  };
}

const start = 1_000_000;
const line = (pod: string, phase: string, value: number | "stale", at: number) =>
  `kube_pod_status_phase{cluster="east",pod="${pod}",phase="${phase}"} ${value} @ ${start + at}`;

function told() {
  const { source, have, be } = kind();
  const series = new StateSeries([source], { cluster: "east" }, 3);
  return { series, have, be, at: (ms: number) => written([...series.next(start + ms)]) };
}

describe("a series", () => {
  test("is told at once when it is new or changes, and ends when it is gone", () => {
    const { have, at } = told();
    have(objectOf("a", "Pending"));
    expect(at(0)).toEqual([line("a", "Pending", 1, 0)]);
    expect(at(15_000)).toEqual([]);
    have(objectOf("a", "Running"));
    expect(at(30_000)).toEqual([line("a", "Pending", "stale", 30_000), line("a", "Running", 1, 30_000)]);
    have();
    expect(at(45_000)).toEqual([line("a", "Running", "stale", 45_000)]);
    expect(at(60_000)).toEqual([]);
  });

  test("that stays as it is is told again once a minute, not all of them at once", () => {
    const { have, at } = told();
    have(objectOf("a", "Running"), objectOf("b", "Running"));
    expect(at(0)).toHaveLength(2);
    const turns = [15, 30, 45, 60, 75, 90, 105, 120].map((second) => at(second * 1000).length);
    expect(turns).toEqual([0, 0, 1, 1, 0, 0, 1, 1]);
    expect(repeatMs).toBe(60_000);
  });

  test("of what was deleted and made anew under its name goes on", () => {
    const { have, at } = told();
    have(objectOf("a", "Running"));
    at(0);
    have(objectOf("a", "Running"));
    expect(at(15_000)).toEqual([line("a", "Running", 1, 15_000)]);
  });
});

describe("what was known of a cluster", () => {
  const told90 = line("a", "Running", 1, 90_000);
  const ended90 = line("a", "Running", "stale", 90_000);
  const facts: [state: "live" | "syncing" | "away", forMs: number, what: string, lines: string[]][] = [
    ["live", 90_000, "is told", [told90]],
    ["syncing", 90_000, "is told until it is known anew", [told90]],
    ["away", 30_000, "stands for a while", []],
    ["away", 90_000, "ends", [ended90]],
  ];
  test.each(facts)("that is %s for %i ms %s", (state, forMs, _, lines) => {
    const { have, be, at } = told();
    have(objectOf("a", "Running"));
    at(0);
    be(state, start);
    expect(at(forMs)).toEqual(lines);
  });
});

test("what is too much is left out and counted", () => {
  const { series, have, at } = told();
  have(...["a", "b", "c", "d", "e"].map((name) => objectOf(name, "Running")));
  expect(at(0)).toHaveLength(3);
  expect(series.counts).toEqual({ series: 3, leftOut: 2 });
});
