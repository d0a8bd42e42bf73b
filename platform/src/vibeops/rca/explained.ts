import type { Fact, Hypothesis } from "./causes/hypothesis.ts";
import { serviceOf } from "./causes/kubernetes/service.ts";
import { leastCause, leastTrouble } from "./confidence.ts";
import type { CauseKind } from "./diagnosis/api.ts";
import type { Scene } from "./scene/scene.ts";
import { isDoing } from "./suspect-changes.ts";
import { isMeasured, type Measure, usualDays } from "./signals/seasons.ts";

/* What is seen, and is nevertheless no cause: something else explains it. */

/** What is left of each hypothesis once all that explains it is taken into account.
 *  @param without  `seasons` leaves out what comes every day */
export function explained(
  scene: Scene,
  hypotheses: readonly Hypothesis[],
  without: readonly string[],
): Hypothesis[] {
  const unusual = without.includes("seasons") ? hypotheses : explainedBySeason(scene, hypotheses);
  return withoutConsequences(
    explainedTogether(
      besideFailures(
        explainedByDemand(scene, explainedByShortage(explainedByDatabase(scene, explainedByNode(unusual)))),
      ),
    ),
  );
}

/** A budget that burns is what trouble costs: where there is any, nothing is left of it. It is told in the impact. */
export function withoutConsequences(hypotheses: readonly Hypothesis[]): Hypothesis[] {
  const others = hypotheses.filter(({ kind }) => kind !== "budget-burning");
  return others.some(({ score }) => score >= leastTrouble) ? others : [...hypotheses];
}

/** How much is left to explain of what is explained, and never as much as a cause has. */
const rest = 0.15;
const mostRest = leastCause - 1;
const lessened = (hypothesis: Hypothesis, reason: Fact, most = mostRest): Hypothesis => ({
  ...hypothesis,
  score: Math.min(most, hypothesis.score * rest),
  against: [...hypothesis.against, reason],
});
const sameMomentMs = 90_000;
/** Rules that see slowness, or what programs say of it. */
const seesSlowness = /^(?:delays|neighbours|resources|code-paths|log-patterns)$/;

/** Slowness at the moment of a surge of requests is the surge's; when somebody takes the processor from all others, it is his. */
export function explainedByShortage(hypotheses: readonly Hypothesis[]): Hypothesis[] {
  const shortage =
    hypotheses.find(({ rule, score }) => rule === "load" && score >= leastCause) ??
    hypotheses.find(({ rule, score }) => rule === "neighbours" && score >= leastCause);
  if (!shortage) return [...hypotheses];
  const reason =
    shortage.rule === "load"
      ? { code: "more-requests", values: { factor: shortage.facts[0]?.values["factor"] ?? 0 } }
      : { code: "short-of-cpu", values: { subject: shortage.subject } };
  return hypotheses.map((each) => {
    const isExplained =
      each !== shortage && seesSlowness.test(each.rule) && Math.abs(each.at - shortage.at) < sameMomentMs;
    if (!isExplained) return each;
    return lessened(each, reason);
  });
}

/** What is seen of calls to a node that is gone. */
const seesCalls = /^(?:failures|repeats|log-patterns|code-paths|delays|service-graph|resources)$/;
/** Kubernetes waits for a sign of life before it gives a node up: 40 to 50 s, unless told otherwise. */
const givenUpMs = 60_000;

/** What is wrong with services whose pods went away with a node, and between them and whoever calls them, is the node's; it went
 *  when the first of that began. */
export function explainedByNode(hypotheses: readonly Hypothesis[]): Hypothesis[] {
  const nodes = hypotheses.filter(({ kind, victims }) => kind === "node-lost" && victims.length > 0);
  return hypotheses.map((each) => {
    if (nodes.includes(each)) {
      const seen = hypotheses.filter((other) => isOfNode(each, other) && other.score >= leastCause);
      return { ...each, at: Math.min(each.at, ...seen.map(({ at }) => at)) };
    }
    const node = nodes.find((one) => isOfNode(one, each));
    return node ? lessened(each, { code: "node-gone", values: { node: node.subject } }) : each;
  });
}

const isOfNode = (node: Hypothesis, { rule, service, victims, at }: Hypothesis): boolean =>
  seesCalls.test(rule) &&
  [service, ...victims].some((each) => node.victims.includes(each)) &&
  at > node.at - givenUpMs &&
  at < node.at + sameMomentMs;

/** What becomes of whoever keeps its data in a database that is away: it ends, or is not ready, and so nobody reaches it. */
const sinks: ReadonlySet<CauseKind> = new Set(["crash-loop", "readiness-failing", "dependency-down"]);
/** Both begin at the same moment, as closely as moments are known. */
const sinkingMs = 30_000;

/** Services that sink with a database that they ask are not what is wrong. */
export function explainedByDatabase(scene: Scene, hypotheses: readonly Hypothesis[]): Hypothesis[] {
  const away = hypotheses.filter(({ kind, score }) => kind === "database-down" && score >= leastCause);
  if (away.length === 0) return [...hypotheses];
  const callers = callersByPeer(scene);
  return hypotheses.map((each) => {
    const database = away.find(
      ({ service, at, touches }) =>
        service !== each.service &&
        touches.some((peer) => callers.get(peer)?.has(each.service)) &&
        sinks.has(each.kind) &&
        each.at > at - sinkingMs,
    );
    return database ? lessened(each, { code: "database-away", values: { service: database.service } }) : each;
  });
}

function callersByPeer({ calls }: Scene): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<number, Set<string>>();
  for (let row = 0; row < calls.count; row++) {
    const peer = calls.peer[row] ?? 0;
    const callers = found.get(peer) ?? new Set();
    found.set(peer, callers.add(calls.serviceOf(row)));
  }
  return new Map(Array.from(found, ([peer, callers]) => [calls.names.text(peer), callers]));
}

/** Failures as clear as this are what people call about. */
const clearFailure = 20;
/** So much more, in milliseconds, is hardly felt. */
const hardlyFelt = 50;

/** Where requests fail, what became a few milliseconds slower at the same moment is not what is wrong: a busy machine does that. Not so
 *  where they fail because they ran out of time. */
export function besideFailures(hypotheses: readonly Hypothesis[]): Hypothesis[] {
  const failures = hypotheses.filter(
    ({ rule, kind, score }) => rule === "failures" && kind !== "slow-dependency" && score >= clearFailure,
  );
  return hypotheses.map((each) => {
    const failure = failures.find(({ at }) => Math.abs(each.at - at) < sameMomentMs);
    if (!failure || each.rule !== "delays" || growthMs(each) > hardlyFelt) return each;
    return lessened(each, { code: "few-ms", values: { service: failure.service } });
  });
}

/** By how much the place grew that grew most. */
const growthMs = ({ facts }: Hypothesis): number =>
  Math.max(
    ...facts
      .filter(({ code }) => code.startsWith("slower-"))
      .map(({ values: { before, after } }) => Number(after) - Number(before)),
  );

const manyServices = 3;

/** When many services cease to be ready at once, it is by something that they share, not by each of them. */
export function explainedTogether(hypotheses: readonly Hypothesis[]): Hypothesis[] {
  const unready = hypotheses.filter(({ kind }) => kind === "readiness-failing");
  return hypotheses.map((each) => {
    if (each.kind !== "readiness-failing") return each;
    const together = unready.filter(({ at }) => Math.abs(at - each.at) < sameMomentMs);
    const services = new Set(together.map(({ service }) => service)).size;
    if (services < manyServices) return each;
    return lessened(each, { code: "many-unready", values: { services } });
  });
}

/** What whoever is asked too often shows. */
const seesDemand = /^(?:delays|resources|code-paths|log-patterns|failures)$/;
/** A service that asks more because of what was changed there was changed this long before. */
const changedMs = 2 * 60_000;

/** A service that is asked many times what it used to be asked once gets slow by that, and may only later run out of something. It is the
 *  other way round with one that is tried again because it is slow: unless whoever tries has just been changed, which also makes less of it believable. */
export function explainedByDemand(scene: Scene, hypotheses: readonly Hypothesis[]): Hypothesis[] {
  const demands = hypotheses.filter(
    (each) =>
      each.rule === "repeats" &&
      (wasChanged(scene, each)
        ? each.score >= leastTrouble
        : each.score >= leastCause && each.kind !== "retry-storm"),
  );
  return hypotheses.map((each) => {
    const demand = demands.find(
      ({ service, victims, at }) =>
        service !== each.service &&
        victims.includes(each.service) &&
        seesDemand.test(each.rule) &&
        each.at > at - sameMomentMs,
    );
    if (!demand) return each;
    const { before = 0, after = 0 } = demand.facts[0]?.values ?? {};
    const reason = { code: "asked-more", values: { service: demand.service, before, after } };
    return lessened(each, reason);
  });
}

const wasChanged = (scene: Scene, { service, at }: Hypothesis): boolean =>
  scene.changes.some(
    (change) =>
      isDoing(change) &&
      serviceOf(scene, change.workload) === service &&
      Math.abs(at - change.time) < changedMs,
  );

/** What comes every day is felt every day and is no incident, however clearly it is seen. */
const mostUsual = leastTrouble / 2;

const measures: Readonly<Record<string, Measure>> = {
  delays: "latency",
  resources: "latency",
  neighbours: "latency",
  failures: "failures",
  load: "requests",
};

/** What is fainter, and of the same service this soon after, is more of the same. */
const soonMs = 5 * 60_000;

interface Usual {
  readonly measure: Measure;
  readonly days: number;
  readonly hypothesis: Hypothesis;
}

/** What came on the days before at the same time of day, and was no smaller than half of what it is now, is usual. */
export function explainedBySeason(scene: Scene, hypotheses: readonly Hypothesis[]): Hypothesis[] {
  if (scene.seasons.length === 0) return [...hypotheses];
  const usual = hypotheses.flatMap((hypothesis): Usual[] => {
    const measure = measures[hypothesis.rule];
    if (!measure || hypothesis.score < mostUsual) return [];
    const days = usualDays(scene, sufferer(scene, hypothesis), hypothesis.at, measure);
    return days === 0 ? [] : [{ measure, days, hypothesis }];
  });
  return hypotheses.map((each) => {
    const found =
      usual.find(({ hypothesis }) => hypothesis === each) ?? usual.find((of) => isMoreOf(of, each));
    if (!found) return each;
    const time = new Date(found.hypothesis.at).toISOString().slice(11, 16);
    return lessened(each, { code: "every-day", values: { days: found.days, time } }, mostUsual);
  });
}

const isMoreOf = ({ measure, hypothesis }: Usual, { rule, service, at, score }: Hypothesis): boolean =>
  measures[rule] === measure &&
  service === hypothesis.service &&
  score < hypothesis.score &&
  at > hypothesis.at &&
  at < hypothesis.at + soonMs;

/** Who shows it: the service itself, else one that it makes suffer; empty, for all together, where neither takes requests. */
const sufferer = (scene: Scene, { service, victims }: Hypothesis): string =>
  [service, ...victims].find((each) => isMeasured(scene, each)) ?? "";
