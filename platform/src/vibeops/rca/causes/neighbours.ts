import { ownerOf } from "../scene/owner.ts";
import { peerName } from "../scene/peers.ts";
import type { Scene } from "../scene/scene.ts";
import type { Series } from "../scene/series.ts";
import { Level } from "../signals/level.ts";
import { median } from "../signals/robust.ts";
import { saturated, slowerEvidence } from "../signals/shift.ts";
import type { Signals } from "../signals/signals.ts";
import type { Inside } from "../diagnosis/api.ts";
import { type Fact, type Hypothesis, insideOf } from "./hypothesis.ts";
import { loadFactor } from "./load.ts";
import { pointsOf } from "./shown.ts";

/** It is everything when so many services are slower, in so much of their places. */
const leastServices = 3;
const leastPart = 0.6;
const leastGrowth = 1;
/** What is done as quickly, in milliseconds, is done before anybody else gets the processor. */
const leastUsual = 0.5;
/** More requests slow everything down too, which is another story. */
const mostLoad = 1.4;
const fewValues = 100;
const fullEvidence = 220;
/** Processors' worth that a neighbour must have taken more than before. */
const leastCores = 0.25;
/** Shares of the time in which somebody waits for a processor: what it is to be, and how much more than before. */
const [leastPressure, leastMorePressure] = [0.5, 0.2];

/** All services became slower at once, in all that they do: the machine is short of processor time. Whoever began to take much of
 *  it then, and serves none of the requests, is named; else the node on which somebody waits for a processor ever since: who takes
 *  it is no pod. */
export function neighbours(scene: Scene, signals: Signals): Hypothesis[] {
  let best: Everything | undefined;
  for (const at of signals.moments.filter((_, index) => index % 2 === 0)) {
    const found = everythingAt(signals, at);
    if (found && found.fit > (best?.fit ?? 0)) best = found;
  }
  if (!best || loadFactor(scene, best.at) > mostLoad) return [];
  const hog = hogAt(scene, best.at);
  if (hog) {
    const { pod } = hog.series;
    const whose = { service: ownerOf(scene, pod), subject: pod };
    return [hypothesisOf(best, whose, insideOf("pod", pod), takesFact(hog, best.at))];
  }
  const pressure = pressureAt(scene, best.at);
  if (!pressure) return [];
  const { node } = pressure.series;
  const whose = { service: node, subject: node };
  return [hypothesisOf(best, whose, insideOf("node", node), pressureFact(pressure, best.at))];
}

const hypothesisOf = (
  { at, score, services, places }: Everything,
  { service, subject }: Pick<Hypothesis, "service" | "subject">,
  whose: Inside,
  fact: Fact,
): Hypothesis => ({
  rule: "neighbours",
  kind: "cpu-contention",
  service,
  subject,
  at,
  score,
  inside: [insideOf("resource", "cpu"), whose],
  facts: [{ code: "everything-slower", values: { services, places } }, fact],
  against: [],
  victims: [],
  touches: [subject],
});

interface Everything {
  readonly at: number;
  readonly services: number;
  readonly places: number;
  readonly fit: number;
  readonly score: number;
}

function everythingAt({ delays }: Signals, at: number): Everything | undefined {
  const byService = new Map<string, { slower: number; judged: number; evidence: number; fit: number }>();
  for (const { delay, level } of delays) {
    const k = level.countBefore(at);
    if (k < 5 || level.values.length - k < 5) continue;
    const z = level.z(at);
    // Most of what did not change need not be looked at closely.
    const usual = z < 2 ? median(level.values.slice(Math.max(0, k - fewValues), k)) : leastUsual;
    if (usual < leastUsual) continue;
    const of = byService.get(delay.key.service) ?? { slower: 0, judged: 0, evidence: 0, fit: 0 };
    byService.set(delay.key.service, of);
    of.judged++;
    if (z < 2) continue;
    const evidence = slowerEvidence(
      level.values.slice(0, k),
      level.values.slice(k),
      level.change(at),
      leastGrowth / 2,
    );
    if (evidence <= 0) continue;
    of.slower++;
    of.evidence += evidence;
    of.fit += z ** 2;
  }
  const services = [...byService.values()].filter(({ judged }) => judged > 0);
  const slower = services.filter(({ slower: n, judged }) => n / judged >= leastPart);
  if (slower.length < leastServices || slower.length / services.length < leastPart) return undefined;
  const sum = (of: (each: (typeof slower)[number]) => number) =>
    slower.reduce((total, each) => total + of(each), 0);
  return {
    at,
    services: slower.length,
    places: sum((each) => each.slower),
    fit: sum((each) => each.fit),
    score: saturated(
      sum((each) => each.evidence),
      fullEvidence,
    ),
  };
}

interface Grown {
  readonly series: Series;
  readonly before: number;
  readonly after: number;
}

/** The pod that took most processor time more than before and is no part of the calls: neither makes any nor is asked, as a database
 *  is. */
function hogAt(scene: Scene, at: number): Grown | undefined {
  const { calls } = scene;
  const serving = new Set<string>();
  const peers = new Set<number>();
  for (let row = 0; row < calls.count; row++) {
    serving.add(calls.podOf(row));
    peers.add(calls.peer[row] ?? 0);
  }
  const asked = new Set([...peers].map((peer) => peerName(scene, calls.names.text(peer))));
  return grownMost(
    scene.series.filter(
      ({ matter, metric, pod }) =>
        matter === "cpu" &&
        /usage/.test(metric) &&
        pod !== "" &&
        !serving.has(pod) &&
        !asked.has(ownerOf(scene, pod)),
    ),
    at,
    leastCores,
  );
}

/** The node on which more is waited for a processor than before. */
function pressureAt(scene: Scene, at: number): Grown | undefined {
  const most = grownMost(
    scene.series.filter(({ matter, node }) => matter === "cpu-pressure" && node !== ""),
    at,
    leastMorePressure,
  );
  return most && most.after >= leastPressure ? most : undefined;
}

function grownMost(series: readonly Series[], at: number, least: number): Grown | undefined {
  const [most] = series
    .map((one): Grown => {
      const { before, after, countAfter } = new Level(one.times, one.values).change(at);
      return { series: one, before: Number.isNaN(before) ? 0 : before, after: countAfter === 0 ? 0 : after };
    })
    .filter(({ before, after }) => after - before > least)
    .toSorted((a, b) => b.after - b.before - (a.after - a.before));
  return most;
}

const takesFact = ({ series, before, after }: Grown, at: number): Fact => ({
  code: "takes-cpu",
  values: { subject: series.pod, before, after },
  chart: chartOf("{cpu}", { series, before, after }, at),
});

const pressureFact = ({ series, before, after }: Grown, at: number): Fact => ({
  code: "cpu-pressure",
  values: { node: series.node, before: before * 100, after: after * 100 },
  chart: chartOf("1", { series, before, after }, at),
});

const chartOf = (
  unit: string,
  { series, before, after }: Grown,
  changedAt: number,
): Fact["chart"] & object => ({
  unit,
  points: pointsOf(series.times, series.values),
  changedAt,
  before,
  after,
});
