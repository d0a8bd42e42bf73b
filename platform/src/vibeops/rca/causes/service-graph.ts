import type { Relation, Scene } from "../scene/scene.ts";
import { mean, median, quantile, spread } from "../signals/robust.ts";
import { calleesOf, type MeasuredService, measuredServices, type Step } from "../signals/service-metrics.ts";
import { type Fact, type Hypothesis, insideOf } from "./hypothesis.ts";

/** Smaller growth is within what services do anyway: of the usual latency, of all requests. */
const leastGrowth = 0.02;
const leastErrorRatio = 0.002;
/** So many robust standard deviations are still chance, among all services and stretches; so many more count fully. */
const byChance = 3;
const fullStrength = 5;
const mostStrength = 20;
const scale = 40;
/** A callee whose growth is so much larger than its caller's can make of it serves somebody else. */
const mostFit = 3;
/** A stretch inside of the window says more than the window against its history, between which much else may have changed. */
const acrossHistory = 0.5;
const leastHistory = 6;
/** So many stretches of history are measured, as far as there are; fewer say nothing. */
const mostFrames = 60;
const leastFrames = 10;
const hardlyAny = 0.98;
/** A name under which only the way to somebody is seen: a client's view of a call, a proxy, a load balancer. */
const passage =
  /(?:^|[._\-/ :])(?:client|remote|proxy|gateway|ingress|envoy|nginx|elb|alb|lb|balancer)(?:$|[._\-/ :\d])/i;

type Indicator = "latency" | "errors";

/** A stretch of time that may be bad, from its first to without its last moment. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  /** Whether what is compared with it lies in the window too. */
  readonly isInside: boolean;
}

interface Growth {
  readonly service: string;
  readonly before: number;
  readonly after: number;
  /** What came to it: seconds a request, or part of requests. */
  readonly excess: number;
  /** Robust standard deviations. */
  readonly strength: number;
  /** Requests by the second in the stretch. */
  readonly rate: number;
}

/** Where only metrics by service and who calls whom are known: from what users meet the way goes down to the callee that got worse
 *  at the same time and explains it, as long as one does; where none does, there it is. */
export function serviceGraph(scene: Scene): Hypothesis[] {
  const services = measuredServices(scene);
  if (services.size === 0 || scene.relations.length === 0) return [];
  const best = new Map<string, Hypothesis>();
  for (const indicator of ["latency", "errors"] as const) {
    const tracks = [...services.values()].map((service) => trackOf(service, indicator, scene.window.from));
    const worst = worstIn(scene, tracks, scene.window);
    if (!worst) continue;
    const felt = worst.felt - usuallyFelt(scene, tracks);
    for (const found of felt <= 0 ? [] : blamed(scene, indicator, { ...worst, felt })) {
      const id = `${indicator}\n${found.service}`;
      if (found.score > (best.get(id)?.score ?? 0)) best.set(id, found);
    }
  }
  return [...best.values()];
}

/** One indicator of a service over time. */
interface Track {
  readonly service: string;
  readonly indicator: Indicator;
  readonly times: readonly number[];
  readonly values: readonly number[];
  readonly rates: readonly number[];
  /** Values before the window, and their robust standard deviation. */
  readonly history: readonly number[];
  readonly noise: number;
}

function trackOf({ service, steps }: MeasuredService, indicator: Indicator, from: number): Track {
  const valueOf = (step: Step) => (indicator === "latency" ? step.latency : step.errorRatio);
  const served = steps.filter((step) => step.rate > 0 && valueOf(step) !== undefined);
  const history = served.filter(({ at }) => at < from).map((step) => valueOf(step) ?? 0);
  return {
    service,
    indicator,
    times: served.map(({ at }) => at),
    values: served.map((step) => valueOf(step) ?? 0),
    rates: served.map(({ rate }) => rate),
    history,
    noise: history.length >= leastHistory ? spread(history) : 0,
  };
}

interface Frame {
  readonly from: number;
  readonly to: number;
}

/** The stretch of a frame in which users felt most. */
function worstIn(scene: Scene, tracks: readonly Track[], frame: Frame): Worst | undefined {
  const busiest = Math.max(...tracks.map(({ rates }) => mean(rates) || 0), 1e-9);
  let worst: Worst | undefined;
  for (const stretch of stretchesOf(tracks, frame, frame === scene.window)) {
    const grown = new Map(
      tracks.flatMap((track) => {
        const growth = growthOf(track, stretch, frame);
        return growth ? [[track.service, growth] as const] : [];
      }),
    );
    const tops = topsOf(scene, grown, busiest);
    const felt = tops.reduce((sum, top) => sum + top.felt, 0) * (stretch.isInside ? 1 : acrossHistory);
    if (felt > (worst?.felt ?? 0)) worst = { grown, stretch, tops, felt };
  }
  return worst;
}

/** What is felt anyway: of the same length of time, again and again, before the window. Hardly any of those felt more. */
function usuallyFelt(scene: Scene, tracks: readonly Track[]): number {
  const times = [...new Set(tracks.flatMap((track) => track.times))].toSorted((a, b) => a - b);
  const count = times.filter((at) => at >= scene.window.from && at < scene.window.to).length;
  const before = times.filter((at) => at < scene.window.from);
  if (count === 0) return 0;
  const felt: number[] = [];
  for (let end = before.length; end >= count && felt.length < mostFrames; end -= count)
    felt.push(
      worstIn(scene, tracks, { from: before[end - count] ?? 0, to: (before[end - 1] ?? 0) + 1 })?.felt ?? 0,
    );
  return felt.length < leastFrames ? 0 : quantile(felt, hardlyAny);
}

/** Every stretch of steps inside of a frame that leaves some steps to compare with; and all of it against what was before. */
function stretchesOf(tracks: readonly Track[], { from, to }: Frame, withHistory: boolean): Stretch[] {
  const inside = [
    ...new Set(tracks.flatMap(({ times }) => times.filter((at) => at >= from && at < to))),
  ].toSorted((a, b) => a - b);
  const stretches: Stretch[] = [];
  const width = Math.max(1, Math.ceil(inside.length / 24));
  for (let i = 0; i < inside.length; i += width)
    for (let j = i + width; j <= inside.length; j += width)
      if (j - i <= inside.length - 2)
        stretches.push({ from: inside[i] ?? 0, to: inside[j] ?? to, isInside: true });
  if (withHistory && tracks.some(({ history }) => history.length >= leastHistory))
    stretches.push({ from, to, isInside: false });
  return stretches;
}

function growthOf(track: Track, stretch: Stretch, { from, to }: Frame): Growth | undefined {
  const { service, indicator, times, values, rates, history, noise } = track;
  const before: number[] = [];
  const after: number[] = [];
  let rate = 0;
  for (let i = indexFrom(times, from); i < times.length && (times[i] ?? 0) < to; i++) {
    const at = times[i] ?? 0;
    const isBad = at >= stretch.from && at < stretch.to;
    (isBad ? after : before).push(values[i] ?? 0);
    if (isBad) rate += rates[i] ?? 0;
  }
  const good = stretch.isInside ? before : history;
  if (good.length === 0 || after.length === 0) return undefined;
  const usual = median(good);
  const now = mean(after);
  const excess = now - usual;
  const floor = indicator === "latency" ? leastGrowth * usual + 1e-4 : leastErrorRatio;
  if (excess < 2 * floor) return undefined;
  const strength = (excess / (Math.max(spread(good), noise) + floor)) * Math.sqrt(after.length);
  return { service, before: usual, after: now, excess, strength, rate: rate / after.length };
}

function indexFrom(times: readonly number[], from: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Where users meet it first: what got worse and is called by nothing that did, with how much it is felt: standard deviations by
 *  its part of the traffic. */
function topsOf(
  scene: Scene,
  grown: ReadonlyMap<string, Growth>,
  busiest: number,
): { growth: Growth; felt: number }[] {
  const isClear = (service: string) => (grown.get(service)?.strength ?? 0) > byChance;
  const below = new Set(
    scene.relations
      .filter(({ caller, callee }) => caller !== callee && isClear(caller))
      .map(({ callee }) => callee),
  );
  return [...grown.values()]
    .filter(({ service }) => isClear(service) && !below.has(service))
    .map((growth) => ({
      growth,
      felt: Math.min(mostStrength, growth.strength - byChance) * (growth.rate / busiest),
    }));
}

interface Worst {
  readonly grown: ReadonlyMap<string, Growth>;
  readonly stretch: Stretch;
  readonly tops: readonly { readonly growth: Growth; readonly felt: number }[];
  readonly felt: number;
}

function blamed(scene: Scene, indicator: Indicator, { grown, stretch, tops, felt }: Worst): Hypothesis[] {
  const callees = calleesOf(scene.relations);
  const blame: Walk["blame"] = new Map();
  const into = new Map<string, number>();
  for (const { callee, calls } of scene.relations) into.set(callee, (into.get(callee) ?? 0) + calls);
  const all = tops.reduce((sum, top) => sum + top.felt, 0) || 1;
  for (const { growth, felt: own } of tops)
    descend(growth.service, own / all, [growth.service], { grown, callees, into, blame });
  return [...blame].flatMap(([service, { weight, path }]) => {
    const growth = grown.get(service);
    return growth ? [hypothesisOf(scene, growth, { indicator, at: stretch.from, weight, path, felt })] : [];
  });
}

interface Walk {
  readonly grown: ReadonlyMap<string, Growth>;
  readonly callees: ReadonlyMap<string, readonly Relation[]>;
  /** Calls into each service from all callers. */
  readonly into: ReadonlyMap<string, number>;
  readonly blame: Map<string, { weight: number; path: string[] }>;
}

/** Shares what is to be explained between a service and those of its callees that got worse as much as it did, or less. */
function descend(service: string, weight: number, path: readonly string[], walk: Walk): void {
  const own = walk.grown.get(service);
  if (!own || weight < 0.01) return;
  const parts = (walk.callees.get(service) ?? []).flatMap(({ callee, calls }) => {
    const growth = walk.grown.get(callee);
    if (!growth || path.includes(callee)) return [];
    const perRequest = (growth.rate * (calls / (walk.into.get(callee) || 1))) / (own.rate || 1);
    const part = (growth.excess * perRequest) / own.excess;
    return part > mostFit
      ? []
      : [{ callee, part: Math.min(1, part) * Math.min(1, growth.strength / byChance) }];
  });
  const total = parts.reduce((sum, { part }) => sum + part, 0);
  const passesOn = total > 0 && passage.test(service) ? 1 : Math.min(1, total);
  for (const { callee, part } of parts)
    descend(callee, weight * passesOn * (part / total), [...path, callee], walk);
  const rest = weight * (1 - passesOn);
  const known = walk.blame.get(service);
  walk.blame.set(service, { weight: rest + (known?.weight ?? 0), path: known?.path ?? [...path] });
}

interface Blamed {
  readonly indicator: Indicator;
  readonly at: number;
  readonly weight: number;
  readonly path: readonly string[];
  readonly felt: number;
}

function hypothesisOf(
  scene: Scene,
  growth: Growth,
  { indicator, at, weight, path, felt }: Blamed,
): Hypothesis {
  const { service, before, after } = growth;
  const isLatency = indicator === "latency";
  const facts: Fact[] = [
    {
      code: "excess-here",
      values: {
        service,
        indicator: isLatency ? "mean latency" : "failed requests",
        indicatorKo: isLatency ? "평균 지연 시간" : "실패한 요청",
        before: isLatency ? before : before * 100,
        after: isLatency ? after : after * 100,
        unit: isLatency ? "s" : "%",
      },
    },
    { code: "callees-steady", values: { service, explained: Math.round((1 - Math.min(1, weight)) * 100) } },
  ];
  const isPassage = passage.test(service);
  const behind = isPassage ? calleesOf(scene.relations).get(service)?.[0]?.callee : undefined;
  return {
    rule: "service-graph",
    kind: isPassage ? "network" : isLatency ? "slow-dependency" : "code-fault",
    service: behind ?? service,
    subject: indicator,
    at,
    score: scale * weight * Math.min(1, felt / fullStrength),
    inside: [insideOf("resource", isLatency ? "latency" : "availability")],
    facts,
    against: [],
    victims: path.slice(0, -1),
    touches: [service],
  };
}
